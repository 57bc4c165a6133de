// The keys of a spec, each declared once: the checks, the defaults, the JSON Schema and the minimal
// form read it here.
import type { z } from 'zod';
import {
  boolean,
  choice,
  duration,
  either,
  integer,
  listOf,
  mappingOf,
  number,
  type ArgumentKinds,
  text,
} from '../words/arguments.js';
import type { Language, MetricSpec } from './spec.js';
import { type Entry, type Tagged, tagged } from '../words/tagged.js';

/** The largest seed: the random numbers are keyed by 32 bits. */
export const largestSeed = 2 ** 32 - 1;

/** The most replicates that `seeds: n` makes. */
export const mostSeeds = 1000;

const modes = ['auto', 'min', 'max'] as const;

/** Arguments of `early_stopping`: Keras' EarlyStopping. */
export const earlyStopping: ArgumentKinds = {
  monitor: text().default('val_loss'),
  min_delta: number({ min: 0 }).default(0),
  patience: integer({ min: 0 }).default(0),
  mode: choice(modes).default('auto'),
  baseline: number().nullable().default(null),
  start_from_epoch: integer({ min: 0 }).default(0),
  restore_best_weights: boolean().default(true),
};

/** Arguments of `reduce_lr_on_plateau`: Keras' ReduceLROnPlateau. */
export const reduceLearningRate: ArgumentKinds = {
  monitor: text().default('val_loss'),
  factor: number({ min: 0, below: 1 }).default(0.1),
  patience: integer({ min: 0 }).default(10),
  mode: choice(modes).default('auto'),
  min_delta: number({ min: 0 }).default(0.0001),
  cooldown: integer({ min: 0 }).default(0),
  min_lr: number({ min: 0 }).default(0),
};

/**
 * Arguments of `checkpoint`: how often what `dlx resume` goes on from is kept within an epoch,
 * beside each epoch's end.
 */
export const checkpoint: ArgumentKinds = { every: duration().nullable().default(60) };

/** Keras' batch size. */
export const usualBatchSize = 32;

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
} as const satisfies ArgumentKinds;

/** Keys about the spec that change no number. */
export const labels = {
  name: text(),
  tags: listOf(text()).default([]),
  notes: text().nullable().default(null),
} as const satisfies ArgumentKinds;

/** Keys of which one thing is chosen by name. */
export type NamedPart = 'dataset' | 'optimizer' | 'loss';

/** The name that stands where the key is left out; null where it must be written. */
export const partDefaults: Readonly<Record<NamedPart, string | null>> = {
  dataset: null,
  optimizer: 'rmsprop',
  loss: null,
};

export type Parts = Readonly<Record<NamedPart | 'metric', z.ZodType<Tagged>>>;

const known = new WeakMap<Language, Parts>();

/** What the keys that name something choose from. */
export function parts(language: Language): Parts {
  const made = known.get(language) ?? {
    dataset: tagged('data set', language.datasets),
    optimizer: tagged('optimizer', language.optimizers),
    loss: tagged('loss', language.losses),
    metric: tagged('metric', language.metrics.map(withLabel)),
  };
  known.set(language, made);
  return made;
}

// Any metric may have a name of its own in the log.
function withLabel(entry: Entry): Entry {
  return { ...entry, arguments: { ...entry.arguments, label: text().nullable().default(null) } };
}

/** The name under which a metric appears in the log. */
export function metricName(metric: MetricSpec): string {
  return metric.label ?? metric.name;
}
