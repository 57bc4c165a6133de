// Optimizers as Keras has them; that Keras restores them without a word is tested in keras.test.ts.
import { describe, expect, test } from '@jest/globals';
import { encodeConfig } from '../../../src/export/keras/config.js';
import { kerasOptimizer } from '../../../src/export/keras/optimizer.js';
import { specOf } from '../../model/specs.js';

const length = { stepsPerEpoch: 10, epochs: 6 };

const made = (optimizer: unknown) => {
  const refuse = (what: string): never => {
    throw new Error(what);
  };
  const { object, ...rest } = kerasOptimizer(
    specOf({ model: ['Flatten'], optimizer }).optimizer,
    length,
    refuse,
  );
  return {
    object: JSON.parse(encodeConfig(object)) as unknown,
    text: encodeConfig(object),
    ...rest,
  };
};

// Of Keras 3.15's own build() functions.
test.each([
  ['sgd', []],
  [{ name: 'sgd', momentum: 0.9 }, [[0]]],
  ['adam', [[0, 0]]],
  [{ name: 'adamw', amsgrad: true, use_ema: true }, [[0], [0, 0], [0]]],
  ['rmsprop', [[0]]],
  [{ name: 'rmsprop', momentum: 0.5, centered: true }, [[0], [0], [0]]],
  ['adagrad', [[0.1]]],
  ['ftrl', [[0.1, 0]]],
  ['lion', [[0]]],
  ['adadelta', [[0, 0]]],
  ['adamax', [[0, 0]]],
])('the slots of %j', (optimizer, slots) => {
  expect(made(optimizer).state.slots).toEqual(slots);
});

test('Nadam has a product beside its slots', () => {
  expect(made('nadam').state).toMatchObject({ slots: [[0, 0]], last: [1] });
});

test('numbers are floats, which Keras insists on', () => {
  const { text, state } = made({ name: 'sgd', learning_rate: 1 });
  expect(text).toContain('"learning_rate": 1.0');
  expect(text).toContain('"momentum": 0.0');
  expect(state.rate).toBe(1);
});

describe('schedules in steps', () => {
  const scheduled = (rate: object) =>
    made({ name: 'sgd', learning_rate: rate }).object as {
      readonly config: { readonly learning_rate: { readonly config: object } };
    };

  test.each([
    [
      { name: 'CosineDecay', initial_learning_rate: 0, warmup_target: 0.1, warmup_epochs: 2 },
      { warmup_steps: 20, decay_steps: 40 },
    ],
    [
      { name: 'ExponentialDecay', initial_learning_rate: 0.1, decay_rate: 0.5, decay_epochs: 1.5 },
      { decay_steps: 15 },
    ],
    [{ name: 'CosineDecayRestarts', initial_learning_rate: 0.1 }, { first_decay_steps: 60 }],
    // In Keras a value holds at the step of its boundary, too; an epoch's end is the next one's start.
    [
      { name: 'PiecewiseConstantDecay', boundary_epochs: [1, 2.25], values: [3, 2, 1] },
      { boundaries: [9, 22], values: [3, 2, 1] },
    ],
    [
      { name: 'PiecewiseConstantDecay', boundaries: [5], values: [3, 2] },
      { boundaries: [5], values: [3, 2] },
    ],
  ])('%j', (rate, wanted) => {
    const { config } = scheduled(rate).config.learning_rate;
    expect(config).toMatchObject(wanted);
    expect(Object.keys(config).filter((key) => key.endsWith('_epochs'))).toEqual([]);
  });

  test('one that Keras does not have is said', () => {
    const { state, notes } = made({
      name: 'sgd',
      learning_rate: { name: 'OneCycle', max_learning_rate: 1 },
    });
    // 1 / 25, as PyTorch begins it.
    expect(state.rate).toBeCloseTo(0.04, 12);
    expect(notes).toEqual([
      expect.stringMatching(/^Keras has no learning rate OneCycle: .* 0\.04$/),
    ]);
  });
});
