// The layer and the row that make the first value that is no number, by hand.
import { expect, test } from '@jest/globals';
import { openModel } from '../../src/model/model.js';
import { findNonFinite, nonFiniteText } from '../../src/training/non-finite.js';
import { initialWeights } from '../../src/training/state.js';
import type { SavedInput } from '../model/fixtures.js';
import { openNative } from '../model/keras.js';
import { networkOf, specOf } from '../model/specs.js';
import { datasetOf } from './trainers.js';

const backend = await openNative();

function found(model: readonly unknown[], input: SavedInput) {
  const [count = 0, ...shape] = input.shape;
  const dataset = datasetOf(input, { shape: [count], values: Array(count).fill(0) as number[] });
  const network = networkOf(model, shape);
  const spec = specOf({ model });
  const before = backend.tensorCount();
  {
    using opened = openModel(backend, network, initialWeights(spec, network, dataset));
    const one = findNonFinite(opened, dataset.train);
    expect(backend.tensorCount() - before).toBe(network.weights.length);
    return one && nonFiniteText(one);
  }
}

const embedding = { Embedding: { input_dim: 9, output_dim: 3, mask_zero: true } };

test('a row that is all padding, in the second batch', () => {
  // 300 rows of three tokens; row 287 has none.
  const values = Array.from({ length: 900 }, (_, i) =>
    Math.floor(i / 3) === 286 ? 0 : 1 + (i % 8),
  );
  const input = { shape: [300, 3], values, tokens: true } as const;
  expect(found([embedding, 'GlobalAveragePooling1D', { Dense: 1 }], input)).toBe(
    'GlobalAveragePooling1D (global_average_pooling1d) gives NaN for row 287 of the data, of which every step is masked; leave out rows that are all padding',
  );
  expect(found([embedding, 'Flatten', { Dense: 1 }], input)).toBeNull();
});

test('an activation that overflows, not what comes after it', () => {
  const input = { shape: [3, 1], values: [1, 100, 1] };
  const model = [{ Activation: 'exponential', name: 'grows' }, { Dense: 1 }, 'BatchNormalization'];
  expect(found(model, input)).toBe(
    'Activation (grows) gives Infinity for row 2 of the data; see what that row holds',
  );
});
