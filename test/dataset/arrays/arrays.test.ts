// The data set `arrays`: what its files become, its parts, its hash, and what is refused.
import { describe, expect, test } from '@jest/globals';
import { onlyTarget, type Source } from '../../../src/dataset/source.js';
import { language } from '../../../src/experiment/language.js';
import { readSpecText } from '../../../src/spec/read.js';
import { describeDataset } from '../../../src/dataset/datasets.js';
import { contextOf, load, readTagged, refusal, temporaryFolder, writeIn } from '../fixtures.js';
import { floats, longs, npyBytes, npzBytes } from './fixtures.js';

const folder = temporaryFolder();
const count = 10;
const range = (n: number, of: (i: number) => number = (i) => i): number[] =>
  Array.from({ length: n }, (_, i) => of(i));

writeIn(
  folder,
  'x.npy',
  floats(
    [count, 2],
    range(20, (i) => i / 2),
  ),
);
writeIn(
  folder,
  'y.npy',
  longs(
    [count],
    range(count, (i) => 3 + (i % 2)),
  ),
);
writeIn(
  folder,
  'price.npy',
  floats(
    [count, 1],
    range(count, (i) => 100 + i),
  ),
);
writeIn(folder, 'few.npy', longs([3], [0, 1, 0]));
const image = npyBytes('|u1', [count, 2, 2], Uint8Array.from(range(40)));
const words = longs(
  [count, 3],
  range(30, (i) => i % 7),
);
writeIn(
  folder,
  'all.npz',
  npzBytes({
    image,
    words,
    label: longs(
      [count],
      range(count, (i) => i % 2),
    ),
  }),
);

const several = {
  name: 'arrays',
  inputs: { image: 'all.npz:image', words: 'all.npz:words' },
  kind: { words: 'tokens' },
  target: 'all.npz:label',
  test_split: 0.2,
};
const one = { name: 'arrays', inputs: 'x.npy', target: 'y.npy', test_split: 0.2 };
const columns = ({ inputs }: Source): readonly unknown[] =>
  inputs.map(({ name, shape, divideBy }) => [name, shape, divideBy]);

test('several inputs by their names, each of its kind', async () => {
  const data = await load(folder, several);
  expect(data.inputs).toEqual([
    { name: 'image', kind: 'image', shape: [2, 2, 1], vocabulary: null },
    { name: 'words', kind: 'tokens', shape: [3], vocabulary: 7 },
  ]);
  expect(columns(data.train.source)).toEqual([
    ['image', [2, 2, 1], 255],
    ['words', [3], 1],
  ]);
  const row = data.train.source.gather(Int32Array.of(4));
  expect(row.inputs.map(({ values }) => [...values])).toEqual([
    [16, 17, 18, 19],
    [5, 6, 0],
  ]);
  expect([data.classes, data.targetName]).toEqual([2, 'label']);
  expect(data.facts.inputs.map(({ name, kind, shape }) => [name, kind, shape])).toEqual([
    ['image', 'image', [2, 2, 1]],
    ['words', 'tokens', [3]],
  ]);
  expect(data.facts.source.map(({ role, path }) => [role, path])).toEqual([
    ['inputs.image', 'all.npz:image'],
    ['inputs.words', 'all.npz:words'],
    ['target', 'all.npz:label'],
  ]);
});

test('one input without a name; labels of whole numbers are classes by their numbers', async () => {
  const data = await load(folder, one);
  expect(data.inputs).toEqual([{ name: 'input', kind: 'values', shape: [2], vocabulary: null }]);
  expect(data.classNames).toEqual(['3', '4']);
  expect([...onlyTarget(data.train.source).values]).toEqual(range(count, (i) => i % 2));
  expect([data.train, data.validation, data.test].map(({ rows }) => rows.length)).toEqual([
    6, 2, 2,
  ]);
});

test('what is described is what is loaded', async () => {
  const described = await describeDataset(readTagged(several), contextOf(folder));
  const data = await load(folder, several);
  expect({ ...described, notes: data.notes }).toEqual(
    Object.fromEntries(Object.keys(described).map((key) => [key, data[key as keyof typeof data]])),
  );
});

