// Some runs in, every column that a table of them can have out: names, what differs in the specs,
// scores, costs, and what is shown on request only.
import { basename } from 'node:path';
import type { ReadRun } from '../run/read.js';
import { rowState, type ColumnSource } from './column.js';
import { isReplicated, recordsOf, type Group } from './groups.js';
import { rowLabels } from './labels.js';
import { costColumns, detailColumns, scoreColumns } from './record-columns.js';
import type { Setting } from './settings.js';

/** The runs of a table, and its rows. */
export type TableRuns = {
  readonly runs: readonly ReadRun[];
  readonly groups: readonly Group[];
  /** What the rows are called. */
  readonly labels?: ReadonlyMap<Group, string>;
};

/**
 * All columns of a table of these runs with these settings, in the table's order; `ranking` is the
 * key of the score that ranks them.
 */
export function columnsOf(
  { runs, groups, labels = rowLabels(groups) }: TableRuns,
  settings: readonly Setting[],
  ranking: string,
): readonly ColumnSource[] {
  const records = recordsOf({ runs });
  const identity = identityColumns(runs, groups, labels);
  const rest = [
    ...scoreColumns(records, ranking),
    ...costColumns(),
    ...emptyVerdictColumns,
    ...detailColumns(),
  ];
  const taken = new Set([...identity, ...rest].map(({ key }) => key));
  const finished = runs.filter((run) => rowState(run) === 'finished');
  return [
    ...identity,
    ...settingColumns(settings, taken),
    ...rest.map((column) => lessTelling(column, finished)),
  ];
}

function identityColumns(
  runs: readonly ReadRun[],
  groups: readonly Group[],
  labels: ReadonlyMap<Group, string>,
): readonly ColumnSource[] {
  const own = { direction: null, weight: 0 } as const;
  return [
    {
      ...own,
      key: 'run',
      label: 'run',
      kind: 'text',
      shown: true,
      cell: ({ folder }) => basename(folder),
      ofGroup: (group) => labels.get(group) ?? null,
    },
    {
      ...own,
      key: 'state',
      label: 'state',
      kind: 'text',
      weight: 0.2,
      shown: runs.some((one) => rowState(one) !== 'finished'),
      cell: rowState,
    },
    {
      ...own,
      key: 'n',
      label: 'n',
      kind: 'count',
      weight: 0.3,
      shown: groups.some(isReplicated),
      cell: () => 1,
      ofGroup: (group) => group.runs.length,
    },
  ];
}

function settingColumns(
  settings: readonly Setting[],
  taken: ReadonlySet<string>,
): readonly ColumnSource[] {
  return settings.map(({ path, differs, cells }, i) => ({
    key: taken.has(path) ? `spec.${path}` : path,
    label: path,
    kind: 'setting',
    direction: null,
    // The more values, the more telling.
    weight: 3 + 0.9 / new Set(cells.values()).size + Math.min(i, 1000) / 1e5,
    shown: differs,
    cell: (run) => cells.get(run) ?? null,
  }));
}

// A column in which all finished runs agree tells them apart least, and is the first to go where
// there is too little room.
function lessTelling(column: ColumnSource, finished: readonly ReadRun[]): ColumnSource {
  if (column.weight < 4) return column;
  const [first] = finished;
  const value = first && column.cell(first);
  return finished.every((run) => Object.is(column.cell(run), value))
    ? { ...column, weight: column.weight + 30 }
    : column;
}

// Those of verdicts can be named in a table without replicates too, and hold nothing there.
const emptyVerdictColumns: readonly ColumnSource[] = ['interval', 'verdict'].map((key) => ({
  key,
  label: key,
  kind: 'text',
  direction: null,
  cell: () => null,
  weight: 20,
  shown: false,
}));
