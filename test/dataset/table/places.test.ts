// Where rows and cells stand, in words.
import { expect, test } from '@jest/globals';
import { cellPlace, rowPlace, shownCell, tooLarge } from '../../../src/dataset/table/places.js';

test('a text has lines, another file rows', () => {
  expect(rowPlace({ file: 'a.csv', line: 7 })).toBe('a.csv, line 7');
  expect(cellPlace({ file: 'a.parquet', line: 7, unit: 'row' }, 'x"y')).toBe(
    'a.parquet, row 7, column "x\\"y"',
  );
});

test('a long cell is shown by its beginning', () => {
  expect(shownCell('x'.repeat(100)).length).toBeLessThan(70);
  expect(tooLarge('a.csv, line 2, column "x"', '1e39').message).toBe(
    'a.csv, line 2, column "x" is 1e39, more than a float32 holds: mend the cell',
  );
});
