// Columns of pictures, beside another one and alone, from a spec to predictions: the same numbers as those of a
// folder of the same pictures, and each mistake by the row that names it.
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readOutputs } from '../../src/run/outputs.js';
import { flat, png, twoClasses, writeTree } from '../dataset/pictures/made.js';
import { inFolder, runsIn } from '../folders.js';
import { dlx } from './warm.js';

const photos = Object.keys(twoClasses(24, 'photos')).toSorted();
const kindOf = (path: string): string => (path.includes('light') ? 'light' : 'dark');

const csv = (lines: readonly (readonly unknown[])[]): string =>
  lines.map((cells) => `${cells.join(',')}\n`).join('');

const sized = (paths: readonly string[]): string =>
  csv([['photo', 'size', 'kind'], ...paths.map((path, i) => [path, i % 7, kindOf(path)])]);

const spec = (dataset: string, layers = ''): string => `dataset: ${dataset}
model:
  - Conv2D: {filters: 2, kernel_size: 3, activation: relu}
${layers === '' ? '  - GlobalAveragePooling2D' : layers}
  - Dense: {units: 2, activation: softmax}
loss: sparse_categorical_crossentropy
epochs: 2
seed: 3
`;

const joined = `    inputs: photo
  - GlobalAveragePooling2D: null
    name: seen
  - Concatenate: null
    inputs: [table, seen]`;

const both = (photo: string, more = ''): string =>
  spec(`{name: table, file: a.csv, target: kind, columns: {photo: ${photo}}${more}}`, joined);

const scoresOf = (run: string): unknown =>
  (JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as { readonly scores: unknown }).scores;

test('a table of paths and classes is a folder of them, bit for bit', async () => {
  await inFolder(async (folder) => {
    writeTree(folder, twoClasses(24, 'photos'));
    const how = 'size: [6, 5], fit: contain, background: white';
    writeFileSync(
      join(folder, 'folder.yaml'),
      spec(`{name: image_folder, folder: photos, test_split: 0.25, ${how}}`),
    );
    const rows = photos.map((path) => [path, kindOf(path)]);
    writeFileSync(join(folder, 'a.csv'), csv([['photo', 'kind'], ...rows]));
    const column = `columns: {photo: {type: image, ${how}}}`;
    writeFileSync(
      join(folder, 'table.yaml'),
      spec(`{name: table, file: a.csv, target: kind, test_split: 0.25, ${column}}`),
    );
    await dlx(folder, ['train', 'folder.yaml', '--quiet', '--name', 'folder']);
    await dlx(folder, ['train', 'table.yaml', '--quiet', '--name', 'table']);
    const [first = '', second = ''] = runsIn(folder).toSorted();
    expect(first).toContain('folder');
    expect(scoresOf(second)).toEqual(scoresOf(first));
    const bytes = (run: string, name: string): Buffer => readFileSync(join(run, name));
    // Behind the header, in which the run's own name is.
    const weightsOf = (run: string): Buffer => {
      const all = bytes(run, 'best.safetensors');
      return all.subarray(8 + Number(all.readBigUInt64LE(0)));
    };
    expect(weightsOf(second)).toEqual(weightsOf(first));
    for (const part of ['validation', 'test']) {
      const name = join('predictions', `${part}.npy`);
      expect(bytes(second, name)).toEqual(bytes(first, name));
    }
    // Without a table pictures are answered for as well.
    const asked = ['photos/dark/dark-001.png', 'photos/light/light-003.png'];
    writeFileSync(join(folder, 'new.csv'), csv([['photo'], ...asked.map((path) => [path])]));
    const named = await dlx(folder, ['predict', second, 'new.csv']);
    const shown = await dlx(folder, ['predict', second, ...asked]);
    const folders = await dlx(folder, ['predict', first, ...asked]);
    expect(shown.stdout).toBe(folders.stdout.replace('label', 'kind'));
    expect(shown.stdout).toMatch(/^file,kind/);
    expect(shown.stdout.split('\n').map((line) => line.split(',').slice(1).join())).toEqual(
      named.stdout.split('\n'),
    );
  });
});

