// Runs with their epochs in, the charts of their training out: a row a run, or a row for the replicates
// of a trial with their mean and spread, as `dlx compare` groups them.
import { misuse } from '../ground/errors.js';
import type { ReadRun } from '../run/read.js';
import { endInWords, reasonOf, type RunRecord } from '../run/record.js';
import { didYouMean } from '../text/suggest.js';
import { counted } from '../text/wrap.js';
import type { EpochRecord } from '../training/epoch.js';
import type { RowState } from './column.js';
import {
  chartOf,
  learningRate,
  valuesOf,
  wantedOf,
  type Chart,
  type CurvePart,
  type Line,
  type Wanted,
} from './curve.js';
import { groupKeyOf } from './grouping.js';
import { groupsOf, isReplicated, single, type Group } from './groups.js';
import { rowLabels } from './labels.js';
import { sampleMoments } from './statistics/moments.js';

/** A run that could be read, and the epochs that it has so far. */
export type RunWithEpochs = {
  readonly folder: string;
  readonly record: RunRecord;
  readonly epochs: readonly EpochRecord[];
};

/** One row of the charts: a run, or replicates. */
export type CurveRow = {
  readonly label: string;
  readonly runs: readonly RunWithEpochs[];
  readonly state: RowState;
  /** How many epochs its lines have. */
  readonly epochs: number;
  /** The best epochs of its runs, of those that have one, in the order of the runs. */
  readonly best: readonly number[];
  /** What else is to be said of it: `stopped early after 3 of 5 epochs`; null where nothing is. */
  readonly about: string | null;
};

/** Charts, all of the same rows. */
export type Curves = {
  readonly rows: readonly CurveRow[];
  readonly charts: readonly Chart[];
  /** How many epochs the longest line has. */
  readonly epochs: number;
  /** Sentences that a reader must know to trust them. */
  readonly notes: readonly string[];
};

/** What `dlx history` lets its user choose. */
export type CurvesOptions = {
  /** Metrics as `loss`, `val_accuracy`, `learning_rate`; none: the loss and the first one. */
  readonly metrics?: readonly string[] | undefined;
  /** A row a run, replicates too. */
  readonly each?: boolean | undefined;
  readonly 'group-by'?: string | undefined;
  /** No more rows than this: the best ones. */
  readonly most?: number | undefined;
};

/**
 * The charts of some runs. Rows are in the order of the runs; where there are more than `most`, the
 * best by validation. Throws a misuse for a metric that no run has, or a column to group by that no
 * run has.
 */
export function curvesOf(
  runs: readonly RunWithEpochs[],
  { metrics = [], each, 'group-by': by, most = Infinity }: CurvesOptions = {},
): Curves {
  const modes = modesOf(runs);
  const wanted = metrics.length === 0 ? usualOf(runs) : metrics.map((name) => knownOf(name, modes));
  const groups = groupedRuns(runs, each === true, by);
  const labels = rowLabels(groups);
  const epochsOf = new Map<ReadRun, RunWithEpochs>(runs.map((run) => [run, run]));
  const rows = groups.map((group) => rowOf(group, labels.get(group) ?? '', epochsOf));
  const shown = rows.length > most ? bestRows(rows, modes).slice(0, most) : rows;
  const isAlone = shown.length === 1;
  const charts = wanted.map(({ metric, part }): Chart => {
    const parts: readonly CurvePart[] = part
      ? [part]
      : isAlone
        ? ['train', 'validation']
        : ['validation'];
    const lines = shown.flatMap((row, i) => parts.flatMap((one) => lineOf(row, i, metric, one)));
    return chartOf(metric, modes.get(metric) !== 'max', lines);
  });
  return {
    rows: shown,
    charts,
    epochs: Math.max(0, ...shown.map((row) => row.epochs)),
    notes: [
      ...(shown.length < rows.length
        ? [
            `drawn are the best ${shown.length} of ${rows.length} rows, by validation: name runs to see others`,
          ]
        : []),
      ...shown.flatMap(cutNotes),
      ...charts.flatMap((chart) => undefinedNotes(chart, shown)),
    ],
  };
}

type Modes = ReadonlyMap<string, 'min' | 'max'>;

// Of every metric that an epoch has, in the order of the specs; what a record does not have, as the
// loss, falls.
function modesOf(runs: readonly RunWithEpochs[]): Modes {
  const modes = new Map<string, 'min' | 'max'>([['loss', 'min']]);
  for (const { record } of runs) {
    for (const { name, mode } of record.metrics) modes.set(name, modes.get(name) ?? mode);
  }
  return modes;
}

