import { expect, test } from '@jest/globals';
import { fitColumns } from '../../../src/dataset/table/columns.js';
import { imagesOf } from '../../../src/dataset/table/image-cells.js';
import { filledInputs, tableInputs } from '../../../src/dataset/table/inputs.js';
import { keptRows } from '../../../src/dataset/table/kept-rows.js';
import { rowsOfColumn } from '../../../src/dataset/table/meaning.js';

const asked = { height: 1, width: 2, channels: 1, fit: 'cover', background: 'white' } as const;
const column = {
  name: 'photo',
  kind: 'image',
  cells: ['a.png', '', 'b.png', 'c.png'],
  missing: 1,
  pictures: { asked, pixels: { values: Uint8Array.of(1, 2, 0, 0, 3, 4, 5, 6) }, sha256: 'x' },
} as const;

test('of some rows there are the cells, and what is asked; bytes stay with all rows', () => {
  expect(imagesOf(column, Int32Array.of(2, 0))).toEqual({
    ...column,
    cells: ['b.png', 'a.png'],
    pictures: { asked, pixels: null, sha256: 'x' },
  });
  expect(imagesOf({ ...column, pictures: null }, Int32Array.of(3)).pictures).toBeNull();
  expect(rowsOfColumn(column, 1, 3)).toMatchObject({ cells: ['', 'b.png'] });
});

test('an empty cell has no value', () => {
  expect(keptRows({ file: 'a.csv', count: 4 }, [column])).toEqual(Int32Array.of(0, 2, 3));
});

test('it is an input of its name, whose bytes are those of the pictures', () => {
  const fitted = fitColumns([column], {
    file: 'a.csv',
    folder: '.',
    rows: Int32Array.of(0, 2),
    standardize: true,
    wishFor: () => null,
    gapsOf: () => 'drop',
  });
  expect(fitted).toEqual([
    {
      column: 'photo',
      kind: 'image',
      distinct: 3,
      missing: 1,
      ...asked,
      divide_by: 255,
      gaps: 'drop',
    },
  ]);
  const inputs = tableInputs(fitted);
  expect(inputs).toMatchObject([{ name: 'photo', kind: 'image', shape: [1, 2, 1] }]);
  const [filled] = filledInputs({ file: 'a.csv', count: 4 }, [column], inputs);
  expect(filled).toMatchObject({ name: 'photo', shape: [1, 2, 1], divideBy: 255 });
  expect(filled?.values).toBe(column.pictures.pixels.values);
  const undecoded = { ...column, pictures: { ...column.pictures, pixels: null } };
  expect(() => filledInputs({ file: 'a.csv', count: 4 }, [undecoded], inputs)).toThrow(
    'were not decoded',
  );
});