test('beside a number: trained, shown, predicted with, judged and resumed', async () => {
  await inFolder(async (folder) => {
    writeTree(folder, twoClasses(24, 'photos'));
    writeFileSync(join(folder, 'a.csv'), sized(photos));
    writeFileSync(join(folder, 'a.yaml'), both('{type: image, channels: 1}'));
    const shown = (await dlx(folder, ['show', 'a.yaml'])).stdout;
    expect(shown).toMatch(/^photo +image +48 +0 +pictures, 4 × 6 × 1 \(stretch\), divided by 255/m);
    expect(await dlx(folder, ['train', 'a.yaml', '--quiet'])).toMatchObject({ code: 0 });
    const [run = ''] = runsIn(folder);
    expect(JSON.parse(readFileSync(join(run, 'data.json'), 'utf8'))).toMatchObject({
      inputs: [
        { name: 'table', kind: 'table', shape: [1] },
        {
          name: 'photo',
          kind: 'image',
          shape: [4, 6, 1],
          divide_by: 255,
          picture: { fit: 'stretch', background: 'black' },
        },
      ],
    });
    const kept = readOutputs(run, 'test');
    const held = [...(kept?.rows.values ?? [])];
    // The new table lies elsewhere, and what it names is seen from there.
    mkdirSync(join(folder, 'new'));
    const cells = held.map((row, i) => [
      i % 2 ? join(folder, photos[row] ?? '') : `../${photos[row]}`,
      row % 7,
    ]);
    writeFileSync(join(folder, 'new/new.csv'), csv([['photo', 'size'], ...cells]));
    const predicted = await dlx(folder, ['predict', run, 'new/new.csv', '--proba']);
    const [, ...lines] = predicted.stdout.trim().split('\n');
    const numbers = lines.flatMap((line) =>
      line
        .split(',')
        .slice(-2)
        .map((one) => Math.fround(Number(one))),
    );
    expect(numbers).toEqual([...(kept?.predictions.values ?? [])]);
    const labelled = held.map((row) => [photos[row], row % 7, kindOf(photos[row] ?? '')]);
    writeFileSync(join(folder, 'held.csv'), csv([['photo', 'size', 'kind'], ...labelled]));
    const judged = await dlx(folder, ['evaluate', run, '--data', 'held.csv', '--json']);
    const { test: scores } = scoresOf(run) as { readonly test: object };
    expect(JSON.parse(judged.stdout)).toMatchObject({ runs: [{ scores }] });
    expect((await dlx(folder, ['verify', run])).stdout).toContain('the same bits');
    // What comes before a picture that cannot be had is answered.
    writeFileSync(join(folder, 'odd.csv'), `photo,size\n${photos[0]},1\nphotos/none.png,2\n`);
    const odd = await dlx(folder, ['predict', run, 'odd.csv', '-o', 'out.csv']);
    expect(odd.code).toBe(1);
    expect(odd.stderr).toContain('odd.csv, line 3, column "photo": photos/none.png does not exist');
    expect(odd.stderr).toContain('the 1 rows before are in');
    writeFileSync(join(folder, 'gap.csv'), 'photo,size\n,1\n');
    expect((await dlx(folder, ['predict', run, 'gap.csv'])).stderr).toMatch(
      /gap\.csv, line 2, column "photo" is empty/,
    );
    expect((await dlx(folder, ['predict', run, photos[0] ?? ''])).stderr).toContain(
      'is a picture, and the model takes rows of a table, whose pictures are named under "photo"',
    );
    const page = await dlx(folder, ['data', 'a.yaml', '--html', 'a.html']);
    expect(page.stdout).toMatch(/input photo: pictures, 4 × 6 × 1/);
    expect(readFileSync(join(folder, 'a.html'), 'utf8')).toContain('data:image/png;base64,');
    // Another picture under the same name is other data.
    writeFileSync(join(folder, photos[0] ?? ''), flat(4, 6, [1, 2, 3]));
    const resumed = await dlx(folder, ['resume', run, '--epochs', '3']);
    expect(resumed.stderr + resumed.stdout).toMatch(/data/);
    expect(resumed.code).not.toBe(0);
  });
});

