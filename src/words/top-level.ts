// The keys of a spec, each declared once: the checks, the defaults, the JSON Schema and the minimal
// form read it here.
import {
  boolean,
  choice,
  duration,
  either,
  filePath,
  integer,
  listOf,
  mappingOf,
  number,
  oneOrList,
  patternOf,
  settings as mappingWith,
  type ArgumentKinds,
  text,
} from './arguments.js';
import type { NamedPart } from './language.js';

/** The largest seed: the random numbers are keyed by 32 bits. */
export const largestSeed = 2 ** 32 - 1;

/** The most replicates that `seeds: n` makes. */
export const mostSeeds = 1000;

const modes = ['auto', 'min', 'max'] as const;

/** Arguments of `early_stopping`: Keras' EarlyStopping. */
export const earlyStopping = {
  monitor: text().default('val_loss'),
  min_delta: number({ min: 0 }).default(0),
  patience: integer({ min: 0 }).default(0),
  mode: choice(modes).default('auto'),
  baseline: number().nullable().default(null),
  start_from_epoch: integer({ min: 0 }).default(0),
  restore_best_weights: boolean().default(true),
} as const satisfies ArgumentKinds;

/** Arguments of `reduce_lr_on_plateau`: Keras' ReduceLROnPlateau. */
export const reduceLearningRate = {
  monitor: text().default('val_loss'),
  factor: number({ min: 0, below: 1 }).default(0.1),
  patience: integer({ min: 0 }).default(10),
  mode: choice(modes).default('auto'),
  min_delta: number({ min: 0 }).default(0.0001),
  cooldown: integer({ min: 0 }).default(0),
  min_lr: number({ min: 0 }).default(0),
} as const satisfies ArgumentKinds;

/**
 * Arguments of `checkpoint`: how often what `dlx resume` goes on from is kept within an epoch,
 * beside each epoch's end.
 */
export const checkpoint = {
  every: duration().nullable().default(60),
} as const satisfies ArgumentKinds;

/** Arguments of `budget`: how long a run may train, in all, by the clock. */
export const budget = { seconds: duration() } as const satisfies ArgumentKinds;

/**
 * Arguments of `initial_weights`: where weights come from that training begins with, one of `run`,
 * `spec` and `file`, and which layer of the model takes which of them.
 */
export const initialWeights = {
  run: text().nullable().default(null),
  spec: filePath().nullable().default(null),
  file: filePath().nullable().default(null),
  rename: mappingOf(text()).default({}),
  only: oneOrList(text()).nullable().default(null),
  sha256: patternOf(/^[0-9a-f]{64}$/, 'a SHA-256 of 64 hexadecimal digits')
    .nullable()
    .default(null),
} as const satisfies ArgumentKinds;

/** What `freeze` takes: names of layers, with `*` for any part of one. */
export const freeze = either(text(), listOf(text()));

/** Keras' batch size. */
export const usualBatchSize = 32;

/** The most runs that `cross_validation` makes of a spec with one seed. */
export const mostFolds = 1000;

/** How the rows of a fold are chosen. */
export const foldWays = ['random', 'stratified', 'group', 'time', 'order'] as const;

/**
 * Arguments of `cross_validation`: into how many folds the rows are cut, how often and by what; and of
 * a run of one fold which this is.
 */
export const crossValidation = {
  folds: integer({ min: 2, max: mostFolds }),
  repeats: integer({ min: 1, max: mostFolds }).default(1),
  by: choice(foldWays).default('random'),
  column: text().nullable().default(null),
  fold: integer({ min: 1, max: mostFolds }).nullable().default(null),
  repeat: integer({ min: 1, max: mostFolds }).nullable().default(null),
} as const satisfies ArgumentKinds;

/** Keys that are none of the others: numbers, words, a mapping of weights. */
export const settings = {
  class_weight: either(choice(['balanced']), mappingOf(number({ min: 0 })))
    .nullable()
    .default(null),
  batch_size: either(integer({ min: 1 }), choice(['auto'])).default(usualBatchSize),
  epochs: integer({ min: 1 }).default(1),
  seed: integer({ min: 0, max: largestSeed }).default(0),
  monitor: text().default('val_loss'),
  mode: choice(modes).default('auto'),
  cross_validation: mappingWith(crossValidation).nullable().default(null),
} as const satisfies ArgumentKinds;

/** Keys about the spec that change no number. */
export const labels = {
  name: text(),
  tags: listOf(text()).default([]),
  notes: text().nullable().default(null),
  tensorboard: boolean().default(false),
} as const satisfies ArgumentKinds;

/** The name that stands where the key is left out; null where it must be written. */
export const partDefaults: Readonly<Record<NamedPart, string | null>> = {
  dataset: null,
  optimizer: 'rmsprop',
  loss: null,
};

/** The most copies that `repeat` makes. */
export const mostRepeats = 1000;

/** What stands beside a layer, but for `inputs`. */
export const besideKinds = {
  name: text(),
  trainable: boolean().default(true),
  repeat: integer({ min: 1, max: mostRepeats }).default(1),
} as const satisfies ArgumentKinds;
