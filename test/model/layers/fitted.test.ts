// Weights that are fitted to the training data, as Keras' adapt fits them.
import { expect, test } from '@jest/globals';
import { openNative, expectNear, readFixture, type Saved, type SavedWeights } from '../keras.js';
import { networkOf } from '../specs.js';
import { datasetOf, trainerOf } from '../../training/trainers.js';

type Case = {
  readonly axis: number | readonly number[] | null;
  readonly input: Saved;
  readonly weights: SavedWeights;
  readonly output: Saved;
};

const backend = await openNative();

test.each(
  (['eager', 'graph'] as const).flatMap((kind) =>
    readFixture<readonly Case[]>('fitted').map(
      (one) => [kind, JSON.stringify(one.axis), one] as const,
    ),
  ),
)('%s: Normalization along %s', async (kind, _, one) => {
  const dataset = datasetOf(one.input, {
    shape: [9],
    values: Array.from({ length: 9 }, (__, i) => i),
    kind: 'float',
  });
  const model = [
    { Normalization: { axis: one.axis }, name: 'it' },
    ...(one.input.shape.length > 2 ? ['Flatten'] : []),
  ];
  using trainer = trainerOf(backend, { model, loss: 'mse', batch_size: 4 }, dataset, kind);
  const found = await trainer.readWeights();
  for (const [key, expected] of Object.entries(one.weights)) {
    expectNear(found.get(key) as Float32Array, expected, 1e-6, key);
  }
  const { outputs } = await trainer.evaluate(dataset.validation, { keepOutputs: true });
  expectNear(outputs as Float32Array, one.output, 1e-6, 'output');
});

test('the data must come straight to it', () => {
  expect(() => networkOf([{ Dense: 3, name: 'first' }, 'Normalization'], [4])).toThrow(
    'Normalization (normalization) is fitted to the data and must take it straight, got the output of first; move it to the front, or give it its values',
  );
  expect(() => networkOf([{ Normalization: { mean: 1 } }], [4])).toThrow(
    'Normalization (normalization) has mean alone; give it both, or none to take them from the training data',
  );
});
