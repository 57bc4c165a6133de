// The digests here are sha256sum's.
import { expect, test } from '@jest/globals';
import { isSealed, openSeal, seal } from '../../../src/run/format/seal.js';

// printf 'a%064db' 0 | sha256sum
const digest = '9e0d1f305b5611dee5704778be3ad1e0c4b67f66ca07baa9bd4ab3bd4bd652c1';

test('the seal is the SHA-256 of the file with zeros in its place', () => {
  const bytes = Buffer.from(`a${openSeal}b`);
  expect(isSealed(bytes, 1)).toBe(false);
  seal(bytes, 1);
  expect(bytes.toString('latin1')).toBe(`a${digest}b`);
  expect(isSealed(bytes, 1)).toBe(true);
});

test.each([0, 1, 30, 64, 65])('a changed byte breaks it: %i', (at) => {
  const bytes = Buffer.from(`a${digest}b`);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  expect(isSealed(bytes, 1)).toBe(false);
});

test('where there is no room for one there is none', () => {
  const bytes = Buffer.from(`a${digest}b`);
  expect([-1, 0, 2, 3, 1000].map((at) => isSealed(bytes, at))).toEqual(Array(5).fill(false));
});