test('each picture that cannot be used is named by its row', async () => {
  await inFolder(async (folder) => {
    writeTree(folder, twoClasses(24, 'photos'));
    mkdirSync(join(folder, 'photos/folder.png'));
    symlinkSync('nowhere', join(folder, 'photos/lost.png'));
    writeFileSync(join(folder, 'a.yaml'), both('{type: image, size: [4, 4]}'));
    const gone = [
      'photos/none.png',
      'photos/folder.png',
      'https://a.example/b.png',
      'photos/lost.png',
    ];
    writeFileSync(join(folder, 'a.csv'), sized([...photos, ...gone]));
    const absent = (await dlx(folder, ['validate', 'a.yaml'])).stderr;
    expect(absent).toContain('a.csv, line 50, column "photo": photos/none.png does not exist');
    expect(absent).toContain('a.csv, line 51, column "photo": photos/folder.png is a folder');
    expect(absent).toMatch(/line 52, column "photo": .*b\.png is an address/);
    expect(absent).toMatch(/line 53, column "photo": photos\/lost\.png does not exist/);
    expect(absent).toContain("starts at the folder of the table's file");
    writeFileSync(join(folder, 'photos/dark/text.png'), 'a text');
    writeFileSync(join(folder, 'photos/dark/lying.png'), png(4, 6, null));
    const bad = ['photos/dark/text.png', 'photos/dark/lying.png'];
    writeFileSync(join(folder, 'a.csv'), sized([...photos, ...bad]));
    const corrupt = await dlx(folder, ['train', 'a.yaml', '--quiet']);
    expect(corrupt.code).toBe(1);
    expect(corrupt.stderr).toMatch(
      /line 50, column "photo": photos\/dark\/text\.png is a text file/,
    );
    expect(corrupt.stderr).toMatch(/line 51, column "photo": photos\/dark\/lying\.png cannot be/);
    expect(corrupt.stderr).toContain('2 of 50 pictures cannot be used');
    writeFileSync(join(folder, 'a.yaml'), both('{type: image, size: [4, 4], corrupt: skip}'));
    const skipped = await dlx(folder, ['train', 'a.yaml', '--quiet']);
    expect(skipped).toMatchObject({ code: 0 });
    expect(skipped.stderr).toContain('2 of 50 pictures skipped, as corrupt: skip says');
    expect(skipped.stderr).not.toContain('a value is missing');
    const [run = ''] = runsIn(folder);
    expect((await dlx(folder, ['validate', 'a.yaml'])).code).toBe(0);
    const { samples } = JSON.parse(readFileSync(join(run, 'data.json'), 'utf8')) as {
      readonly samples: Readonly<Record<string, number>>;
    };
    expect(Object.values(samples).reduce((sum, one) => sum + one)).toBe(48);
    writeFileSync(join(folder, photos[0] ?? ''), flat(5, 6, [1, 2, 3]));
    writeFileSync(join(folder, 'a.csv'), sized(photos));
    writeFileSync(join(folder, 'a.yaml'), both('image'));
    expect((await dlx(folder, ['validate', 'a.yaml'])).stderr).toMatch(
      /column "photo" has pictures of 2 sizes.* size: \[64, 64\]/,
    );
    rmSync(join(folder, 'photos'), { recursive: true });
    expect((await dlx(folder, ['validate', 'a.yaml'])).stderr).toContain('and 28 more: a path');
  });
});

