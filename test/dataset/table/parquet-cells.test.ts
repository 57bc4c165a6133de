// The cells that values of Parquet's types are; the files with all of them are in parquet.test.ts.
import { expect, test } from '@jest/globals';
import { Nested } from '../../../src/dataset/table/blocks.js';
import { cellsIn, isNestedType, parquetParsers } from '../../../src/dataset/table/parquet-cells.js';

const plain = { name: 'x' };

test('numbers are as they are, and what a double does not hold is a text', () => {
  const doubles = new Float64Array([1, NaN]);
  expect(cellsIn(doubles, plain)).toBe(doubles);
  expect(cellsIn(new BigInt64Array([7n, -(2n ** 53n), 2n ** 53n - 1n]), plain)).toEqual([
    7,
    '-9007199254740992',
    9007199254740991,
  ]);
  expect(cellsIn([1.5, undefined, ' a ', true, null], plain)).toEqual([1.5, '', 'a', 'true', '']);
});

test('times of day are texts', () => {
  const time = { ...plain, converted_type: 'TIME_MILLIS' as const };
  expect(cellsIn([3_661_001, undefined], time)).toEqual(['01:01:01.001', '']);
});

test('texts are UTF-8, and JSON is a value or several', () => {
  expect(() => parquetParsers.stringFromBytes?.(Buffer.from([0xff]))).toThrow('no UTF-8 text');
  expect(parquetParsers.jsonFromBytes?.(Buffer.from('3'))).toBe(3);
  expect(parquetParsers.jsonFromBytes?.(Buffer.from('[3]'))).toEqual(new Nested('[3]'));
});

test('bytes are no cell, and a repeated value is several', () => {
  expect(() => cellsIn([new Uint8Array(2)], plain)).toThrow('holds bytes');
  expect(isNestedType({ ...plain, repetition_type: 'REPEATED' })).toBe(true);
  expect(isNestedType(plain)).toBe(false);
});