function usualOf(runs: readonly RunWithEpochs[]): readonly Wanted[] {
  const counts = new Map<string, number>();
  for (const { record } of runs) {
    const chosen = record.monitor.name.replace(/^val_/, '');
    const name = chosen === 'loss' ? record.metrics[0]?.name : chosen;
    if (name !== undefined && name !== 'loss') counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return ['loss', ...(most ? [most[0]] : [])].map((metric) => ({ metric, part: null }));
}

function knownOf(name: string, modes: Modes): Wanted {
  const known = new Set(modes.keys());
  const wanted = wantedOf(name, known);
  if (wanted.part === 'own' || known.has(wanted.metric)) return wanted;
  const names = [...known].flatMap((one) => [one, `train_${one}`, `val_${one}`]);
  throw misuse(
    `no run has a metric ${JSON.stringify(name)}${didYouMean(name, [...names, learningRate])}; there are ${[...known, learningRate].join(', ')}, and train_ or val_ before one for that part alone`,
  );
}

function groupedRuns(
  runs: readonly RunWithEpochs[],
  each: boolean,
  by: string | undefined,
): readonly Group[] {
  if (each) return runs.map(single);
  return groupsOf(runs, by === undefined || runs.length === 0 ? null : groupKeyOf(runs, by));
}

function rowOf(
  group: Group,
  label: string,
  epochsOf: ReadonlyMap<ReadRun, RunWithEpochs>,
): CurveRow {
  const runs = group.runs.flatMap((run) => epochsOf.get(run) ?? []);
  const [first] = runs;
  // Of epochs that one of them does not have there is no mean of the same runs.
  const lengths = runs.map(({ epochs }) => epochs.length);
  return {
    label,
    runs,
    state: first?.record.state ?? 'damaged',
    epochs: lengths.length === 0 ? 0 : Math.min(...lengths),
    best: runs.flatMap(({ record }) => record.epochs.best ?? []),
    about: isReplicated(group) ? null : first ? aboutOf(first) : null,
  };
}

function aboutOf({ record, epochs }: RunWithEpochs): string | null {
  const { state } = record;
  if (state === 'finished') return endInWords(record);
  const reached = `${epochs.length} of ${counted(record.epochs.planned, 'epoch')}`;
  if (state === 'running') return `still running, ${reached}`;
  return `${state} after ${reached}${state === 'interrupted' ? '' : reasonText(record)}`;
}

function reasonText(record: RunRecord): string {
  const reason = reasonOf(record);
  return reason === null ? '' : `: ${reason}`;
}

function bestRows(rows: readonly CurveRow[], modes: Modes): readonly CurveRow[] {
  const ranking = [...modes.keys()].find((name) => name !== 'loss') ?? 'loss';
  const sign = modes.get(ranking) === 'max' ? -1 : 1;
  const scoreOf = ({ runs }: CurveRow): number => {
    const scores = runs.map(({ record }) => record.scores.validation?.[ranking] ?? NaN);
    const mean = scores.reduce((sum, one) => sum + one, 0) / scores.length;
    return Number.isFinite(mean) ? sign * mean : Infinity;
  };
  const scored = new Map(rows.map((row) => [row, scoreOf(row)]));
  return rows.toSorted((a, b) => {
    const [one = 0, other = 0] = [scored.get(a), scored.get(b)];
    return one === other ? 0 : one - other;
  });
}

function lineOf(row: CurveRow, i: number, metric: string, part: CurvePart): readonly Line[] {
  const each = row.runs.map(({ epochs }) =>
    valuesOf(epochs.slice(0, row.epochs), metric, metric === learningRate ? 'own' : part),
  );
  const [only = []] = each;
  if (each.length < 2) return [{ row: i, part, values: only }];
  const moments = only.map((_, epoch) => sampleMoments(each.map((values) => values[epoch] ?? NaN)));
  return [
    {
      row: i,
      part,
      values: moments.map(({ mean }) => mean),
      spread: moments.map(({ variance }) => Math.sqrt(variance)),
    },
  ];
}

function cutNotes({ label, runs, epochs }: CurveRow): readonly string[] {
  const longest = Math.max(0, ...runs.map((run) => run.epochs.length));
  return longest > epochs
    ? [
        `${label} is drawn up to epoch ${epochs}, the last that all its ${runs.length} runs have; the longest has ${longest}`,
      ]
    : [];
}

function undefinedNotes({ metric, lines }: Chart, rows: readonly CurveRow[]): readonly string[] {
  return lines.flatMap(({ row, part, values }) => {
    const missing = values.filter((value) => !Number.isFinite(value)).length;
    if (missing === 0) return [];
    const of = part === 'own' ? '' : `${part === 'train' ? 'training' : 'validation'} `;
    return [
      `${rows[row]?.label ?? ''}: ${of}${metric} is no number in ${counted(missing, 'epoch')}`,
    ];
  });
}
