// The first bytes of an IDX file, as its description has them, and whether a file can hold what they
// say.
import { describe, expect, test } from '@jest/globals';
import { checkSize, parseIdxHeader } from '../../../src/dataset/images/idx-header.js';
import { idxBytes } from '../fixtures.js';

const good = idxBytes([2, 2, 3], [0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255]);

test('a header is not parsed before it is there', () => {
  for (let length = 0; length < 16; length += 1) {
    expect(parseIdxHeader(good.subarray(0, length), 'x')).toBeUndefined();
  }
  expect(parseIdxHeader(good.subarray(0, 16), 'x')).toEqual({
    shape: [2, 2, 3],
    headerBytes: 16,
    totalBytes: 28,
  });
});

test.each([
  ['other bytes', Buffer.from('P5\n28'), 'x is not an IDX file: it does not begin with 00 00 08'],
  ['a type that is none', idxBytes([2], [0], 0x0a), 'x is not an IDX file'],
  ['floats', idxBytes([2], [0], 0x0d), 'x holds float32 values, expected unsigned bytes (type 08)'],
  [
    'no dimension',
    idxBytes([], []),
    'x has 0 dimensions, expected 1 for labels, 3 or 4 for images',
  ],
  ['too many', idxBytes([1, 1, 1, 1, 1], [1]), 'x has 5 dimensions'],
  ['nothing', idxBytes([0, 28, 28], []), 'x is empty: its header says 0 × 28 × 28'],
])('%s is no header', (_, bytes, message) => {
  expect(() => parseIdxHeader(bytes, 'x')).toThrow(message);
});

describe('a file that is described by its header', () => {
  const header = { shape: [2, 3], headerBytes: 12, totalBytes: 18 };
  const check =
    (size: number, gzipped: boolean, limit = 1000) =>
    () =>
      checkSize('x', header, { size, gzipped, limit });

  test('has its size, or gzipped any that could', () => {
    expect(check(18, false)).not.toThrow();
    // One byte of deflate makes at most 1032.
    expect(check(1, true)).not.toThrow();
    expect(check(18, false, 18)).not.toThrow();
  });

  test('has no other one', () => {
    expect(check(17, false)).toThrow(
      'x is cut short: its header says 2 × 3 = 6 values, but it holds 5',
    );
    expect(check(19, false)).toThrow(
      'x is too long: its header says 2 × 3 = 6 values, but it holds more',
    );
    expect(check(18, false, 17)).toThrow(
      'x says it holds 2 × 3 bytes, more than the 17 that dlx reads: use a smaller file',
    );
    const large = { shape: [2000], headerBytes: 8, totalBytes: 2008 };
    expect(() => checkSize('x', large, { size: 1, gzipped: true, limit: 10_000 })).toThrow(
      'x is cut short: its header says 2000 bytes, which 1 gzipped bytes cannot hold',
    );
  });
});
