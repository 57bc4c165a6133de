// .npy files: written as the format's description says, read as NumPy wrote them, and refused where
// they are cut, changed or crafted.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fc } from '../../drawn.js';
import { failure, UserError } from '../../../src/ground/errors.js';
import { decodeNpy, encodeNpy, readNpy } from '../../../src/run/format/npy.js';

const place = (name: string): string =>
  join(import.meta.dirname, '../../../../test/fixtures/npy', `${name}.npy`);
const fixture = (name: string): Buffer => readFileSync(place(name));

describe('written', () => {
  test.each([
    [[3], '(3,)'],
    [[3, 1], '(3, 1)'],
  ])('%j', (shape, written) => {
    const bytes = Buffer.from(encodeNpy({ shape, values: Float32Array.of(1, -2, 0.5) }));
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('\u0093NUMPY\u0001\u0000');
    const length = bytes.readUInt16LE(8);
    expect((10 + length) % 64).toBe(0);
    expect(
      bytes
        .subarray(10, 10 + length)
        .toString()
        .trimEnd(),
    ).toBe(`{'descr': '<f4', 'fortran_order': False, 'shape': ${written}, }`);
    expect(bytes.at(9 + length)).toBe(0x0a);
    expect(bytes.subarray(10 + length).toString('hex')).toBe('0000803f000000c00000003f');
  });

  test('as NumPy does it, byte for byte', () => {
    const floats = Float32Array.of(1, -2, Infinity, NaN, 3.4028235e38, 1e-45);
    expect(encodeNpy({ shape: [2, 3], values: floats })).toEqual(fixture('float32'));
    const whole = Int32Array.of(7, -1, 2 ** 31 - 1);
    expect(encodeNpy({ shape: [3], values: whole })).toEqual(fixture('int32'));
    expect(encodeNpy({ shape: [3, 0], values: new Float32Array() })).toEqual(fixture('empty'));
    expect(encodeNpy({ shape: [], values: Float32Array.of(0.5) })).toEqual(fixture('scalar'));
  });

  test('of a view into a larger array, its values alone', () => {
    const values = Int32Array.of(9, 7, -1, 2 ** 31 - 1, 9).subarray(1, 4);
    expect(encodeNpy({ shape: [3], values })).toEqual(fixture('int32'));
  });
});

describe('of NumPy', () => {
  test.each([
    ['float32', [2, 3], Float32Array.of(1, -2, Infinity, NaN, 3.4028235e38, 1e-45)],
    ['int32', [3], Int32Array.of(7, -1, 2 ** 31 - 1)],
    ['scalar', [], Float32Array.of(0.5)],
    ['empty', [3, 0], new Float32Array()],
  ])('%s is read', (name, shape, values) => {
    expect(readNpy(place(name))).toEqual({ shape, values });
  });

  test.each([
    ['fortran', 'is in Fortran order, and dlx reads C order'],
    ['big-endian', 'holds values of the type ">f4", and dlx reads "<f4" and "<i4"'],
    ['float64', 'holds values of the type "<f8", and dlx reads "<f4" and "<i4"'],
    ['int64', 'holds values of the type "<i8", and dlx reads "<f4" and "<i4"'],
    ['bool', 'holds values of the type "|b1", and dlx reads "<f4" and "<i4"'],
    ['object', 'holds values of the type "|O", and dlx reads "<f4" and "<i4"'],
    ['version-2', 'is a .npy file of version 2.0, and dlx reads version 1.0'],
  ])('%s is refused', (name, reason) => {
    expect(() => readNpy(place(name))).toThrow(failure(`${place(name)} ${reason}`));
  });

  test('one that is not there is null', () => {
    expect(readNpy(place('nothing'))).toBeNull();
  });
});

/** A file with that header, as long as it says it is, and so many bytes of values. */
function crafted(header: string, dataBytes = 0): Buffer {
  const head = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, 0, 0]);
  head.writeUInt16LE(header.length, 8);
  return Buffer.concat([head, Buffer.from(header, 'latin1'), Buffer.alloc(dataBytes)]);
}

const shaped = (shape: string): string =>
  `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape}), }\n`;

describe('crafted', () => {
  test.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'is no .npy file, or was cut short'],
    ['another file', Buffer.from('PK\u0003\u0004 and more of it'), 'is no .npy file'],
    ['a header that is cut', fixture('float32').subarray(0, 40), 'was cut short within its header'],
    ['values that are cut', fixture('float32').subarray(0, -1), 'has 23 bytes of values'],
    ['values too many', Buffer.concat([fixture('float32'), Buffer.alloc(1)]), 'has 25 bytes'],
    ['a shape larger than memory', crafted(shaped('1000000000000,')), 'needs 4000000000000'],
    [
      'a shape that overflows',
      crafted(shaped('4294967296, 4294967296, 2')),
      'larger than any file',
    ],
    [
      'one that overflows to nothing',
      crafted(shaped('99999999999999999999, 0')),
      'larger than any',
    ],
    ['a shape below zero', crafted(shaped('-1,'), 4), 'has a header that NumPy does not write'],
    ['a shape of an expression', crafted(shaped('2**9,'), 4), 'that NumPy does not write'],
    ['code', crafted(`__import__('os').system('true')\n`), 'that NumPy does not write'],
    ['a key twice', crafted(shaped('1,').replace('}', `'shape': (9,), }`), 4), 'does not write'],
    [
      'a type that moves the cursor',
      crafted(shaped('1,').replace('<f4', '\u001b[2J')),
      '\\u001b[2J',
    ],
  ])('%s', (_, bytes, reason) => {
    expect(() => decodeNpy(bytes, 'test.npy')).toThrow(UserError);
    expect(() => decodeNpy(bytes, 'test.npy')).toThrow(reason);
  });

  test('nothing is read of a file whose header lies about its length', () => {
    const folder = mkdtempSync(join(tmpdir(), 'dlx-test-'));
    const path = join(folder, 'test.npy');
    try {
      writeFileSync(path, crafted(shaped('1000000000000,'), 8));
      expect(() => readNpy(path)).toThrow(`${path} has 8 bytes of values`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('any byte that is changed gives other values or a UserError, never anything else', () => {
    const whole = fixture('float32');
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        try {
          const { shape, values } = decodeNpy(bytes, 'test.npy');
          expect(values.length).toBe(shape.reduce((product, length) => product * length, 1));
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
        }
      }),
    );
  });
});
