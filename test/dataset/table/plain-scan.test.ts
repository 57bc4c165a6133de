// Which lines are plain, and where the first one is that is not.
import { expect, test } from '@jest/globals';
import { PlainRows } from '../../../src/dataset/table/plain-rows.js';
import { PlainScan } from '../../../src/dataset/table/plain-scan.js';
import { Stretch } from '../../../src/dataset/table/stretch.js';

function scanned(text: string, columns = 0): Stretch {
  const stretch = Stretch.ofLength(Buffer.byteLength(text));
  stretch.fill([Buffer.from(text)], 0);
  new PlainScan(',').scan(stretch, columns);
  return stretch;
}

function plainRowsIn(text: string): unknown {
  const stretch = scanned(text);
  const found = stretch.result;
  const plain = new PlainRows(stretch, found, { from: 0, lines: 0 });
  const rows = Array.from({ length: found.rows }, (_, row) => [
    ...plain.textsOf(row),
    plain.lineOf(row),
  ]);
  return { rows, rest: found.stop < 0 ? null : plain.bytes.toString('utf8', found.stop) };
}

test('lines of any ends, and quotes around whole cells', () => {
  expect(plainRowsIn('a,b\r\n "1",2\n"3", 4 \r\n\n"x y ","z"')).toEqual({
    rows: [['a', 'b', 1]],
    rest: ' "1",2\n"3", 4 \r\n\n"x y ","z"',
  });
  expect(plainRowsIn('a,b\r\n"1",2\r"3", 4 \r\n\n"x y ","z"')).toEqual({
    rows: [
      ['a', 'b', 1],
      ['1', '2', 2],
      ['3', '4', 3],
      ['x y ', 'z', 5],
    ],
    rest: null,
  });
});

test('it ends at a quote that is doubled, or open beyond its line', () => {
  expect(plainRowsIn('a\n"b ""c"""\nd\n')).toEqual({
    rows: [['a', 1]],
    rest: '"b ""c"""\nd\n',
  });
  expect(plainRowsIn('a\n"b\nc"\n')).toEqual({ rows: [['a', 1]], rest: '"b\nc"\n' });
});

test('numbers are read where a cell is one, but for those that may be more than their value', () => {
  const { values, result } = scanned('1,-2.5e3,0012,x\n 4 ,9007199254740993,0.5,"6"\n');
  expect([...values.subarray(0, 8)]).toEqual([1, -2500, NaN, NaN, NaN, NaN, 0.5, NaN]);
  expect(result).toMatchObject({ rows: 2, columns: 4 });
});

test('it ends at a row of another length, whose line is the last', () => {
  expect(scanned('1,2\n\n3\n4,5\n', 2).result).toMatchObject({ rows: 1, lines: 3, ragged: 1 });
});

test('rows are told that may not be trimmed', () => {
  const { loose, result } = scanned('a,b\n1,\u00a02\n3,4\n');
  expect([...loose.subarray(0, 3)]).toEqual([0, 1, 0]);
  expect(result.isLoose).toBe(true);
});
