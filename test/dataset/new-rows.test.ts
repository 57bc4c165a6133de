// Rows gathered into batches.
import { expect, test } from '@jest/globals';
import { Batches, InputRows, nothingFound, unseenNote } from '../../src/dataset/new-rows.js';

test('batches are full but for the last one, and hold what was written', () => {
  const found = nothingFound();
  const batches = new Batches((length) => new Float32Array(length), 2, 3, found);
  for (let row = 0; row < 5; row += 1) {
    batches.values[batches.offset + 1] = row;
    batches.add([`row ${row}`]);
  }
  expect(batches.taken()).toEqual([
    { count: 2, inputs: [Float32Array.of(0, 0, 0, 0, 1, 0)], kept: [['row 0'], ['row 1']] },
    { count: 2, inputs: [Float32Array.of(0, 2, 0, 0, 3, 0)], kept: [['row 2'], ['row 3']] },
  ]);
  expect(batches.taken()).toEqual([]);
  expect(batches.all()).toEqual([
    { count: 1, inputs: [Float32Array.of(0, 4, 0)], kept: [['row 4']] },
  ]);
  expect(batches.all()).toEqual([]);
  expect(found.rows).toBe(5);
});

test('rows of several inputs stay together', () => {
  const beside = new InputRows<Float32Array | Int32Array>((length) => new Int32Array(length), 2, 1);
  const batches = new Batches<Float32Array | Int32Array>(
    (length) => new Float32Array(length),
    2,
    2,
    nothingFound(),
    [beside],
  );
  for (let row = 0; row < 3; row += 1) {
    batches.inputs.forEach(({ values, size }, i) => (values[batches.row * size] = 10 * row + i));
    batches.add();
  }
  expect(batches.all()).toEqual([
    { count: 2, inputs: [Float32Array.of(0, 0, 10, 0), Int32Array.of(1, 11)], kept: [] },
    { count: 1, inputs: [Float32Array.of(20, 0), Int32Array.of(21)], kept: [] },
  ]);
});

test('a category that shares the input of rare ones may be one of those', () => {
  const byText = new Map([['Ulm', 1]]);
  const note = (isRare: boolean): string => unseenNote('city', { total: 1, byText, isRare }, 4);
  expect(note(false)).toBe(
    'column "city": 1 of 4 rows has a category that training never saw ("Ulm" 1): it counts as none of those that are known',
  );
  expect(note(true)).toBe(
    'column "city": 1 of 4 rows has a category that training seldom or never saw ("Ulm" 1): it counts as a rare one',
  );
});
