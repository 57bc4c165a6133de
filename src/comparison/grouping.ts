// What --group-by names in, what runs of one row have in common out: a column of the comparison, or
// the tags.
import { misuse } from '../ground/errors.js';
import type { ReadRun } from '../run/read.js';
import type { ColumnSource } from './column.js';
import { columnsOf } from './columns.js';
import { single, type GroupKey } from './groups.js';
import { findColumn, pathColumn, throwUnknown } from './named.js';
import { settingsOf } from './settings.js';

/** What is asked of rows that a run each has no answer to. */
export type AskedOfRows = {
  readonly each?: boolean | undefined;
  readonly 'group-by'?: string | undefined;
  readonly baseline?: string | undefined;
  readonly practical?: number | undefined;
};

/** Throws a misuse where a row a run is asked for, and beside it what only rows of several runs have. */
export function checkEach({ each, ...asked }: AskedOfRows): void {
  if (!each) return;
  if (asked['group-by'] !== undefined) {
    throw misuse('--each is a row a run, and --group-by says what runs of a row share: give one');
  }
  const [verdicts] = (['baseline', 'practical'] as const).filter(
    (name) => asked[name] !== undefined,
  );
  if (verdicts === undefined) return;
  throw misuse(
    `--${verdicts} is for verdicts on rows of several runs, and --each is a row a run, which shows no noise: give one of them`,
  );
}

/**
 * Groups by a column (`name`, `optimizer`, `dataset.validation_split`, `dlx`), by a path of the specs
 * (`optimizer.learning_rate`) or by tags (`tag`): runs that have no value there are a row a spec. Throws
 * a misuse for a column that no run has.
 */
export function groupKeyOf(runs: readonly ReadRun[], by: string): GroupKey {
  const { settings } = settingsOf(runs);
  const sources = columnsOf({ runs, groups: runs.map(single) }, settings, 'val_loss');
  const named = by.trim().toLowerCase() === 'tag' ? 'tags' : by;
  const source = findColumn(sources, named) ?? pathColumn(runs, named);
  if (!source) return throwUnknown(['tag', ...sources.map(({ key }) => key)], by, runs);
  return (run) => shownKey(source, run);
}

function shownKey({ key, cell }: ColumnSource, run: ReadRun): string | null {
  const value = cell(run);
  if (value === null) return null;
  return key === 'name' || key === 'tags' ? String(value) : `${key} ${String(value)}`;
}
