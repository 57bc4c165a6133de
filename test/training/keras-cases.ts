// Losses, metrics, optimizers and whole networks against Keras, on whichever backend a test file
// opens.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { gradientsOf, scope, withKeep, type Backend } from '../../src/tensor/backend.js';
import type { Tensor } from '../../src/tensor/operations.js';
import { runNetwork } from '../../src/model/pass.js';
import { lossEntry } from '../../src/training/losses/losses.js';
import type { Scores } from '../../src/training/epoch.js';
import type { Trainer } from '../../src/training/trainer.js';
import { numbersOf } from '../../src/training/train.js';
import {
  distance,
  expectNear,
  networkOf,
  readFixture,
  specOf,
  tensorOf,
  valuesOf,
  type Saved,
  type SavedInput,
  type SavedWeights,
} from '../model/keras.js';
import { layersOf } from '../model/layer-cases.js';
import { partOf } from '../whole.js';
import { datasetOf, trainerOf, trainSteps, type SavedTargets } from './trainers.js';

/** As Keras gives them: always numbers. */
type KerasScores = Readonly<Record<string, number>>;
type LossCase = {
  readonly name: string;
  readonly loss: unknown;
  readonly model: unknown;
  readonly input: SavedInput;
  readonly targets: SavedTargets;
  readonly value: number;
  readonly gradient: Saved;
};
type MetricCase = Omit<LossCase, 'value' | 'gradient'> & {
  readonly metrics: readonly unknown[];
  readonly sizes: readonly number[];
  readonly scores: KerasScores;
};
type OptimizerCase = {
  readonly optimizer: unknown;
  readonly weights: Readonly<Record<string, SavedWeights>>;
  readonly losses: readonly number[];
  readonly kind: Trainer['kind'];
};
type OptimizerFixture = {
  readonly name: string;
  readonly model: readonly unknown[];
  readonly input: Saved;
  readonly targets: Saved;
  readonly batch_size: number;
  readonly initial: SavedWeights;
  readonly cases: readonly OptimizerCase[];
};
type NetworkCase = Omit<MetricCase, 'sizes' | 'model'> &
  Omit<OptimizerFixture, 'cases'> &
  OptimizerCase & {
    readonly divide_by: number;
    readonly parameters: number;
    readonly outputs: Saved;
    readonly model: readonly unknown[];
  };

/** How far from Keras weights may be after so many steps. */
export type StepTolerances = Readonly<Record<string, number>>;

// What is held to Keras elsewhere is tried here in part: every so many of the cases, all in the
// whole form.

/** The mean loss and its gradient by the outputs' inputs. */
export function testLosses(
  backend: Backend,
  { forward, gradient }: { readonly forward: number; readonly gradient: number },
  every = 1,
): void {
  const cases = partOf(readFixture<readonly LossCase[]>('losses'), every);
  test.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const network = networkOf(one.model, one.input.shape.slice(1));
    const { loss } = specOf({ model: one.model, loss: one.loss });
    scope(() =>
      withKeep((keep) => {
        const x = tensorOf(one.input);
        const targets = givenTargets(backend, one, lossEntry(loss).targets === 'classes');
        const { value, gradients } = gradientsOf(() => {
          const { output, logits } = runNetwork(network, {
            ops: backend.ops,
            inputs: [x],
            weights: new Map(),
            training: true,
            random: null,
            keep,
          });
          return backend.ops.mean(
            lossEntry(loss).perSample(
              { ops: backend.ops, output, logits, targets, center: null },
              loss.arguments,
            ),
          );
        }, [x]);
        expectNear(value, { shape: [], values: [one.value] }, forward, 'loss');
        expectNear(gradients[0] as Tensor, one.gradient, gradient, 'gradient');
      }),
    );
  });
}

// Class numbers become rows of 0 and 1 for the losses that compare values.
function givenTargets({ ops }: Backend, { input, targets }: LossCase, asClasses: boolean): Tensor {
  if (asClasses) return tensorOf(targets, 'int32');
  const units = input.shape.at(-1) ?? 1;
  if (targets.kind === 'int' && units > 1) return ops.oneHot(tensorOf(targets, 'int32'), units);
  return ops.reshape(tensorOf(targets), [...input.shape]);
}

/** Loss and metrics of uneven batches, through a trainer. */
export function testMetrics(
  backend: Backend,
  tolerance: number,
  kind: Trainer['kind'] = 'eager',
  every = 1,
): void {
  const cases = partOf(readFixture<readonly MetricCase[]>('metrics'), every);
  test.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const dataset = datasetOf(one.input, one.targets);
    using trainer = trainerOf(
      backend,
      { model: one.model, loss: one.loss, metrics: one.metrics },
      dataset,
      kind,
    );
    // A graph is made for the batches of a run alone; these are of any size.
    if (kind === 'eager') {
      expectScores(await trainingScores(trainer, dataset, one.sizes), one.scores, tolerance);
    }
    const whole = await trainer.evaluate(dataset.validation);
    expectScores(whole.scores, one.scores, tolerance);
  });
}

// Training totals of uneven batches, at a rate of 0.
async function trainingScores(
  trainer: Trainer,
  dataset: ReturnType<typeof datasetOf>,
  sizes: readonly number[],
): Promise<Scores> {
  let start = 0;
  for (const [step, size] of sizes.entries()) {
    trainer.train([
      {
        rows: dataset.train.rows.subarray(start, start + size),
        epoch: 1,
        step,
        numbers: numbersOf(trainer.spec, 0, step + 1),
      },
    ]);
    start += size;
  }
  return trainer.takeScores(start);
}

