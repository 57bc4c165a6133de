// A run and its epochs in, the files of events out that TensorBoard shows it from, called as those of
// Keras' callback: a folder each for training and validation, whose curves lie over each other.
import type { RunRecord } from '../../run/record.js';
import type { EpochRecord, Scores } from '../../training/epoch.js';
import { encodeEvents, type Event } from './event-file.js';
import type { SessionScore } from './hyperparameters.js';

/** Files by their names in the run's folder. */
export type EventFiles = ReadonlyMap<string, Uint8Array>;

type Parts = {
  readonly record: RunRecord;
  readonly epochs: readonly EpochRecord[];
  /** The spec as text. */
  readonly spec: string;
  /** What TensorBoard is told of settings, as summaries. */
  readonly settings: readonly object[];
};

const textType = 7;

/** When a run began, in seconds since 1970. */
export function beganAt({ started }: Pick<RunRecord, 'started'>): number {
  return Date.parse(started) / 1000;
}

/**
 * The files of a run: scores of each epoch, the learning rate of its last step, the spec as text,
 * the test scores at the best epoch. A score that is no number is left out, as there is no place for it.
 */
export function eventFilesOf({ record, epochs, spec, settings }: Parts): EventFiles {
  const began = beganAt(record);
  const name = `events.out.tfevents.${Math.floor(began)}.${record.id}`;
  const times = timesOf(began, epochs);
  const curve = (values: (epoch: EpochRecord) => readonly object[]): readonly Event[] =>
    epochs.map((epoch, i) => ({
      seconds: times[i] ?? began,
      step: epoch.epoch,
      values: values(epoch),
    }));
  const train = curve((epoch) => [
    ...scalarsOf('epoch', epoch.train),
    { tag: 'epoch_learning_rate', simpleValue: epoch.learning_rate },
  ]);
  const validation = curve((epoch) => scalarsOf('epoch', epoch.validation));
  const best = { seconds: times.at(-1) ?? began, step: record.epochs.best ?? 0 };
  const whole: readonly Event[] = [
    { seconds: began, values: [textOf('spec', spec), ...settings] },
    ...(record.scores.test ? [{ ...best, values: scalarsOf('test', record.scores.test) }] : []),
    ...(record.scores.validation
      ? [{ ...best, values: scalarsOf('best_validation', record.scores.validation) }]
      : []),
  ];
  return new Map([
    [name, encodeEvents(began, whole)],
    [`train/${name}`, encodeEvents(began, train)],
    [`validation/${name}`, encodeEvents(began, validation)],
  ]);
}

/** The scores of a run that are listed beside its settings. */
export function listedScores(records: readonly RunRecord[]): readonly SessionScore[] {
  const tags = records.flatMap(({ scores: { test, validation } }) => [
    ...Object.keys(validation ?? {}).map((name) => `best_validation_${name}`),
    ...Object.keys(test ?? {}).map((name) => `test_${name}`),
  ]);
  return [...new Set(tags)].map((tag) => ({ group: '', tag }));
}

// An epoch stands at its end.
function timesOf(began: number, epochs: readonly EpochRecord[]): readonly number[] {
  let at = began;
  return epochs.map(({ seconds }) => (at += seconds.total));
}

function scalarsOf(prefix: string, scores: Scores): readonly object[] {
  return Object.entries(scores).flatMap(([name, value]) =>
    value === null ? [] : [{ tag: `${prefix}_${name}`, simpleValue: value }],
  );
}

// TensorBoard shows text as Markdown: indented by four it stands as it is.
function textOf(tag: string, text: string): object {
  const lines = text.split('\n').map((line) => `    ${line}`);
  return {
    tag,
    tensor: {
      dtype: textType,
      tensorShape: { dim: [{ size: 1n }] },
      stringVal: [Buffer.from(lines.join('\n'))],
    },
    metadata: { pluginData: { pluginName: 'text' } },
  };
}
