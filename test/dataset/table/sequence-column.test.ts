import { describe, expect, test } from '@jest/globals';
import {
  cutIn,
  cutNotes,
  fitSequences,
  writeSequences,
} from '../../../src/dataset/table/sequence-column.js';
import type { SequenceCells } from '../../../src/dataset/table/sequence-cells.js';

const lists = [[1, 3], [5], null, [], [9, 9, 9, 9]];
const cells: SequenceCells = {
  name: 'h',
  kind: 'sequence',
  sequences: lists.map((list) => list && Float64Array.from(list)),
  separator: ';',
  missing: 1,
};
const request = {
  place: 't.csv, column "h"',
  rows: Int32Array.of(0, 1, 2, 3),
  standardize: true,
  gaps: 'fill',
} as const;
const plain = { sequence_length: null, separator: null };

describe('fitSequences', () => {
  test('learns from the numbers of the training rows: 1, 3 and 5', () => {
    const fit = fitSequences(cells, request, plain);
    expect(fit).toMatchObject({
      column: 'h',
      distinct: 4,
      missing: 1,
      separator: ';',
      sequence_length: 2,
      longest: 2,
      mean: 3,
      empty: true,
    });
    // ((1 − 3)² + 0 + (5 − 3)²) / 3.
    expect(fit.deviation).toBeCloseTo(Math.sqrt(8 / 3), 12);
    expect(cutIn(cells, fit)).toBe(1);
  });

  test('leaves numbers alone where nothing is standardised', () => {
    const fit = fitSequences(cells, { ...request, standardize: false, gaps: 'drop' }, plain);
    expect(fit).toMatchObject({ mean: 0, deviation: 1, gaps: 'drop' });
    expect(fit).not.toHaveProperty('empty');
  });

  test('refuses other ways to fill, and rows without any number', () => {
    expect(() => fitSequences(cells, { ...request, gaps: 'median' }, plain)).toThrow(
      'fill makes it one of no numbers',
    );
    const rows = Int32Array.of(2, 3);
    expect(() => fitSequences(cells, { ...request, rows }, plain)).toThrow(
      't.csv, column "h" has no number in any training row',
    );
  });
});

test('sequences are cut, and filled up with zeros', () => {
  const fit = fitSequences(cells, { ...request, standardize: false }, plain);
  const inputs = new Float32Array(10);
  writeSequences(cells, fit, { inputs, width: 2, offset: 0 });
  expect([...inputs]).toEqual([1, 3, 5, 0, 0, 0, 0, 0, 9, 9]);
  expect(cutNotes('h', fit, 0, 5)).toEqual([]);
  expect(cutNotes('h', fit, 1, 5)[0]).toBe(
    'column "h": 1 of 5 rows has more than 2 numbers, of which the first 2 are taken (sequence_length)',
  );
});
