// Rows gathered into batches.
import { expect, test } from '@jest/globals';
import { Batches, nothingFound } from '../../src/dataset/new-rows.js';

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
