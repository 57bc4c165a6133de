// A kept model's outputs: the bits that the run itself kept, as a graph and eagerly.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { makeSpirals } from '../../src/dataset/made/spirals.js';
import { openForward } from '../../src/inference/forward.js';
import { openKept } from '../../src/inference/kept.js';
import { findRuntime } from '../../src/machine/tensorflow/installed.js';
import { readOutputs } from '../../src/run/outputs.js';
import { openBackend } from '../../src/tensor/backend.js';
import { root } from '../folders.js';

const folder = join(root, 'test/fixtures/runs/finished-0.1.0');

test('rows of the test part give the predictions that were kept, in any number of batches', async () => {
  const kept = openKept(folder);
  const outputs = readOutputs(folder, 'test');
  if (!outputs) throw new Error('the frozen run keeps outputs');
  const runtime = findRuntime({ device: 'cpu' });
  if (!runtime) throw new Error('there is no TensorFlow here');
  const backend = await openBackend({ kind: 'native', addon: runtime.addon });
  const args = kept.read.spec.dataset.arguments as Parameters<typeof makeSpirals>[0];
  const { inputs } = makeSpirals(args);
  const rows = [...outputs.rows.values];
  const values = Float32Array.from(rows.flatMap((row) => [...inputs.slice(2 * row, 2 * row + 2)]));
  const before = backend.tensorCount();
  for (const execution of ['graph', 'eager'] as const) {
    for (const batch of [250, 7]) {
      using model = openForward(backend, kept, { execution, batch });
      const got = await model.run([values], rows.length);
      const wanted = outputs.predictions.values;
      if (batch === 250 && execution === kept.record.how.execution) expect(got).toEqual(wanted);
      got.forEach((value, i) => expect(value).toBeCloseTo(wanted[i] ?? NaN, 5));
    }
  }
  expect(backend.tensorCount()).toBe(before);
});
