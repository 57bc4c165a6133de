// A checksum for each variable after a step.
import { expect, test } from '@jest/globals';
import { differingSums, encodeFingerprint, type Fingerprint } from '../../src/run/fingerprint.js';

// The CRC-32 of the bytes 31 to 39 ("123456789" in ASCII), as RFC 1952's has it, is cbf43926; of
// "12345678" it is 9ae0daaf.
const digits = Buffer.from('xxxx12345678');

test('is the CRC-32 of its bytes, of no others in the same memory', () => {
  const values = new Float32Array(Uint8Array.from(digits).buffer, 4, 2);
  expect(
    JSON.parse(encodeFingerprint({ epoch: 2, step: 3, bits: [{ name: 'a', values }] })),
  ).toEqual({ epoch: 2, step: 3, sums: { a: '9ae0daaf' } });
});

test('tells zero from minus zero, and one NaN from another', () => {
  const sumOf = (bits: number): string => {
    const values = new Float32Array(Uint32Array.of(bits).buffer);
    return encodeFingerprint({ epoch: 1, step: 1, bits: [{ name: 'a', values }] });
  };
  expect(new Set([0, 0x80000000, 0x7fc00000, 0x7fc00001].map(sumOf)).size).toBe(4);
});

test('differs in what has another sum, or none', () => {
  const print = (sums: Fingerprint['sums']): Fingerprint => ({ epoch: 1, step: 1, sums });
  const one = print({ a: '1', b: '2', c: '3' });
  expect(differingSums(one, one)).toEqual([]);
  expect(differingSums(one, print({ a: '1', b: '9', d: '4' }))).toEqual(['b', 'c', 'd']);
});
