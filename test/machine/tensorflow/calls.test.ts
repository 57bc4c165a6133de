// Numbers of less than full precision, those under 2 ** -126, in a step that Node's own thread computes:
// they count as zero there as they do in Keras.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readWeights } from '../../../src/run/weights.js';
import { dlx } from '../../cli/warm.js';
import { floats } from '../../dataset/arrays/fixtures.js';
import { onlyRun } from '../../faults/runs.js';
import { inFolder } from '../../folders.js';

const rows = 20;
const spec = {
  dataset: { name: 'arrays', inputs: 'x.npy', target: 'y.npy', test_split: 0.2 },
  model: [{ Dense: { units: 1, use_bias: false, kernel_initializer: 'zeros' } }],
  optimizer: 'adam',
  loss: 'mse',
  batch_size: rows,
  epochs: 1,
};

// A gradient is -2 x, and Adam's first momentum a tenth of that: -4e-39, which is too small, and -4e-37.
test('numbers too small for full precision are zero', async () => {
  await inFolder(async (folder) => {
    const values = Array.from({ length: rows }, () => [2e-38, 2e-36]).flat();
    writeFileSync(join(folder, 'x.npy'), floats([rows, 2], values));
    writeFileSync(
      join(folder, 'y.npy'),
      floats(
        [rows],
        Array.from({ length: rows }, () => 1),
      ),
    );
    writeFileSync(join(folder, 'a.yaml'), JSON.stringify(spec));
    const ended = await dlx(folder, ['train', 'a.yaml', '--device', 'cpu', '--quiet']);
    expect(ended).toMatchObject({ code: 0 });
    const { tensors = [] } = readWeights(join(onlyRun(folder), 'last.safetensors')) ?? {};
    const momentum = tensors.find(({ name }) => name === 'dense/kernel/momentum')?.values;
    expect(Math.abs(momentum?.[0] ?? NaN)).toBe(0);
    expect((momentum?.[1] ?? NaN) * 1e37).toBeCloseTo(-4, 5);
  });
});