test('a row without a picture is refused, or left out; two columns of pictures stand together', async () => {
  await inFolder(async (folder) => {
    writeTree(folder, twoClasses(24, 'photos'));
    const rows = photos.map((path, i) => [i % 9 === 0 ? '' : path, photos[47 - i], kindOf(path)]);
    writeFileSync(join(folder, 'a.csv'), csv([['front', 'back', 'kind'], ...rows]));
    const two = (more: string): string => `dataset:
  {name: table, file: a.csv, target: kind, columns: {front: image, back: {type: image, size: [3, 3], channels: 1}}${more}}
model:
  - Flatten: null
    inputs: front
    name: one
  - Flatten: null
    inputs: back
    name: two
  - Concatenate: null
    inputs: [one, two]
  - Dense: {units: 2, activation: softmax}
loss: sparse_categorical_crossentropy
epochs: 1
`;
    for (const more of ['', ', missing: fill', ', missing: {front: median}']) {
      writeFileSync(join(folder, 'a.yaml'), two(more));
      const refused = await dlx(folder, ['validate', 'a.yaml']);
      expect(refused.stderr).toMatch(/6 cells without a value: 6 in "front"/);
      expect(refused.stderr).toContain('say missing: {"front": drop} (rows without the picture');
    }
    writeFileSync(join(folder, 'a.yaml'), two(', missing: drop'));
    const trained = await dlx(folder, ['train', 'a.yaml', '--quiet']);
    expect(trained).toMatchObject({ code: 0 });
    expect(trained.stderr).toContain('6 of 48 rows of a.csv are left out, as missing: drop says');
    const [run = ''] = runsIn(folder);
    const kept = readOutputs(run, 'validation');
    const held = [...(kept?.rows.values ?? [])];
    const lines = held.map((row) => JSON.stringify({ back: photos[47 - row], front: photos[row] }));
    writeFileSync(join(folder, 'new.jsonl'), `${lines.join('\n')}\n`);
    const { stdout } = await dlx(folder, [
      'predict',
      run,
      'new.jsonl',
      '--format',
      'npy',
      '-o',
      'o.npy',
    ]);
    expect(stdout).toBe('');
    expect(readFileSync(join(folder, 'o.npy'))).toEqual(
      readFileSync(join(run, 'predictions/validation.npy')),
    );
    // From files the parts are the same.
    const streamed = await dlx(folder, ['train', 'a.yaml', '--quiet', '-S', 'dataset.stream=true']);
    expect(streamed).toMatchObject({ code: 0 });
    const [, last = ''] = runsIn(folder).toSorted();
    expect(readOutputs(last, 'test')?.rows).toEqual(readOutputs(run, 'test')?.rows);
  });
});

test('what no column of pictures can be is refused before anything is read', async () => {
  await inFolder(async (folder) => {
    writeTree(folder, twoClasses(4, 'photos'));
    writeFileSync(join(folder, 'a.csv'), sized(photos.slice(0, 4)));
    const said = async (photo: string, more: string): Promise<string> => {
      writeFileSync(join(folder, 'a.yaml'), both(photo, more));
      return (await dlx(folder, ['validate', 'a.yaml'])).stderr;
    };
    expect(await said('{type: image, channels: 2}', '')).toContain('1 (grey) or 3');
    expect(await said('{type: image, fit: crop}', '')).toMatch(/cover/);
  });
});

test('init sees paths of pictures, and what it writes trains', async () => {
  await inFolder(async (folder) => {
    writeTree(folder, twoClasses(24, 'photos'));
    writeFileSync(join(folder, 'a.csv'), sized(photos).replace(`${photos[5]},`, ','));
    await dlx(folder, ['init', 'a.csv', '--target', 'kind']);
    const written = readFileSync(join(folder, 'a.yaml'), 'utf8');
    expect(written).toMatch(/photo: image +# 47 pictures, each 4 × 6 × 3/);
    expect(written).toContain('missing: {photo: drop, "*": fill}');
    const trained = await dlx(folder, ['train', 'a.yaml', '--quiet', '-S', 'epochs=1']);
    expect(trained).toMatchObject({ code: 0 });
    writeFileSync(join(folder, 'b.csv'), sized(photos.map((path) => path.replace('photos', 'x'))));
    await dlx(folder, ['init', 'b.csv', '--target', 'kind']);
    expect(readFileSync(join(folder, 'b.yaml'), 'utf8')).toContain(
      'photo names pictures that are not there, seen from the table',
    );
  });
});
