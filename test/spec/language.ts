// A small language of specs for the tests, with every kind of argument that the real tables have.
import { UserError } from '../../src/ground/errors.js';
import {
  boolean,
  choice,
  filePath,
  integer,
  listOf,
  number,
  pair,
  text,
} from '../../src/words/arguments.js';
import { type Language, languageOf } from '../../src/words/language.js';
import { type Entry, numberOrTagged, tagged } from '../../src/words/tagged.js';

const entry = (
  name: string,
  args: Entry['arguments'] = {},
  aliases: readonly string[] = [],
): Entry => ({ name, arguments: args, aliases, summary: `${name}.` });

const initializers = [
  entry('glorot_uniform', { seed: integer().nullable().default(null) }, ['GlorotUniform']),
  entry('random_normal', { mean: number().default(0), stddev: number({ min: 0 }).default(0.05) }, [
    'RandomNormal',
  ]),
];
const regularizers = [entry('l2', { l2: number({ min: 0 }).default(0.01) }, ['L2'])];
const schedules = [
  entry(
    'exponential_decay',
    {
      initial_learning_rate: number({ above: 0 }),
      decay_rate: number({ above: 0 }),
      staircase: boolean().default(false),
    },
    ['ExponentialDecay'],
  ),
  entry('piecewise_constant', {
    boundaries: listOf(integer({ min: 0 })),
    values: listOf(number({ above: 0 })),
  }),
];
const activations = choice([
  'linear',
  'relu',
  'sigmoid',
  'tanh',
  'softmax',
  'elu',
  'selu',
  'gelu',
  'swish',
]);
const rate = (standard: number) =>
  numberOrTagged('learning rate schedule', schedules, { min: 0 }).default(standard);

export const dense: Entry = entry('Dense', {
  units: integer({ min: 1 }),
  activation: activations.default('linear'),
  use_bias: boolean().default(true),
  kernel_initializer: tagged('initializer', initializers).default({
    name: 'glorot_uniform',
    arguments: { seed: null },
  }),
  kernel_regularizer: tagged('regularizer', regularizers).nullable().default(null),
});

export const language: Language = languageOf({
  datasets: [
    entry('spirals', {
      samples: integer({ min: 2 }).default(300),
      noise: number({ min: 0 }).default(0.1),
    }),
    entry('csv', {
      path: filePath(),
      test: filePath().nullable().default(null),
      target: text(),
      validation_split: number({ min: 0, below: 1 }).default(0.2),
      divide_by: number({ above: 0 }).default(1),
    }),
    {
      ...entry('named', { inputs: listOf(text()) }),
      inputNames: ({ inputs }) => inputs as readonly string[],
    },
  ],
  layers: [
    entry('Flatten'),
    dense,
    entry('Dropout', { rate: number({ min: 0, below: 1 }) }),
    entry('BatchNormalization', { momentum: number({ min: 0, max: 1 }).default(0.99) }),
    entry('Conv2D', {
      filters: integer({ min: 1 }),
      kernel_size: pair({ min: 1 }),
      padding: choice(['valid', 'same']).default('valid'),
      activation: activations.default('linear'),
    }),
    entry('MaxPooling2D', { pool_size: pair({ min: 1 }).default([2, 2]) }),
    entry('Add'),
  ],
  optimizers: [
    entry('rmsprop', { learning_rate: rate(0.001), rho: number().default(0.9) }, ['RMSprop']),
    entry(
      'adam',
      {
        learning_rate: rate(0.001),
        beta_1: number({ min: 0, below: 1 }).default(0.9),
        amsgrad: boolean().default(false),
      },
      ['Adam'],
    ),
    entry(
      'sgd',
      {
        learning_rate: rate(0.01),
        momentum: number({ min: 0, max: 1 }).default(0),
        nesterov: boolean().default(false),
      },
      ['SGD'],
    ),
  ],
  losses: [
    entry('sparse_categorical_crossentropy', { from_logits: boolean().default(false) }, [
      'SparseCategoricalCrossentropy',
    ]),
    entry('mean_squared_error', {}, ['mse', 'MSE', 'MeanSquaredError']),
  ],
  metrics: [
    entry('accuracy', {}, ['acc']),
    entry('mean_absolute_error', {}, ['mae']),
    entry('precision', { class_id: integer({ min: 0 }).nullable().default(null) }),
  ],
});

/** The least that a spec needs, for tests of other keys. */
export const base = `dataset: spirals
model:
  - Dense: 2
loss: mse
`;

/**
 * What a call throws, as the user reads it; a text that says so where it throws nothing of the
 * user's.
 */
export function complaintOf(call: () => unknown): string {
  try {
    call();
    return 'no complaint';
  } catch (error) {
    return error instanceof UserError
      ? `${error.message}\nexit ${error.exitCode}`
      : `not a user's error: ${String(error)}`;
  }
}
