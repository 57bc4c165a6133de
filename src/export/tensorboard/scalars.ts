// A run and its epochs in, the events out that TensorBoard shows it from, called as those of Keras'
// callback: files in a folder each for training and validation, whose curves lie over each other.
import type { RunRecord } from '../../run/record.js';
import type { EpochRecord, Scores } from '../../training/epoch.js';
import type { Event } from './event-file.js';
import type { SessionScore } from './hyperparameters.js';

/** An epoch's events: of the file of training, and of that of validation. */
export type EpochEvents = { readonly train: Event; readonly validation: Event };

/** A picture, and what it is called. */
export type Picture = {
  readonly tag: string;
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
};

const textType = 7;
const colours = 4;

/** When a run began, in seconds since 1970. */
export function beganAt({ started }: Pick<RunRecord, 'started'>): number {
  return Date.parse(started) / 1000;
}

/** What stands at the beginning of a run: the spec as text, and what TensorBoard is told of settings. */
export function firstEvent(
  record: Pick<RunRecord, 'started'>,
  spec: string,
  settings: readonly object[],
): Event {
  return { seconds: beganAt(record), values: [textOf('spec', spec), ...settings] };
}

/**
 * An event an epoch, each at its end: scores, and the learning rate of its last step. A score that is
 * undefined is left out, as there is no place for it.
 */
export function epochEvents(
  record: Pick<RunRecord, 'started'>,
  epochs: readonly EpochRecord[],
): readonly EpochEvents[] {
  const times = timesOf(record, epochs);
  return epochs.map((epoch, i) => {
    const at = { seconds: times[i] ?? 0, step: epoch.epoch };
    const rate = { tag: 'epoch_learning_rate', simpleValue: epoch.learning_rate };
    return {
      train: { ...at, values: [...scalarsOf('epoch', epoch.train), rate] },
      validation: { ...at, values: scalarsOf('epoch', epoch.validation) },
    };
  });
}

/** What a run came to: the scores of its best epoch, pictures of them, and what else is told of its end. */
export function lastEvent(
  record: Pick<RunRecord, 'started' | 'epochs' | 'scores'>,
  epochs: readonly EpochRecord[],
  {
    pictures,
    settings,
  }: { readonly pictures: readonly Picture[]; readonly settings: readonly object[] },
): Event {
  const { test, validation } = record.scores;
  return {
    seconds: timesOf(record, epochs).at(-1) ?? beganAt(record),
    step: record.epochs.best ?? 0,
    values: [
      ...scalarsOf('test', test ?? {}),
      ...scalarsOf('best_validation', validation ?? {}),
      ...pictures.map(pictureOf),
      ...settings,
    ],
  };
}

/** The scores of a run that are listed beside its settings. */
export function listedScores(records: readonly RunRecord[]): readonly SessionScore[] {
  const tags = records.flatMap(({ scores: { test, validation } }) => [
    ...Object.keys(validation ?? {}).map((name) => `best_validation_${name}`),
    ...Object.keys(test ?? {}).map((name) => `test_${name}`),
  ]);
  return [...new Set(tags)].map((tag) => ({ group: '', tag }));
}

/** When each epoch ended, in seconds since 1970, as if nothing had come between them. */
export function timesOf(
  record: Pick<RunRecord, 'started'>,
  epochs: readonly EpochRecord[],
): readonly number[] {
  let at = beganAt(record);
  return epochs.map(({ seconds }) => (at += seconds.total));
}

function scalarsOf(prefix: string, scores: Scores): readonly object[] {
  return Object.entries(scores).flatMap(([name, value]) =>
    value === null ? [] : [{ tag: `${prefix}_${name}`, simpleValue: value }],
  );
}

function pictureOf({ tag, png, width, height }: Picture): object {
  return { tag, image: { height, width, colorspace: colours, encodedImageString: png } };
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