/** Scores as Keras has them. */
export function expectScores(actual: Scores, expected: KerasScores, tolerance: number): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, value] of Object.entries(expected)) {
    // Where Keras divides by nothing it says 0, and dlx that there is no score.
    if (actual[name] === null) expect(value).toBe(0);
    else expectNear([actual[name] ?? NaN], { shape: [], values: [value] }, tolerance, name);
  }
}

// How far from Keras' way from the first weights dlx' may lead, relative to its length.
// TensorFlow's kernels subtract a decay from 1 as float32, Keras as doubles, which makes 1.3e-5 of
// 1 − 0.999.
const movement = 5e-5;

/**
 * Weights after some steps of each optimizer, moving averages where it keeps them, and the loss of
 * every step.
 */
export function testOptimizers(
  backend: Backend,
  tolerances: StepTolerances,
  kind: Trainer['kind'] = 'eager',
  every = 1,
): void {
  describe.each(
    readFixture<readonly OptimizerFixture[]>('optimizers').map(
      (group) => [group.name, group] as const,
    ),
  )('%s', (_, { cases, input, targets, initial, ...fixture }) => {
    test.each(partOf(cases, every).map((one) => [JSON.stringify(one.optimizer), one] as const))(
      '%s',
      async (_, one) => {
        const parts = {
          model: fixture.model,
          batch_size: fixture.batch_size,
          loss: 'sparse_categorical_crossentropy',
          optimizer: one.optimizer,
        };
        await expectTraining(
          backend,
          {
            parts,
            initial,
            weights: one.weights,
            losses: one.losses,
            dataset: datasetOf(input, targets),
            kind,
            movement,
          },
          tolerances,
        );
      },
    );
  });
}

type Training = {
  readonly parts: Readonly<Record<string, unknown>>;
  readonly initial: SavedWeights;
  readonly dataset: ReturnType<typeof datasetOf>;
  readonly weights: OptimizerCase['weights'];
  readonly losses: readonly number[];
  readonly kind: Trainer['kind'];
  readonly movement?: number;
};

async function expectTraining(
  backend: Backend,
  { parts, kind, ...training }: Training,
  tolerances: StepTolerances,
): Promise<void> {
  using trainer = trainerOf(backend, parts, training.dataset, kind);
  await trainFrom({ trainer, ...training }, tolerances);
}

type Trained = Omit<Training, 'parts' | 'kind'> & {
  readonly trainer: ReturnType<typeof trainerOf>;
};

/** Trains from given weights, and holds the way against that of Keras. */
export async function trainFrom(
  { trainer, initial, dataset, weights, losses, movement: wayTolerance = Infinity }: Trained,
  tolerances: StepTolerances,
): Promise<void> {
  trainer.loadWeights(valuesOf(initial));
  let taken = 0;
  const found: number[] = [];
  for (const [steps, tolerance] of Object.entries(tolerances)) {
    found.push(...(await trainSteps(trainer, dataset, taken, Number(steps))));
    taken = Number(steps);
    const now = await trainer.readWeights();
    const expected = weights[steps] as SavedWeights;
    expect([...now.keys()].sort()).toEqual(Object.keys(expected).sort());
    for (const [key, value] of now) {
      expectNear(value, expected[key] as Saved, tolerance, `${key} after ${steps} steps`);
    }
    for (const [key, value] of now) {
      const way = (to: ArrayLike<number>): number[] =>
        Array.from(to, (at, i) => Math.fround(at) - Math.fround(initial[key]?.values[i] ?? NaN));
      const { shape, values } = expected[key] as Saved;
      expectNear(
        way(value),
        { shape, values: way(values) },
        wayTolerance,
        `the way of ${key} in ${steps} steps`,
      );
    }
    expect(distance(found, losses.slice(0, taken))).toBeLessThanOrEqual(tolerance);
  }
}

/** Whole networks: weights on the way, and what they score at the end. */
export function testNetworks(
  backend: Backend,
  tolerances: StepTolerances,
  without = /^$/,
  kind: Trainer['kind'] = 'eager',
  fixture = 'networks',
  every = 1,
): void {
  const cases = readFixture<readonly NetworkCase[]>(fixture).filter(
    ({ model }) => !without.test(layersOf(model)),
  );
  describe.each(partOf(cases, every).map((one) => [one.name, one] as const))('%s', (_, one) => {
    // One for both: to make a graph takes longer than to train on it.
    const dataset = datasetOf(one.input, one.targets, one.divide_by);
    let trainer: Trainer;
    beforeAll(() => {
      const { model, batch_size, loss, metrics, optimizer } = one;
      trainer = trainerOf(backend, { model, batch_size, loss, metrics, optimizer }, dataset, kind);
    });
    afterAll(() => trainer[Symbol.dispose]());

    test('trains and scores as in Keras', async () => {
      expect(trainer.network.parameters.total).toBe(one.parameters);
      await trainFrom(
        { trainer, initial: one.initial, dataset, weights: one.weights, losses: one.losses },
        tolerances,
      );
      if (!('50' in tolerances)) return;
      const { scores, outputs } = await trainer.evaluate(dataset.validation, { keepOutputs: true });
      expectScores(scores, one.scores, 1e-3);
      expectNear(outputs as Float32Array, one.outputs, 1e-3, 'outputs');
    });

    test('scores as in Keras with the weights Keras ended with', async () => {
      trainer.loadWeights(valuesOf(one.weights['50'] as SavedWeights));
      const { scores, outputs } = await trainer.evaluate(dataset.validation, { keepOutputs: true });
      expectScores(scores, one.scores, 1e-5);
      expectNear(outputs as Float32Array, one.outputs, 1e-5, 'outputs');
    });
  });
}
