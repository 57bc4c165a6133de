// Sizes by hand; Pillow's own pixels are held in decoder.test.ts.
import { expect, test } from '@jest/globals';
import type { Asked } from '../../../src/dataset/pictures/formats.js';
import { resized, type Pixels } from '../../../src/dataset/pictures/resizing.js';

const grey = (height: number, width: number, values: readonly number[]): Pixels => ({
  height,
  width,
  channels: 1,
  values: Uint8Array.from(values),
});
const asked = (height: number, width: number, fit: Asked['fit'] = 'stretch'): Asked => ({
  height,
  width,
  channels: 1,
  fit,
  background: 'white',
});

test('the same size is the same pixels', () => {
  const pixels = grey(1, 2, [1, 2]);
  expect(resized(pixels, asked(1, 2))).toBe(pixels.values);
});

test('twice as wide: each new centre lies a quarter from an old one', () => {
  expect([...resized(grey(1, 2, [0, 100]), asked(1, 4))]).toEqual([0, 25, 75, 100]);
});

// A triangle of four pixels, 1 3 3 1, cut at the edge: 3 3 1 of 7.
test('half as wide: the triangle is as wide as the pixels that become one', () => {
  expect([...resized(grey(1, 4, [0, 70, 140, 210]), asked(1, 2))]).toEqual([
    Math.round((3 * 70 + 140) / 7),
    Math.round((70 + 3 * 140 + 3 * 210) / 7),
  ]);
});

test('cover takes the middle, contain sets it on the background', () => {
  const wide = grey(2, 4, [1, 2, 3, 4, 5, 6, 7, 8]);
  expect([...resized(wide, asked(2, 2, 'cover'))]).toEqual([2, 3, 6, 7]);
  expect([...resized(wide, asked(4, 4, 'contain'))]).toEqual([
    ...[255, 255, 255, 255],
    ...wide.values,
    ...[255, 255, 255, 255],
  ]);
});
