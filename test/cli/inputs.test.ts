// Data with several inputs from its spec to its predictions: arrays in files come in, and what every
// command makes of them is looked at.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { randomNormal, randomWords } from '../../src/ground/random.js';
import { readNpy } from '../../src/run/format/npy.js';
import { readOutputs } from '../../src/run/outputs.js';
import { floats, longs, npyBytes, npzBytes } from '../dataset/arrays/fixtures.js';
import { inFolder, runsIn } from '../folders.js';
import { dlx } from './warm.js';

const count = 60;
const key = { seed: 3, stream: 9 };
const image = Uint8Array.from(randomWords(key, count * 16));
const words = Array.from(randomWords({ ...key, stream: 10 }, count * 5), (word) => word % 9);
const table = [...randomNormal({ ...key, stream: 11 }, count * 3)];
// What the words and the table say together.
const label = table.flatMap((value, i) =>
  i % 3 === 0 ? [value + (words[(i / 3) * 5] ?? 0) > 4 ? 1 : 0] : [],
);

const arraysOf = (rows: readonly number[]): Record<string, Buffer> => {
  const of = <T>(values: ArrayLike<T>, size: number): T[] =>
    rows.flatMap((row) => Array.from({ length: size }, (_, i) => values[row * size + i] as T));
  return {
    photo: npyBytes('|u1', [rows.length, 4, 4], Uint8Array.from(of(image, 16))),
    words: longs([rows.length, 5], of(words, 5)),
    table: floats([rows.length, 3], of(table, 3)),
    label: longs([rows.length], of(label, 1)),
  };
};
const all = Array.from({ length: count }, (_, i) => i);

const spec = `dataset:
  name: arrays
  inputs: {photo: data.npz:photo, words: data.npz:words, table: table.npy}
  kind: {words: tokens}
  target: data.npz:label
  test_split: 0.2
model:
  - Embedding: {input_dim: 9, output_dim: 3}
    inputs: words
  - LSTM: 4
    name: reader
  - Flatten: null
    inputs: photo
  - Dense: 4
    name: seen
  - Concatenate: null
    inputs: [reader, seen, table]
  - Dropout: 0.1
  - Dense: {units: 2, activation: softmax}
loss: sparse_categorical_crossentropy
metrics: [accuracy]
batch_size: 12
epochs: 2
`;

test('trained, shown, predicted with, judged and proved', async () => {
  await inFolder(async (folder) => {
    const { table: own, ...others } = arraysOf(all);
    writeFileSync(join(folder, 'data.npz'), npzBytes(others));
    writeFileSync(join(folder, 'table.npy'), own ?? '');
    writeFileSync(join(folder, 'a.yaml'), spec);
    const shown = await dlx(folder, ['show', 'a.yaml']);
    expect(shown).toMatchObject({ code: 0 });
    expect(shown.stdout).toMatch(/^photo \(input: image\) +\(None, 4, 4, 1\)/m);
    expect(shown.stdout).toMatch(/^words \(input: tokens below 9\) +\(None, 5\)/m);
    expect(shown.stdout).toMatch(/^table \(input: values\) +\(None, 3\)/m);

    expect(await dlx(folder, ['train', 'a.yaml', '--quiet', '--device', 'cpu'])).toMatchObject({
      code: 0,
    });
    const [run = ''] = runsIn(folder);
    const facts = JSON.parse(readFileSync(join(run, 'data.json'), 'utf8')) as {
      readonly inputs: readonly { readonly name: string; readonly kind: string }[];
    };
    expect(facts.inputs.map(({ name, kind }) => [name, kind])).toEqual([
      ['photo', 'image'],
      ['words', 'tokens'],
      ['table', 'values'],
    ]);

    const outputs = readOutputs(run, 'test');
    const rows = [...(outputs?.rows.values ?? [])];
    const held = arraysOf(rows);
    writeFileSync(join(folder, 'held.npz'), npzBytes(held));
    for (const [name, bytes] of Object.entries(held)) {
      writeFileSync(join(folder, `${name}.npy`), bytes);
    }
    // In batches as training's evaluation had them, the same bits.
    for (const files of [['held.npz'], ['table=table.npy', 'photo=photo.npy', 'words=words.npy']]) {
      const words = ['predict', run, ...files, '--output', 'p.npy', '--device', 'cpu'];
      expect(await dlx(folder, words)).toMatchObject({ code: 0 });
      expect(readNpy(join(folder, 'p.npy'))).toEqual(outputs?.predictions);
    }
    writeFileSync(join(folder, 'table.npy'), own ?? '');

    const judged = await dlx(folder, ['evaluate', run, '--data', 'held.npz', '--json']);
    const record = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as {
      readonly scores: { readonly test: { readonly accuracy: number } };
    };
    expect(JSON.parse(judged.stdout)).toMatchObject({
      runs: [{ samples: rows.length, scores: { accuracy: record.scores.test.accuracy } }],
    });

    const proved = await dlx(folder, ['verify', run]);
    expect(proved).toMatchObject({ code: 0, stderr: '' });
    expect(proved.stdout).toMatch(/in one go and stopped in the middle: \d+ steps in 2 epochs/);
  });
});

test('what is missing is said with what to write', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'data.npz'), npzBytes(arraysOf(all)));
    const written = spec.replace('table.npy', 'data.npz:table');
    const complaint = async (text: string): Promise<string> => {
      writeFileSync(join(folder, 'a.yaml'), text);
      return (await dlx(folder, ['validate', 'a.yaml'])).stderr;
    };
    expect(await complaint(written.replace('    inputs: words\n', ''))).toMatch(
      /^a\.yaml:8:5 the data has the inputs photo, words and table, and Embedding \(embedding\) does not say which it takes[^]*write beside it inputs: \[photo\], or another of them/,
    );
    expect(await complaint(written.replace('seen, table]', 'seen]'))).toMatch(
      /^a\.yaml:2:3 no layer takes the input "table" of the data[^]*name it in the inputs of a layer/,
    );
    expect(await complaint(written.replace('name: seen', 'name: table'))).toMatch(
      /a layer cannot be called "table": that is an input of the data/,
    );
    expect(await complaint(written.replace('  kind: {words: tokens}\n', ''))).toMatch(
      /data\.npz:words holds whole numbers \(int64\).*say kind: \{words: values\} or kind: \{words: tokens\}/,
    );
  });
});
