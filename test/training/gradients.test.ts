// Gradients beside training: by hand, and without a trace.
import { expect, test } from '@jest/globals';
import { gradientsOfEpochs } from '../../src/training/gradients.js';
import { openBackend } from '../../src/tensor/backend.js';
import { datasetOf, trainerOf } from './trainers.js';

const backend = await openBackend({ kind: 'cpu' });

test('of a line by three points', async () => {
  const dataset = datasetOf(
    { shape: [3, 1], values: [1, 2, 3] },
    { shape: [3], values: [2, 3, 5], kind: 'float' },
  );
  const model = [
    { Dense: 1, name: 'line' },
    { Dense: 1, name: 'still', trainable: false },
  ];
  const parts = { model, optimizer: 'sgd', batch_size: 8, metrics: [] };
  using trainer = trainerOf(backend, parts, dataset);
  const before = [await trainer.readState(), backend.tensorCount()];
  const weights = new Map([
    ['line/kernel', Float32Array.of(0.5)],
    ['line/bias', Float32Array.of(1)],
    ['still/kernel', Float32Array.of(1)],
    ['still/bias', Float32Array.of(0)],
  ]);
  const gradients = gradientsOfEpochs({ ...trainer, dataset })(1, weights);
  // Errors are -0.5, -1 and -2.5; the mean of their squares has by the slope 2/3 of the sum of error
  // times x, -10, and by the offset 2/3 of their sum, -4.
  expect([...gradients.keys()]).toEqual(['line/kernel', 'line/bias']);
  expect(gradients.get('line/kernel')?.[0]).toBeCloseTo(-20 / 3, 5);
  expect(gradients.get('line/bias')?.[0]).toBeCloseTo(-8 / 3, 5);
  expect([await trainer.readState(), backend.tensorCount()]).toEqual(before);
});
