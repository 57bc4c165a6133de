// Arrays with what a model should have answered.
import { describe, expect, test } from '@jest/globals';
import type { InputFacts } from '../../src/dataset/facts.js';
import { readLabelledArrays } from '../../src/inference/labelled-arrays.js';
import { floats, longs, npzBytes } from '../dataset/arrays/fixtures.js';
import { refusal, temporaryFolder, writeIn } from '../dataset/fixtures.js';

const input: InputFacts = {
  name: 'x',
  kind: 'values',
  shape: [2],
  divide_by: 1,
  vocabulary: null,
  columns: null,
  reading: null,
};
const kept = {
  inputs: [input],
  target: { name: 'y', kind: 'classes' as const, classes: ['3', '4'], positive: '4' },
};
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
