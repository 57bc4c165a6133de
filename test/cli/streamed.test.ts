// A table and pictures that are streamed go the whole way: trained, verified, judged, used.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { onlyRun, recordOf } from '../faults/runs.js';
import { twoClasses, writeTree } from '../dataset/pictures/made.js';
import { inFolder } from '../folders.js';
import { dlx } from './warm.js';

const spec = `
dataset: {name: table, file: t.csv, target: y, stream: true}
model:
  - Dense: {units: 4, activation: relu}
  - Dense: {units: 2, activation: softmax}
loss: sparse_categorical_crossentropy
batch_size: 7
epochs: 2
`;

const row = (i: number): string =>
  `${(i * 37) % 101},${'pqr'[i % 3]},${(i * 37) % 101 > 50 ? 'up' : 'down'}`;
const table = `x,c,y\n${Array.from({ length: 300 }, (_, i) => row(i)).join('\n')}\n`;

test('a table: trained, verified, judged and used', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 't.csv'), table);
    writeFileSync(join(folder, 'a.yaml'), spec);
    expect(await dlx(folder, ['train', 'a.yaml', '--quiet'])).toMatchObject({ code: 0 });
    const run = onlyRun(folder);
    expect(recordOf(run)).toMatchObject({ state: 'finished', how: { execution: 'graph' } });
    expect(await dlx(folder, ['verify', run])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /trained again, in one go and stopped in the middle: .* gave the same bits\n$/,
      ),
    });
    const judged = await dlx(folder, ['evaluate', run, '--test', '--json']);
    expect(judged.code).toBe(0);
    const { scores } = recordOf(run);
    expect(judged.stdout).toContain(`"loss":${scores.test?.['loss']}`);
    writeFileSync(join(folder, 'new.csv'), 'x,c\n90,p\n3,q\n');
    const { code, stdout } = await dlx(folder, ['predict', run, 'new.csv', '--format', 'csv']);
    expect({ code, rows: stdout.trim().split('\n').length }).toEqual({ code: 0, rows: 3 });
    expect(readFileSync(join(run, 'spec.yaml'), 'utf8')).toContain('stream: true');
    // Of another table it is not gone on with, and nothing is touched.
    const before = readFileSync(join(run, 'run.json'), 'utf8');
    writeFileSync(join(folder, 't.csv'), table.replace('\n0,', '\n1,'));
    const refused = await dlx(folder, ['resume', run, '--quiet', '--epochs', '3']);
    expect([refused.code, onlyRun(folder)]).toEqual([2, run]);
    expect(refused.stderr).toMatch(
      /the data \(their SHA-256\) was [0-9a-f]{12} and is [0-9a-f]{12}/,
    );
    expect(readFileSync(join(run, 'run.json'), 'utf8')).toBe(before);
  });
});

const pictures = `
dataset: {name: image_folder, folder: p, test_split: 0.2, stream: true}
model:
  - Flatten
  - Dense: {units: 2, activation: softmax}
loss: sparse_categorical_crossentropy
batch_size: 7
epochs: 2
`;

test('pictures: trained, verified and judged', async () => {
  await inFolder(async (folder) => {
    writeTree(join(folder, 'p'), twoClasses(50));
    writeFileSync(join(folder, 'a.yaml'), pictures);
    expect(await dlx(folder, ['train', 'a.yaml', '--quiet'])).toMatchObject({ code: 0 });
    const run = onlyRun(folder);
    expect(recordOf(run)).toMatchObject({ state: 'finished', how: { execution: 'graph' } });
    expect(await dlx(folder, ['verify', run])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/stopped in the middle: .* gave the same bits\n$/),
    });
    const { scores } = recordOf(run);
    const judged = await dlx(folder, ['evaluate', run, '--test', '--json']);
    expect(judged.stdout).toContain(`"loss":${scores.test?.['loss']}`);
    expect(await dlx(folder, ['data', 'a.yaml'])).toMatchObject({ code: 0 });
    const refused = await dlx(folder, ['validate', 'a.yaml', '-S', 'dataset.target=input']);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('remove stream') });
  });
});
