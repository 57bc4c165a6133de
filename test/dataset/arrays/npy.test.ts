// .npy files: what NumPy itself wrote, every type of number, both orders, and what is refused.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { decodeArray, isNpy } from '../../../src/dataset/arrays/npy.js';
import { root } from '../../folders.js';
import { floats, npyBytes } from './fixtures.js';

const read = (bytes: Uint8Array) => decodeArray(bytes, 'x.npy');

const numpy = (name: string) =>
  decodeArray(readFileSync(join(root, 'test/fixtures/npy', `${name}.npy`)), name);

test('what NumPy wrote, of several types and orders', () => {
  const values = [1, -2, Infinity, NaN, Math.fround(3.4028235e38), Math.fround(1e-45)];
  for (const name of ['float32', 'float64', 'fortran', 'version-2']) {
    expect(numpy(name).shape).toEqual([2, 3]);
    expect(Array.from(numpy(name).values, Number)).toEqual(values);
  }
  expect(numpy('int64')).toMatchObject({ type: 'int64', values: BigInt64Array.of(1n, 2n) });
  expect(numpy('bool')).toMatchObject({ type: 'bool', values: Uint8Array.of(1) });
  expect(numpy('scalar').shape).toEqual([]);
  expect(() => numpy('object')).toThrow(/^object holds Python objects/);
  expect(() => numpy('big-endian')).toThrow(/type ">f4"/);
  expect(isNpy(readFileSync(join(root, 'test/fixtures/npy/float32.npy')))).toBe(true);
});

test.each([
  ['<f8', Float64Array.of(0.5, -2)],
  ['|u1', Uint8Array.of(0, 255)],
  ['|i1', Int8Array.of(-1, 3)],
  ['<i2', Int16Array.of(-300, 3)],
  ['<u2', Uint16Array.of(60_000, 3)],
  ['<i4', Int32Array.of(-1, 70_000)],
  ['<u4', Uint32Array.of(4_000_000_000, 3)],
  ['<i8', BigInt64Array.of(-5n, 3n)],
  ['<u8', BigUint64Array.of(5n, 3n)],
  ['|b1', Uint8Array.of(1, 0)],
])('values of %s', (descr, values) => {
  const found = read(npyBytes(descr, [2], values));
  expect(found.values).toEqual(values);
  expect(found.shape).toEqual([2]);
});

test('versions 2 and 3, and no rows of one axis', () => {
  for (const version of [2, 3]) {
    const bytes = npyBytes('<f4', [1, 2], Float32Array.of(1, 2), { version });
    expect(read(bytes)).toMatchObject({ shape: [1, 2], values: Float32Array.of(1, 2) });
  }
});

// np.asfortranarray(np.arange(24).reshape(2, 3, 4)).ravel(order='K')
test('in Fortran order it is the same array', () => {
  const inMemory = [
    0, 12, 4, 16, 8, 20, 1, 13, 5, 17, 9, 21, 2, 14, 6, 18, 10, 22, 3, 15, 7, 19, 11,
  ];
  const bytes = npyBytes('<f4', [2, 3, 4], Float32Array.from([...inMemory, 23]), { order: 'True' });
  expect([...read(bytes).values]).toEqual(Array.from({ length: 24 }, (_, i) => i));
});

describe('refused, by the file', () => {
  test.each([
    [
      'objects',
      npyBytes('|O', [1], Uint8Array.of(1)),
      /^x\.npy holds Python objects, which are code/,
    ],
    ['text', npyBytes('<U5', [1], new Uint8Array(20)), /^x\.npy holds text: save numbers/],
    [
      'another order of bytes',
      npyBytes('>f4', [1], Float32Array.of(1)),
      /type ">f4": save them as another/,
    ],
    ['complex numbers', npyBytes('<c8', [1], Float32Array.of(1, 2)), /type "<c8"/],
    [
      'one cut short',
      floats([4], [1, 2, 3]),
      /has 12 bytes of values, and its shape \(4\) needs 16/,
    ],
    ['one with more', floats([1], [1, 2]), /has 8 bytes of values, and its shape \(1\) needs 4/],
    ['a shape beyond any file', floats([2 ** 40, 2 ** 40], [1]), /needs/],
    ['another file', Buffer.from('a,b\n1,2\n3,4\n'), /^x\.npy is no \.npy file/],
    ['version 9', npyBytes('<f4', [1], Float32Array.of(1), { version: 9 }), /of version 9/],
    [
      'a header that says nothing',
      Buffer.concat([Buffer.from([0x93]), Buffer.from('NUMPY\u0001\u0000\u0002\u0000{}')]),
      /has a header that NumPy does not write/,
    ],
  ])('%s', (_, bytes, message) => {
    expect(() => read(bytes)).toThrow(message);
  });
});
