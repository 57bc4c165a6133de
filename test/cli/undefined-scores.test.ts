// A score that divides by nothing: null in the files, – for people, never the best.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readEpochs } from '../../src/run/read.js';
import { onlyRun, recordOf } from '../faults/runs.js';
import { inFolder } from '../folders.js';
import { dlx } from './warm.js';

// The training table has no row of the class 1, the test table no other.
function writeTables(folder: string): void {
  const rows = (count: number, label: number): string =>
    Array.from({ length: count }, (_, i) => `${i % 7},${label}\n`).join('');
  writeFileSync(join(folder, 'train.csv'), `x,y\n${rows(40, 0)}`);
  writeFileSync(join(folder, 'test.csv'), `x,y\n${rows(10, 1)}`);
  writeFileSync(
    join(folder, 'spec.yaml'),
    `dataset: {name: csv, file: train.csv, test_file: test.csv, target: y}
model:
  - Dense: {units: 1, activation: sigmoid}
optimizer: adam
loss: binary_crossentropy
metrics: [auc, recall]
epochs: 2
`,
  );
}

test('an undefined score is null and –, with a note of the counts', async () => {
  await inFolder(async (folder) => {
    writeTables(folder);
    const { code, stderr } = await dlx(folder, ['train', 'spec.yaml', '-S', 'monitor=val_loss']);
    const run = onlyRun(folder);
    expect(code).toBe(0);
    expect(readEpochs(run).map(({ validation }) => validation)).toEqual(
      [1, 2].map(() => ({ loss: expect.any(Number), auc: null, recall: null })),
    );
    expect(recordOf(run).scores.test).toMatchObject({ auc: null, recall: expect.any(Number) });
    expect(stderr).toMatch(/val_auc –  val_recall –/);
    expect(recordOf(run).advice).toEqual(
      expect.arrayContaining([
        'val_auc and val_recall are undefined: none of the 8 targets is positive',
        'test_auc is undefined: all 10 targets are positive',
      ]),
    );
  });
});

test('a run whose monitor is undefined in every epoch says so', async () => {
  await inFolder(async (folder) => {
    writeTables(folder);
    const { code, stderr } = await dlx(folder, ['train', 'spec.yaml', '-S', 'monitor=val_auc']);
    const record = recordOf(onlyRun(folder));
    expect({ code, state: record.state, best: record.epochs.best }).toEqual({
      code: 1,
      state: 'failed',
      best: null,
    });
    expect(record.message).toBe(
      'val_auc was undefined in every epoch, so that none is the best: none of the 8 targets is positive; watch another value, as in monitor: val_loss',
    );
    expect(stderr).toContain(record.message);
    expect(record.test_reads).toBe(0);
  });
});