test('a target of values, standardised where it is asked for', async () => {
  const values = { ...one, target: 'price.npy', target_type: 'number' };
  expect((await load(folder, values)).targetValues).toMatchObject({ min: 100, max: 109 });
  const data = await load(folder, { ...values, scale: 'standard' });
  const train = [...data.train.rows].map((row) => onlyTarget(data.train.source).values[row] ?? NaN);
  expect(train.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 5);
});

test('test files of their own', async () => {
  writeIn(folder, 'tx.npy', floats([2, 2], [1, 2, 3, 4]));
  writeIn(folder, 'ty.npy', longs([2], [4, 3]));
  const { test_split: _, ...rest } = one;
  const data = await load(folder, { ...rest, test_inputs: 'tx.npy', test_target: 'ty.npy' });
  expect([...onlyTarget(data.test.source).values]).toEqual([1, 0]);
  expect(data.test.rows).toHaveLength(2);
});

describe('the hash', () => {
  test('is of what arrays hold, wherever they lie', async () => {
    writeIn(folder, 'i.npy', image);
    writeIn(folder, 'w.npy', words);
    const elsewhere = { ...several, inputs: { words: 'w.npy', image: 'i.npy' } };
    expect((await load(folder, elsewhere)).sha256).toBe((await load(folder, several)).sha256);
  });

  test('is another for another value, or another name of several', async () => {
    const hash = (await load(folder, several)).sha256;
    writeIn(
      folder,
      'w2.npy',
      longs(
        [count, 3],
        range(30, (i) => (i + 1) % 7),
      ),
    );
    const changed = { ...several, inputs: { ...several.inputs, words: 'w2.npy' } };
    expect((await load(folder, changed)).sha256).not.toBe(hash);
    const renamed = {
      ...several,
      inputs: { image: 'all.npz:image', text: 'all.npz:words' },
      kind: { text: 'tokens' },
    };
    expect((await load(folder, renamed)).sha256).not.toBe(hash);
  });
});

describe('refused', () => {
  test.each([
    [
      'rows that do not belong together',
      { ...one, target: 'few.npy' },
      /x\.npy has 10 rows, but .*few\.npy has 3: they do not belong together/,
      1,
    ],
    [
      'several targets a row',
      { ...one, target: 'x.npy' },
      /x\.npy has the shape 10 × 2, expected one target a row: .*np\.argmax/,
      1,
    ],
    [
      'whole numbers that may be either',
      { ...several, kind: null },
      /all\.npz:words holds whole numbers \(int64\).*say kind: \{words: values\} or kind: \{words: tokens\}/,
      2,
    ],
    ['no test part', { ...one, test_split: null }, /arrays has no test part/, 2],
  ])('%s', async (_, written, message, exitCode) => {
    const refused = await refusal(load(folder, written));
    expect(refused.message).toMatch(message);
    expect(refused.exitCode).toBe(exitCode);
  });

  test.each([
    ['two test parts', { ...one, test_inputs: 'x.npy', test_target: 'y.npy' }, /give one of them/],
    ['half of one', { ...one, test_inputs: 'x.npy' }, /test_inputs but no test_target/],
    ['no inputs', { ...one, inputs: {} }, /has no inputs/],
    [
      'a name of the whole data',
      { ...one, inputs: { input: 'x.npy', b: 'x.npy' } },
      /called "input"/,
    ],
    ['an odd name', { ...one, inputs: { 'a b': 'x.npy' } }, /a name has 1 to 64 letters/],
    [
      'a kind of nothing',
      { ...several, kind: { text: 'tokens' } },
      /kind of "text", which is none/,
    ],
    [
      'other test inputs',
      { ...one, test_split: null, test_inputs: { a: 'x.npy' }, test_target: 'y.npy' },
      /has the inputs input, but other test_inputs/,
    ],
  ])('%s', (_, written, message) => {
    const spec = { dataset: written, model: [{ Dense: 1 }], loss: 'mse' };
    expect(() => readSpecText(JSON.stringify(spec), 'a.yaml', { language })).toThrow(message);
  });
});
