// Faults that TensorFlow.js' own optimizers have, and these do not: one weight under given
// gradients, on each backend.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { openBackend, scope, type Backend } from '../../../src/tensor/backend.js';
import { tf } from '../../../src/tensor/tfjs.js';
import type { Variable } from '../../../src/tensor/variables.js';
import { optimizerEntry, optimizers } from '../../../src/training/optimizers/optimizers.js';
import { numbersOf } from '../../../src/training/train.js';
import { openNative, specOf } from '../../model/keras.js';

/** A weight of two values and what its optimizer keeps beside it. */
type Weight = Disposable & {
  readonly step: (gradient: readonly number[], updates: number, rate?: number) => void;
  readonly all: readonly Variable[];
  readonly values: () => Promise<number[]>;
};

function weightOf(
  backend: Backend,
  optimizer: Readonly<Record<string, unknown>>,
  start: readonly number[],
): Weight {
  const spec = specOf({ model: [{ Dense: 1 }], optimizer });
  const { name, arguments: args } = spec.optimizer;
  const entry = optimizerEntry(spec.optimizer);
  const variable = backend.variable(name, [2], Float32Array.from(start));
  const slots = new Map(
    entry.slots(args).map((slot) => [
      slot.name,
      backend.variable(
        `${name}/${slot.name}`,
        [2],
        Float32Array.from(start, (value) => (slot.initial === 'weight' ? value : slot.initial)),
      ),
    ]),
  );
  const all = [variable, ...slots.values()];
  return {
    all,
    step: (gradient, updates, rate = args['learning_rate'] as number) =>
      scope(() => {
        const fed = numbersOf(spec, rate, updates);
        entry.update({
          ops: backend.ops,
          args,
          variable,
          slot: (slot) => slots.get(slot) as Variable,
          gradient: tf.tensor1d([...gradient]),
          fed: (number) => backend.ops.scalar(fed[number] ?? NaN),
        });
      }),
    values: async () => Array.from(await variable.data()),
    [Symbol.dispose]: () => all.forEach((one) => one[Symbol.dispose]()),
  };
}

async function after(
  backend: Backend,
  optimizer: Readonly<Record<string, unknown>>,
  steps: number,
): Promise<number[]> {
  using weight = weightOf(backend, optimizer, [1, 1]);
  for (let update = 1; update <= steps; update += 1) weight.step([1, 1], update);
  return weight.values();
}

const everyOptimizer = [
  ...optimizers.map(({ name }) => ({ name })),
  { name: 'adam', amsgrad: true },
  { name: 'rmsprop', centered: true, momentum: 0.5 },
  { name: 'sgd', momentum: 0.9, nesterov: true },
];

describe.each([
  ['native', openNative],
  ['portable', () => openBackend({ kind: 'cpu' })],
] as const)('%s', (_, open) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });

  // After three steps along a gradient of 1: 1 − rate · (3 + 2 · momentum + momentum²).
  test.each([
    [0, 0.7],
    [0.5, 0.575],
    [0.9, 0.439],
  ])('fault 11: a momentum of %d is what the steps are made with', async (momentum, expected) => {
    const values = await after(backend, { name: 'sgd', learning_rate: 0.1, momentum }, 3);
    values.forEach((value) => expect(value).toBeCloseTo(expected, 6));
  });

  test('fault 12: centered RMSprop adds its epsilon', async () => {
    // With q = 0.9^t both averages are 1 − q, and the divisor is the root of q · (1 − q) + epsilon.
    const steps = Array.from(
      { length: 10 },
      (_, i) => 0.01 / Math.sqrt(0.9 ** (i + 1) * (1 - 0.9 ** (i + 1)) + 0.1),
    );
    const expected = 1 - steps.reduce((sum, step) => sum + step);
    expect(expected).toBeCloseTo(0.82, 2);
    const values = await after(
      backend,
      { name: 'rmsprop', learning_rate: 0.01, epsilon: 0.1, centered: true },
      10,
    );
    values.forEach((value) => expect(value).toBeCloseTo(expected, 6));
  });

  // Ftrl's weight is not what it was and a step, but a quotient that the rate divides.
  test.each(
    everyOptimizer
      .filter(({ name }) => name !== 'ftrl')
      .map((optimizer) => [JSON.stringify(optimizer), optimizer] as const),
  )('fault 13: the rate of %s may change at any step', async (_, optimizer) => {
    using weight = weightOf(backend, optimizer, [1, -2]);
    weight.step([0.5, 0.2], 1, 0.1);
    const first = await weight.values();
    if (!('momentum' in optimizer)) weight.step([0.3, -0.1], 2, 0);
    expect(first).not.toEqual([1, -2]);
    expect(await weight.values()).toEqual(first);
    weight.step([0.3, -0.1], 3, 0.1);
    expect(await weight.values()).not.toEqual(first);
  });

  test.each(everyOptimizer.map((optimizer) => [JSON.stringify(optimizer), optimizer] as const))(
    'fault 14: %s goes on from what was kept of it',
    async (_, optimizer) => {
      using weight = weightOf(backend, optimizer, [1, -2]);
      for (const update of [1, 2, 3]) weight.step([0.5, -0.2 * update], update);
      using copy = weightOf(backend, optimizer, [0, 0]);
      using forgetful = weightOf(backend, optimizer, [0, 0]);
      for (const [i, variable] of weight.all.entries()) copy.all[i]?.load(await variable.data());
      forgetful.all[0]?.load(await (weight.all[0] as Variable).data());
      for (const update of [4, 5, 6]) {
        for (const one of [weight, copy, forgetful]) one.step([-0.4, 0.1], update);
      }
      expect(await copy.values()).toEqual(await weight.values());
      if (weight.all.length > 1) {
        expect(await forgetful.values()).not.toEqual(await weight.values());
      }
    },
  );
});
