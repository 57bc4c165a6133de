// The keys of a spec, for people: what each is, what it takes and what it is where it is left out.
import { briefly } from './brief.js';
import type { ArgumentKinds, Entry } from './kinds.js';
import { code, defaultWords } from './reference-rows.js';
import {
  besideKinds,
  budget,
  checkpoint,
  crossValidation,
  earlyStopping,
  initialWeights,
  labels,
  largestSeed,
  mostSeeds,
  reduceLearningRate,
  settings,
} from './top-level.js';

/** One key: what it takes where no kind says it, its default in words, and what it means. */
export type KeyRow = {
  readonly key: string;
  readonly is?: string;
  readonly standard?: string;
  readonly means: string;
};

/** Every key of a spec, in the order in which one is written. */
export const keyRows: readonly KeyRow[] = [
  {
    key: 'extends',
    is: 'the path of another spec, or a list of such',
    means:
      "Parents. Mappings merge deeply, a list replaces a list, null removes a key, another name drops the old one's arguments.",
  },
  {
    key: 'name',
    standard: "the file's name",
    means: 'What runs and tables call it: letters, digits, `.`, `_` and `-`.',
  },
  { key: 'tags', means: 'Words to find runs by.' },
  { key: 'notes', means: 'A text that is kept with the run.' },
  { key: 'dataset', is: 'a [data set](#data-sets)', means: 'What to train on.' },
  {
    key: 'model',
    is: 'a list of [layers](#layers); in a child, a mapping of changes by layer name',
    means: 'Each takes the one before it, unless its `inputs` say otherwise.',
  },
  {
    key: 'initial_weights',
    is: '[its arguments](#initial_weights), or null',
    standard: 'null',
    means:
      'Weights of another run, or of a file, that training begins with, by the names of layers.',
  },
  {
    key: 'freeze',
    is: 'names of layers, `*` for any part of one',
    standard: '[]',
    means: 'Layers that are not trained, as if `trainable: false` stood beside each.',
  },
  {
    key: 'optimizer',
    is: 'an [optimizer](#optimizers)',
    standard: 'rmsprop',
    means: 'How weights are changed.',
  },
  { key: 'loss', is: 'a [loss](#losses)', means: 'What is minimised.' },
  {
    key: 'metrics',
    is: 'a list of [metrics](#metrics), each perhaps with a `label`',
    standard: '[]',
    means: 'What else is measured in each epoch.',
  },
  {
    key: 'class_weight',
    means: 'What samples of each class weigh in training, by name or number; others weigh 1.',
  },
  {
    key: 'batch_size',
    means: 'Samples a step. `auto` finds the largest that fits into memory.',
  },
  { key: 'epochs', means: 'How often all training samples are gone through.' },
  {
    key: 'seed',
    means: 'Of all random numbers: the same seed gives the same run.',
  },
  {
    key: 'seeds',
    is: `a number of seeds upwards from \`seed\`, or a list of seeds up to ${largestSeed}; at most ${mostSeeds}`,
    standard: 'the seed alone',
    means: 'One run for each: replicates, which comparisons show as one row.',
  },
  {
    key: 'cross_validation',
    is: '[its arguments](#cross_validation), or null',
    standard: 'null',
    means:
      'A run for each fold of the rows, scored on the rows that the fold holds out; comparisons show them as one row.',
  },
  {
    key: 'monitor',
    means: 'What chooses the best epoch: `loss` or a metric, with `val_` on the validation part.',
  },
  { key: 'mode', means: 'Which way the monitored value gets better; `auto` knows the metrics.' },
  {
    key: 'early_stopping',
    is: '[its arguments](#early_stopping), true, or null',
    standard: 'null',
    means: "Ends training once the monitored value stalls: Keras' EarlyStopping.",
  },
  {
    key: 'reduce_lr_on_plateau',
    is: '[its arguments](#reduce_lr_on_plateau), true, or null',
    standard: 'null',
    means: "Lowers the learning rate once the monitored value stalls: Keras' ReduceLROnPlateau.",
  },
  {
    key: 'checkpoint',
    is: '[its arguments](#checkpoint), a time as 5m, true, or null',
    standard: '{every: 60}',
    means: "How often, beside each epoch's end, what `dlx resume` goes on from is kept.",
  },
  {
    key: 'budget',
    is: '[its arguments](#budget), a time as 10m, or null',
    standard: 'null',
    means:
      'How long training may take by the clock: it ends at the end of a step, and the best epoch is scored.',
  },
  {
    key: 'tensorboard',
    means: 'Whether the run writes what TensorBoard shows into its folder, epoch by epoch.',
  },
];

/** What may stand beside the layer in an item of `model`. */
export const besideRows: readonly KeyRow[] = [
  { key: 'name', standard: 'as Keras counts: dense, dense_1', means: 'Unique in its list.' },
  {
    key: 'inputs',
    is: 'the name of a layer or of an input of the data, or a list of such',
    standard: 'the layer before',
    means: 'What it takes; `input` is the data, of which several inputs are called by their names.',
  },
  { key: 'trainable', means: 'Whether its weights are trained.' },
  { key: 'repeat', means: 'So many copies, one after the other.' },
  {
    key: 'block',
    is: 'a list of layers, in the place of a layer',
    standard: '',
    means: 'Layers with names of their own, `block/layer` in the model.',
  },
];

/** The kinds of the keys that have one. */
export const keyKinds: ArgumentKinds = { ...labels, ...settings };

/** The kinds of what stands beside a layer. */
export const besideKeyKinds: ArgumentKinds = besideKinds;

const withArguments: Readonly<Record<string, ArgumentKinds>> = {
  initial_weights: initialWeights,
  cross_validation: crossValidation,
  early_stopping: earlyStopping,
  reduce_lr_on_plateau: reduceLearningRate,
  checkpoint,
  budget,
};

/** The keys of a spec that have arguments, as if they were entries of a table. */
export const callbacks: readonly Entry[] = keyRows.flatMap(({ key, means }) => {
  const kinds = withArguments[key];
  return kinds ? [{ name: key, summary: means, arguments: kinds }] : [];
});

/** The keys as a table of Markdown. */
export function keyTable(rows: readonly KeyRow[], kinds: ArgumentKinds): string {
  const lines = rows.map(({ key, is, standard, means }) => {
    const kind = kinds[key];
    const takes = is ?? (kind ? briefly(kind) : '');
    const left = standard ?? (kind && !kind.isRequired ? code(defaultWords(kind)) : '');
    return `| ${code(key)} | ${takes.replaceAll('|', '\\|')} | ${left} | ${means} |`;
  });
  return ['| key | is | left out | |', '|---|---|---|---|', ...lines].join('\n');
}
