// A row that is all padding: whichever part it falls into, the layer and the row are named.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { onlyRun, recordOf } from '../faults/runs.js';
import { inFolder } from '../folders.js';
import { dlx } from './warm.js';

const cause =
  'GlobalAveragePooling1D (global_average_pooling1d) gives NaN for row 3 of the data, of which every step is masked; leave out rows that are all padding';

// The row is the third of a table of 40, or of one that holds the test part alone.
test.each([
  ['training', 'train', 'diverged', `the loss became NaN in epoch 1, step 1: ${cause}`],
  ['test', 'test', 'finished', null],
])('in the %s part', async (_, part, state, message) => {
  await inFolder(async (folder) => {
    for (const name of ['train', 'test']) {
      const rows = Array.from({ length: 40 }, (__, i) =>
        i === 2 && name === part ? '0,0,0,0' : `${1 + (i % 5)},${1 + (i % 3)},2,${1 + (i % 7)}`,
      );
      const table = rows.map((row, i) => `${row},${i % 2 === 0 ? 'no' : 'yes'}\n`).join('');
      writeFileSync(join(folder, `${name}.csv`), `a,b,c,d,y\n${table}`);
    }
    writeFileSync(
      join(folder, 'spec.yaml'),
      `dataset: {name: csv, file: train.csv, test_file: test.csv, target: y, standardize: false, split_seed: 1}
model:
  - Reshape: {target_shape: [4, 1]}
  - Masking
  - GlobalAveragePooling1D
  - Dense: {units: 1, activation: sigmoid}
optimizer: adam
loss: binary_crossentropy
epochs: 1
batch_size: 64
`,
    );
    await dlx(folder, ['train', 'spec.yaml']);
    const record = recordOf(onlyRun(folder));
    expect({ state: record.state, message: record.message }).toEqual({ state, message });
    if (part === 'test') expect(record.advice).toContain(`test_loss is NaN: ${cause}`);
  });
});
