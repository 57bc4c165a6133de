// Networks with several inputs, whose training Keras is asked for: weights, losses, scores and outputs.
import { describe, expect, test } from '@jest/globals';
import type { Backend } from '../../src/tensor/backend.js';
import { openModel } from '../../src/model/model.js';
import { findNonFinite } from '../../src/training/non-finite.js';
import type { Trainer } from '../../src/training/trainer.js';
import { readFixture, type Saved, type SavedWeights } from '../model/fixtures.js';
import { expectNear, valuesOf } from '../model/keras.js';
import { expectScores, trainFrom, type StepTolerances } from './keras-cases.js';
import {
  datasetOfInputs,
  namedInputs,
  trainerOf,
  type NamedInput,
  type SavedTargets,
} from './trainers.js';

type InputsCase = {
  readonly name: string;
  readonly model: readonly unknown[];
  readonly optimizer: unknown;
  readonly loss: string;
  readonly metrics: readonly string[];
  readonly batch_size: number;
  readonly inputs: readonly NamedInput[];
  readonly targets: SavedTargets;
  readonly parameters: number;
  readonly initial: SavedWeights;
  readonly weights: Readonly<Record<string, SavedWeights>>;
  readonly losses: readonly number[];
  readonly scores: Readonly<Record<string, number>>;
  readonly outputs: Saved;
};

const cases = readFixture<readonly InputsCase[]>('inputs');
function partsOf({ model, optimizer, loss, metrics, batch_size, inputs }: InputsCase) {
  return { dataset: namedInputs(inputs), model, optimizer, loss, metrics, batch_size };
}

/** Trains each as Keras did, and finds a value that is no number. */
export function testInputs(
  backend: Backend,
  kinds: readonly Trainer['kind'][],
  tolerances: StepTolerances,
): void {
  describe.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    test.each(kinds)('%s', async (kind) => {
      const dataset = datasetOfInputs(one.inputs, one.targets);
      using trainer = trainerOf(backend, partsOf(one), dataset, kind);
      expect(trainer.network.parameters.total).toBe(one.parameters);
      const { initial, weights, losses } = one;
      await trainFrom({ trainer, initial, dataset, weights, losses }, tolerances);
      trainer.loadWeights(valuesOf(one.weights['50'] as SavedWeights));
      const { scores, outputs } = await trainer.evaluate(dataset.validation, { keepOutputs: true });
      expectScores(scores, one.scores, 1e-5);
      expectNear(outputs as Float32Array, one.outputs, 1e-5, 'outputs');
    });

    test('a value that is no number is found in the input that has it', () => {
      const dataset = datasetOfInputs(one.inputs, one.targets);
      const [table] = dataset.train.source.inputs;
      if (table) table.values[5 * 7] = NaN;
      using trainer = trainerOf(backend, partsOf(one), dataset);
      using model = openModel(backend, trainer.network, valuesOf(one.initial));
      expect(findNonFinite(model, dataset.train)).toMatchObject({ row: 7 });
    });
  });
}
