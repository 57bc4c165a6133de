// Runs in, the comparisons out that a text about them may tell of: by the score that ranks them, and by each
// other one that they have.
import { compareRuns, type Table } from '../comparison/comparison.js';
import { judge } from '../comparison/judging.js';
import type { ReadRun } from '../run/read.js';

/** The tables of `dlx compare`, as it is and with another score to sort by, each row held against the best. */
export type Compared = {
  readonly tables: readonly Table[];
  /** By each other score. */
  readonly asides: readonly Table[];
};

// Of more rows nobody writes of all pairs.
const mostBaselines = 12;

/** All of them; each row is held against each other one, as `--baseline` lets it. */
export function comparedRuns(runs: readonly ReadRun[]): Compared {
  const by = (sort?: string): readonly Table[] => {
    const { tables } = compareRuns(runs, { sort }, judge);
    const found = tables.flatMap((table) => {
      const others = table.rows
        .slice(0, mostBaselines)
        .flatMap(({ folders: [folder = ''], n }) =>
          n > 1 && folder !== table.judged?.against ? [folder] : [],
        );
      return table.judged === null ? [] : others;
    });
    const against = found.flatMap((baseline) =>
      compareRuns(runs, { sort, baseline }, judge).tables.filter(
        ({ judged }) => judged?.against === baseline,
      ),
    );
    return [...tables, ...against];
  };
  const tables = by();
  const ranking = new Set(tables.map(({ sort }) => sort.column));
  const names = runs.flatMap((run) =>
    'record' in run ? ['loss', ...run.record.metrics.map(({ name }) => name)] : [],
  );
  const sorts = [...new Set(names)].map((name) => `val_${name}`);
  const has = new Set(tables.flatMap(({ columns }) => columns.map(({ key }) => key)));
  const others = sorts.filter((sort) => !ranking.has(sort) && has.has(sort));
  return { tables, asides: others.flatMap(by) };
}
