// The columns whose values stand in the records of runs: scores, costs, and what is shown on request
// only.
import type { ReadRun } from '../run/read.js';
import { deviceName, reasonOf, type RunRecord } from '../run/record.js';
import { isSealed } from '../run/sealed.js';
import type { Scores } from '../training/epoch.js';
import type { ColumnSource } from './column.js';
import type { Cell } from './written.js';

type Details = Partial<
  Pick<ColumnSource, 'label' | 'kind' | 'direction' | 'weight' | 'shown' | 'ranking' | 'ofGroup'>
>;

/**
 * Of each metric in the order of the specs, then of the loss: validation and test, and training on
 * request. The score that ranks the runs, as `val_accuracy`, is never left out.
 */
export function scoreColumns(
  records: readonly RunRecord[],
  ranking: string,
): readonly ColumnSource[] {
  const modes = new Map(
    records
      .flatMap(({ metrics }) => metrics.map(({ name, mode }) => [name, mode] as const))
      .reverse(),
  );
  const names = [
    ...new Set(records.flatMap(({ metrics }) => metrics.map(({ name }) => name))),
  ].filter((name) => name !== 'loss');
  const isOpen = !records.some(isSealed);
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
        // Beside a run whose test set nobody has seen, those of others are not to be chosen by either.
        shown: isOpen,
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

/** A score by its name. A metric may be called `constructor`, which every object has. */
export function scoreOf(scores: Scores | null, name: string): number | null | undefined {
  return scores && Object.hasOwn(scores, name) ? scores[name] : undefined;
}

// The greatest float32: every score is made of such.
const greatestScore = (2 - 2 ** -23) * 2 ** 127;

/**
 * A score to calculate with; NaN where there is none, or one that no training gives, whose square may be
 * no number any more.
 */
export function knownScore(scores: Scores | null, name: string): number {
  const score = scoreOf(scores, name) ?? NaN;
  return Math.abs(score) <= greatestScore ? score : NaN;
}

/** The loss functions that some runs' specs name. */
export function distinctLosses(records: readonly RunRecord[]): readonly string[] {
  return [...new Set(records.map(({ spec }) => JSON.stringify(spec['loss'] ?? null)))];
}

/** What the training of a run took: epochs, seconds, parameters. */
export function costColumns(): readonly ColumnSource[] {
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
    fromRecord('parameters', ({ parameters }) => parameters.total, {
      kind: 'count',
      weight: 7,
      ofGroup: greatest(({ parameters }) => parameters.total),
    }),
  ];
}

/** What a table shows of a run where it is asked for. */
export function detailColumns(): readonly ColumnSource[] {
  const hidden = (
    key: string,
    value: (record: RunRecord) => Cell | undefined,
    details: Details = {},
  ): ColumnSource => fromRecord(key, value, { weight: 20, ...details, shown: false });
  return [
    hidden('trainable_parameters', ({ parameters }) => parameters.trainable, {
      kind: 'count',
      ofGroup: greatest(({ parameters }) => parameters.trainable),
    }),
    hidden('epochs_planned', ({ epochs }) => epochs.planned, { kind: 'count' }),
    hidden('seconds_total', ({ seconds }) => seconds.total, { kind: 'seconds', direction: 'min' }),
    hidden('peak_memory_bytes', (record) => record.peak_memory_bytes, {
      kind: 'count',
      direction: 'min',
    }),
    hidden('weights_bytes', ({ parameters }) => bytesOfNumber * parameters.total, {
      kind: 'count',
      direction: 'min',
      ofGroup: greatest(({ parameters }) => bytesOfNumber * parameters.total),
    }),
    hidden('predictions_per_second', predictionsPerSecond, {
      label: 'predictions/s',
      kind: 'count',
      direction: 'max',
    }),
    hidden('seed', ({ seed }) => seed, { kind: 'setting' }),
    hidden('fold', ({ cross_validation: of }) => of?.fold, { kind: 'setting' }),
    hidden('repeat', ({ cross_validation: of }) => of?.repeat, { kind: 'setting' }),
    hidden('name', ({ name }) => name),
    hidden('tags', ({ tags }) => tags.join(', ') || null),
    hidden('notes', ({ notes }) => notes),
    hidden('parent', ({ parent }) => parent),
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
    hidden('ended_by', ({ ended }) => ended?.by),
    hidden('sealed', (record) => (isSealed(record) ? 'sealed' : null)),
    hidden('test_reads', (record) => record.test_reads, { kind: 'count' }),
    hidden('id', ({ id }) => id),
    { ...hidden('folder', () => null), cell: ({ folder }) => folder },
  ];
}

// Weights are kept, and exported, in single precision.
const bytesOfNumber = 4;

function predictionsPerSecond({ seconds }: RunRecord): number | null {
  const each = seconds.per_prediction ?? null;
  return each === null || !(each > 0) ? null : 1 / each;
}

// The models of folds may differ in size, and none has that of their mean.
function greatest(value: (record: RunRecord) => number): NonNullable<ColumnSource['ofGroup']> {
  return ({ runs }) =>
    runs.reduce<number | null>(
      (most, run) => ('record' in run ? Math.max(most ?? 0, value(run.record)) : most),
      null,
    );
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
