// `dlx train`, `predict` and `evaluate` of pictures: from the run's folder alone, with the bits that
// training kept.
import { cpSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readNpy } from '../../src/run/format/npy.js';
import { readOutputs } from '../../src/run/outputs.js';
import { dlx } from '../cli/warm.js';
import { twoClasses, writeTree } from '../dataset/pictures/made.js';
import { inFolder, root, runsIn } from '../folders.js';

const spec = `dataset: {name: image_folder, folder: own, test_split: 0.3, size: [4, 4], fit: contain, corrupt: skip}
model: [{Conv2D: {filters: 2, kernel_size: 3}}, Flatten, {Dense: {units: 2, activation: softmax}}]
loss: sparse_categorical_crossentropy
epochs: 1
`;

test('pictures, from a folder to answers', async () => {
  await inFolder(async (folder) => {
    writeTree(folder, { ...twoClasses(10, 'own'), 'own/light/broken.png': 'text', 's.yaml': spec });
    const shown = await dlx(folder, ['show', 's.yaml']);
    expect(shown).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 classes, in order: dark 10, light 11'),
    });
    const trained = await dlx(folder, ['train', 's.yaml']);
    expect(trained.code).toBe(0);
    expect(trained.stderr).toMatch(
      /1 of 21 pictures skipped, as corrupt: skip says: .*broken\.png is a text file/,
    );
    const [first = ''] = runsIn(folder);
    const run = join(folder, 'elsewhere');
    renameSync(first, run);
    for (const name of ['s.yaml', 'own/light/broken.png']) rmSync(join(folder, name));
    renameSync(join(folder, 'own'), join(folder, 'new'));

    const outputs = readOutputs(run, 'test');
    const all = ['dark', 'light'].flatMap((name) =>
      readdirSync(join(folder, 'new', name))
        .sort()
        .map((file) => join('new', name, file)),
    );
    const tested = [...(outputs?.rows.values ?? [])].map((row) => all[row] ?? '');
    const words = ['predict', run, ...tested, '-o', 'p.npy'];
    expect(await dlx(folder, words)).toMatchObject({ code: 0, stdout: '' });
    expect(readNpy(join(folder, 'p.npy'))).toEqual(outputs?.predictions);

    writeFileSync(join(folder, 'new', '.DS_Store'), '');
    const { stdout, stderr } = await dlx(folder, ['predict', run, 'new']);
    const [head, ...lines] = stdout.trimEnd().split('\n');
    expect(head).toBe('file,label,probability');
    expect(lines.map((line) => line.split(',')[0])).toEqual(all);
    expect(stderr).toMatch(/1 hidden file or folder left out: new\/\.DS_Store/);

    const judged = await dlx(folder, ['evaluate', run, '--data', 'new', '--json']);
    expect(judged).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(judged.stdout)).toMatchObject({ runs: [{ on: 'new', samples: 20 }] });
  });
});

test('what cannot be read ends it, and the rows before stay', async () => {
  await inFolder(async (folder) => {
    writeTree(folder, { ...twoClasses(4, 'own'), 's.yaml': spec });
    cpSync(join(root, 'test/fixtures/pictures/colour.png'), join(folder, 'a.png'));
    writeFileSync(join(folder, 'b.png'), 'text');
    expect((await dlx(folder, ['train', 's.yaml', '--quiet'])).code).toBe(0);
    const { code, stdout, stderr } = await dlx(folder, ['predict', 'latest', 'a.png', 'b.png']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^file,label,probability\na\.png,/);
    expect(stderr).toMatch(/b\.png is a text file, and no picture/);
  });
});
