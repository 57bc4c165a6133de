// The bytes of a safetensors file, worked out by hand from the format's description.
import { describe, expect, test } from '@jest/globals';
import { encodeSafetensors } from '../../../src/run/format/safetensors.js';

describe('safetensors', () => {
  const bytes = Buffer.from(
    encodeSafetensors(
      [
        { name: 'a/kernel', shape: [2, 1], values: Float32Array.of(1, -2) },
        { name: 'a/bias', shape: [1], values: Float32Array.of(0.5) },
      ],
      { run: 'ü' },
    ),
  );
  const length = Number(bytes.readBigUInt64LE(0));

  test('a length, a header that ends at a multiple of eight, the values', () => {
    expect(length % 8).toBe(0);
    expect(JSON.parse(bytes.subarray(8, 8 + length).toString())).toEqual({
      __metadata__: { run: 'ü' },
      'a/kernel': { dtype: 'F32', shape: [2, 1], data_offsets: [0, 8] },
      'a/bias': { dtype: 'F32', shape: [1], data_offsets: [8, 12] },
    });
    // IEEE 754: 1, -2 and 0.5, little-endian.
    expect(bytes.subarray(8 + length).toString('hex')).toBe('0000803f000000c00000003f');
  });

  test('values that are a view into a larger buffer', () => {
    const all = Float32Array.of(9, 1, 9);
    const view = Buffer.from(
      encodeSafetensors([{ name: 'x', shape: [1], values: all.subarray(1, 2) }]),
    );
    expect(view.subarray(-4).toString('hex')).toBe('0000803f');
  });
});
