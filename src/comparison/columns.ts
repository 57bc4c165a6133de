// Some runs in, every column that a table of them can have out: names, what differs in the specs,
// scores, costs, and what is shown on request only.
import { basename } from 'node:path';
import type { ReadRun } from '../run/read.js';
import { deviceName, reasonOf, type RunRecord } from '../run/record.js';
import type { Scores } from '../training/epoch.js';
import { isReplicated, type Group } from './groups.js';
import type { Setting } from './settings.js';
import type { Cell } from './written.js';

/** One column of a comparison. */
export type Column = {
  /**
   * What `--columns` and `--sort` call it: `optimizer`, `dataset.validation_split`, `val_accuracy`.
   */
  readonly key: string;
  /** Its heading for people: `val accuracy`. */
  readonly label: string;
  /**
   * `setting` holds values of specs; scores have four decimals, seconds two digits, counts
   * thousands separators.
   */
  readonly kind: 'text' | 'setting' | 'score' | 'seconds' | 'count';
  /** Which values are better; null where none is. */
  readonly direction: 'min' | 'max' | null;
  /** How soon it may be left out where there is too little room; 0 never. */
  readonly weight: number;
};

/** A run's state, or that its folder cannot be read. */
export type RowState = RunRecord['state'] | 'damaged';

/** A column and where its values come from. */
export type ColumnSource = Column & {
  /** Whether it is in a table for which nobody chose columns. */
  readonly shown: boolean;
  readonly ranking?: boolean;
  readonly cell: (run: ReadRun) => Cell;
  /** What a row holds that is not made of what its runs hold. */
  readonly ofGroup?: (group: Group) => Cell;
};

type Details = Partial<
  Pick<ColumnSource, 'label' | 'kind' | 'direction' | 'weight' | 'shown' | 'ranking'>
>;

/** The runs of a table, and its rows. */
export type TableRuns = { readonly runs: readonly ReadRun[]; readonly groups: readonly Group[] };

/**
 * All columns of a table of these runs with these settings, in the table's order; `ranking` is the
 * key of the score that ranks them.
 */
export function columnsOf(
  { runs, groups }: TableRuns,
  settings: readonly Setting[],
  ranking: string,
): readonly ColumnSource[] {
  const records = runs.flatMap((run) => ('record' in run ? [run.record] : []));
  const identity = identityColumns(runs, groups);
  const rest = [...scoreColumns(records, ranking), ...costColumns(), ...detailColumns()];
  const taken = new Set([...identity, ...rest].map(({ key }) => key));
  return [
    ...identity,
    ...settingColumns(settings, taken),
    ...rest.map((column) => lessTelling(column, runs)),
  ];
}

/** A run's state as a reader should see it. */
export function rowState(run: ReadRun): RowState {
  return 'record' in run ? run.record.state : 'damaged';
}

function identityColumns(
  runs: readonly ReadRun[],
  groups: readonly Group[],
): readonly ColumnSource[] {
  const labels = rowLabels(groups);
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
      shown: runs.some((one) => rowState(one) !== 'finished'),
      cell: rowState,
    },
    {
      ...own,
      key: 'n',
      label: 'n',
      kind: 'count',
      shown: groups.some(isReplicated),
      cell: () => 1,
      ofGroup: (group) => group.runs.length,
    },
  ];
}

// The spec's name; the seed where single runs have several; a part of the folder's name, or of the
// hash of what replicates have in common, where that still is not enough.
function rowLabels(groups: readonly Group[]): ReadonlyMap<Group, string> {
  const alone = groups.flatMap((group) => (isReplicated(group) ? [] : group.runs));
  const seeds = new Set(alone.flatMap((run) => ('record' in run ? [run.record.seed] : [])));
  const named = groups.map((group) => {
    const [run] = group.runs;
    if (!run || !('record' in run)) return basename(run?.folder ?? '');
    const { name, seed } = run.record;
    return isReplicated(group) || seeds.size < 2 ? name : `${name} seed ${seed}`;
  });
  const uses = new Map<string, number>();
  for (const name of named) uses.set(name, (uses.get(name) ?? 0) + 1);
  return new Map(
    groups.map((group, i) => {
      const name = named[i] ?? '';
      const [run] = group.runs;
      const isUnique = (uses.get(name) ?? 0) < 2 || !run || !('record' in run);
      if (isUnique) return [group, name];
      const end = isReplicated(group) ? run.record.hashes.group.slice(0, 6) : shortId(run);
      return [group, `${name} ${end}`];
    }),
  );
}

