// Arrays with what a model should have answered.
import { describe, expect, test } from '@jest/globals';
import type { InputFacts } from '../../src/dataset/facts.js';
import { readLabelledArrays } from '../../src/inference/labelled-arrays.js';
import { floats, longs, npzBytes } from '../dataset/arrays/fixtures.js';
import { load, refusal, temporaryFolder, writeIn } from '../dataset/fixtures.js';

const input: InputFacts = {
  name: 'x',
  kind: 'values',
  shape: [2],
  divide_by: 1,
  vocabulary: null,
  columns: null,
  reading: null,
};
type Kept = Parameters<typeof readLabelledArrays>[0];

const keptWith = (more: Partial<Kept> | object = {}): Kept =>
  ({
    folder: 'runs/a',
    facts: { source: [], samples: { test: 0 } },
    record: {},
    inputs: [input],
    target: { name: 'y', kind: 'classes', classes: ['3', '4'], positive: '4' },
    ...more,
  }) as Kept;
const kept = keptWith();
const folder = temporaryFolder();
const x = writeIn(folder, 'x.npy', floats([2, 2], [1, 2, 3, 4]));
const y = writeIn(folder, 'labels.npy', longs([2], [4, 3]));
const all = writeIn(
  folder,
  'all.npz',
  npzBytes({ x: floats([2, 2], [1, 2, 3, 4]), y: longs([2], [4, 3]) }),
);

test.each([
  [all, null],
  [x, y],
])('%s with %s', async (data, labels) => {
  const { count, inputs, targets } = await readLabelledArrays(kept, { data, labels });
  expect([count, inputs[0]?.values, targets[0]?.values]).toEqual([
    2,
    Float32Array.of(1, 2, 3, 4),
    Int32Array.of(1, 0),
  ]);
});

describe('refused', () => {
  test.each([
    ['no targets', x, null, /x\.npy holds no array "y": --labels FILE names the array/],
    [
      'too few',
      x,
      writeIn(folder, 'few.npy', longs([1], [3])),
      /few\.npy has 1 rows, but .*x\.npy has 2/,
    ],
    ['another class', x, writeIn(folder, 'odd.npy', longs([2], [3, 9])), /odd\.npy, row 2 is "9"/],
  ])('%s', async (_, data, labels, message) => {
    expect((await refusal(readLabelledArrays(kept, { data, labels }))).message).toMatch(message);
  });
});

test('the test set of a sealed run is known by what its arrays hold, under any name', async () => {
  const rows = (from: number): Buffer =>
    floats(
      [20, 2],
      Array.from({ length: 40 }, (_, i) => from + i),
    );
  const labels = longs(
    [20],
    Array.from({ length: 20 }, (_, i) => 3 + (i % 2)),
  );
  writeIn(folder, 'train.npz', npzBytes({ x: rows(0), y: labels }));
  writeIn(folder, 'test.npz', npzBytes({ x: rows(100), y: labels }));
  const own = await load(folder, {
    name: 'arrays',
    inputs: { x: 'train.npz:x' },
    target: 'train.npz:y',
    test_inputs: { x: 'test.npz:x' },
    test_target: 'test.npz:y',
    target_type: 'classes',
  });
  const cut = await load(folder, {
    name: 'arrays',
    inputs: { x: 'train.npz:x' },
    target: 'train.npz:y',
    test_split: 0.2,
    target_type: 'classes',
  });
  const record = { sealed: { opened: null } };
  const read = (facts: object, of: Buffer) =>
    readLabelledArrays(keptWith({ facts, record }), {
      data: writeIn(folder, 'copy.npy', of),
      labels: writeIn(folder, 'copy-labels.npy', labels),
    });
  // The labels of both parts are the same: what is sealed are samples.
  expect((await read(own.facts, rows(0))).count).toBe(20);
  await expect(read(own.facts, rows(100))).rejects.toThrow(
    /copy\.npy holds the test set of runs\/a, which is sealed/,
  );
  await expect(read(cut.facts, rows(0))).rejects.toThrow(/which is sealed/);
});
