// Pictures are streamed where they are asked for so, or are more than memory takes.
import { expect, test } from '@jest/globals';
import type { Asked } from '../../../src/dataset/pictures/formats.js';
import { streaming } from '../../../src/dataset/pictures/streaming.js';

const asked: Asked = { height: 64, width: 64, channels: 3, fit: 'stretch', background: 'black' };
// 64 × 64 × 3 bytes a picture: 2 GiB hold 174,762 of them.
const [few, many] = [
  [100_000, 74_762],
  [100_000, 74_763],
] as const;
const wish = (stream: boolean | null, isMirror = false): Parameters<typeof streaming>[0] => ({
  stream,
  isMirror,
});

test('as it is said, or by their size', () => {
  expect(streaming(wish(null), few, asked)).toEqual({ isStreamed: false, notes: [] });
  expect(streaming(wish(true), few, asked)).toEqual({ isStreamed: true, notes: [] });
  expect(streaming(wish(null), many, asked)).toEqual({
    isStreamed: true,
    notes: [
      '174763 pictures of 64 × 64 × 3 (2.1 GB) are more than memory takes: they are streamed, and shuffled through blocks (stream: true)',
    ],
  });
  expect(streaming(wish(false), many, asked).isStreamed).toBe(false);
});

test('refused', () => {
  expect(() => streaming(wish(false), [174_763], asked)).toThrow(/or say stream: true$/);
  expect(() => streaming(wish(true, true), few, asked)).toThrow(/remove stream$/);
  expect(streaming(wish(null, true), many, asked).isStreamed).toBe(false);
});