function shortId({
  folder,
  record,
}: {
  readonly folder: string;
  readonly record: RunRecord;
}): string {
  const name = basename(folder);
  return name.startsWith(`${record.name}-`) ? name.slice(name.lastIndexOf('-') + 1) : name;
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

// Of each metric in the order of the specs, then of the loss: validation and test, and training on
// request.
function scoreColumns(records: readonly RunRecord[], ranking: string): readonly ColumnSource[] {
  const modes = new Map(
    records
      .flatMap(({ metrics }) => metrics.map(({ name, mode }) => [name, mode] as const))
      .reverse(),
  );
  const names = [
    ...new Set(records.flatMap(({ metrics }) => metrics.map(({ name }) => name))),
  ].filter((name) => name !== 'loss');
  // Values of different loss functions are not better or worse than each other.
  const lossMode = distinctLosses(records).length > 1 ? null : 'min';
  const all: readonly (readonly [string, 'min' | 'max' | null])[] = [
    ...names.map((name) => [name, modes.get(name) ?? null] as const),
    ['loss', lossMode],
  ];
  return all.flatMap(([name, direction]) => {
    const isRanking = `val_${name}` === ranking;
    const weight = isRanking ? 1 : name === 'loss' ? 4 : 5;
    const details: Details = { kind: 'score', direction };
    return [
      fromRecord(`val_${name}`, ({ scores }) => scoreOf(scores.validation, name), {
        ...details,
        label: `val ${name}`,
        weight: isRanking ? 0 : weight,
        ranking: isRanking,
      }),
      fromRecord(`test_${name}`, ({ scores }) => scoreOf(scores.test, name), {
        ...details,
        label: `test ${name}`,
        weight: isRanking ? 1 : weight + 4,
      }),
      fromRecord(`train_${name}`, ({ scores }) => scoreOf(scores.train, name), {
        ...details,
        label: `train ${name}`,
        weight: weight + 6,
        shown: false,
      }),
    ];
  });
}

// A metric may be called `constructor`, which every object has.
function scoreOf(scores: Scores | null, name: string): number | null | undefined {
  return scores && Object.hasOwn(scores, name) ? scores[name] : undefined;
}

/** The loss functions that some runs' specs name. */
export function distinctLosses(records: readonly RunRecord[]): readonly string[] {
  return [...new Set(records.map(({ spec }) => JSON.stringify(spec['loss'] ?? null)))];
}

function costColumns(): readonly ColumnSource[] {
  return [
    fromRecord('best_epoch', ({ epochs }) => epochs.best, {
      label: 'best epoch',
      kind: 'count',
      weight: 5,
    }),
    fromRecord('epochs_run', ({ epochs }) => epochs.done, {
      label: 'epochs run',
      kind: 'count',
      weight: 9,
    }),
    fromRecord('seconds_per_epoch', ({ seconds }) => seconds.per_epoch, {
      label: 's/epoch',
      kind: 'seconds',
      direction: 'min',
      weight: 6,
    }),
    fromRecord('seconds_to_best', ({ seconds }) => seconds.to_best, {
      label: 's to best',
      kind: 'seconds',
      direction: 'min',
      weight: 10,
    }),
    fromRecord('parameters', ({ parameters }) => parameters.total, { kind: 'count', weight: 7 }),
  ];
}

function detailColumns(): readonly ColumnSource[] {
  const hidden = (
    key: string,
    value: (record: RunRecord) => Cell | undefined,
    details: Details = {},
  ): ColumnSource => fromRecord(key, value, { weight: 20, ...details, shown: false });
  return [
    hidden('trainable_parameters', ({ parameters }) => parameters.trainable, { kind: 'count' }),
    hidden('epochs_planned', ({ epochs }) => epochs.planned, { kind: 'count' }),
    hidden('seconds_total', ({ seconds }) => seconds.total, { kind: 'seconds', direction: 'min' }),
    hidden('peak_memory_bytes', (record) => record.peak_memory_bytes, {
      kind: 'count',
      direction: 'min',
    }),
    hidden('seed', ({ seed }) => seed, { kind: 'setting' }),
    hidden('tags', ({ tags }) => tags.join(', ') || null),
    hidden('message', reasonOf),
    hidden('started', ({ started }) => started),
    hidden('finished', ({ finished }) => finished),
    hidden('monitor', ({ monitor }) => monitor.name),
    hidden('data', ({ data }) => data.name),
    hidden('device', deviceName),
    hidden('backend', ({ machine }) => machine.backend),
    hidden('execution', ({ how }) => how.execution),
    hidden('threads', ({ how }) => how.threads, { kind: 'count' }),
    hidden('dlx', ({ versions }) => versions.dlx),
    hidden('tensorflow', ({ versions }) => versions.tensorflow),
    hidden('git_commit', ({ git }) => git && git.commit + (git.dirty ? ' with changes' : '')),
    hidden('test_reads', (record) => record.test_reads, { kind: 'count' }),
    hidden('id', ({ id }) => id),
    { ...hidden('folder', () => null), cell: ({ folder }) => folder },
  ];
}

function fromRecord(
  key: string,
  value: (record: RunRecord) => Cell | undefined,
  details: Details,
): ColumnSource {
  const cell = (run: ReadRun): Cell => ('record' in run ? (value(run.record) ?? null) : null);
  return {
    key,
    label: key,
    kind: 'text',
    direction: null,
    weight: 0,
    shown: true,
    cell,
    ...details,
  };
}

// A column in which all runs agree tells them apart least, and is the first to go where there is
// too little room.
function lessTelling(column: ColumnSource, runs: readonly ReadRun[]): ColumnSource {
  const values = new Set(runs.filter((run) => rowState(run) === 'finished').map(column.cell));
  return column.weight >= 4 && values.size <= 1
    ? { ...column, weight: column.weight + 30 }
    : column;
}
