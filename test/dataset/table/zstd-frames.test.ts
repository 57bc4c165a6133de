// Where frames of Zstandard begin and end, by hand.
import { expect, test } from '@jest/globals';
import { zstdFrames } from '../../../src/dataset/table/zstd-frames.js';

const start = [0x28, 0xb5, 0x2f, 0xfd];
// A single segment of three bytes: one raw block, the last one.
const plain = [...start, 0x20, 3, (3 << 3) | 1, 0, 0, 97, 98, 99];
// With a window of 2^(10 + 1) and a half, a block of one byte nine times, and a sum.
const summed = [...start, 0x04, (1 << 3) | 4, (9 << 3) | 2 | 1, 0, 0, 97, 1, 2, 3, 4];

const read = (bytes: readonly number[], size: number) => {
  const looked: number[] = [];
  const frames = zstdFrames((bytes) => looked.push(bytes));
  const ends: (readonly [number, number | null])[] = [];
  let count = 0;
  for (let at = 0; at < bytes.length; at += size) {
    for (const part of frames.partsOf(Uint8Array.from(bytes.slice(at, at + size)))) {
      count += part.bytes.length;
      if (part.end) ends.push([count, part.end.sum]);
    }
  }
  return { looked, ends, count, rest: frames.rest().length };
};

test.each([1, 2, 5, 100])('in pieces of %i bytes', (size) => {
  expect(read([...plain, ...summed, ...plain], size)).toEqual({
    looked: [3, 3072, 3],
    ends: [
      [plain.length, null],
      [plain.length + summed.length, 0x04030201],
      [2 * plain.length + summed.length, null],
    ],
    count: 2 * plain.length + summed.length,
    rest: 0,
  });
  const skipped = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 7, 7, 7];
  const empty = [0x5f, 0x2a, 0x4d, 0x18, 0, 0, 0, 0];
  const { ends, looked } = read([...skipped, ...empty, ...plain, ...empty, ...skipped], size);
  expect([looked, ends.length]).toEqual([[3], 1]);
});

test('what is no frame is passed on', () => {
  expect(read([...plain, ...start.slice(0, 3)], 4)).toMatchObject({ count: plain.length, rest: 3 });
  expect(read([...Buffer.from('x,y and more')], 4)).toEqual({
    looked: [],
    ends: [],
    count: 12,
    rest: 0,
  });
});
