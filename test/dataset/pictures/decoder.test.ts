// Pixels as Pillow has them, of every format; and pictures that are refused.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { openDecoder } from '../../../src/dataset/pictures/decoder.js';
import type { Asked } from '../../../src/dataset/pictures/formats.js';
import { root } from '../../folders.js';
import { flat, png } from './made.js';

const fixtures = join(root, 'test/fixtures');
const bytesOf = (file: string): Buffer => readFileSync(join(fixtures, 'pictures', file));

type Case = Asked & { readonly file: string; readonly pixels: string };

const cases = JSON.parse(readFileSync(join(fixtures, 'pictures.json'), 'utf8')) as readonly Case[];
const asked: Asked = { height: 4, width: 4, channels: 3, fit: 'stretch', background: 'black' };

describe("Pillow's pixels, to the last bit", () => {
  test.each(cases.map((one, i) => [i, one.file, one.fit, one.height, one.width, one] as const))(
    '%i: %s, %s to %i × %i',
    async (_, file, _fit, _height, _width, { pixels, ...how }) => {
      const { decode } = await openDecoder();
      const { values } = await decode(bytesOf(file), how);
      const wanted = inflateSync(Buffer.from(pixels, 'base64'));
      expect(Buffer.from(values).equals(wanted)).toBe(true);
    },
  );
});

test('inks: paper is white, all of them are black, and two leave the colour of the third', async () => {
  const { decode } = await openDecoder();
  const { values } = await decode(bytesOf('inks.jpg'), { ...asked, height: 16, width: 64 });
  const at = (x: number): number[] => [...values.subarray((8 * 64 + x) * 3, (8 * 64 + x) * 3 + 3)];
  expect(at(8)).toEqual([255, 255, 255]);
  expect(at(56)).toEqual([0, 0, 0]);
  const [red = 0, green = 255, blue = 255] = at(24);
  expect(red).toBeGreaterThan(200);
  expect(Math.max(green, blue)).toBeLessThan(60);
});

test('what a picture was is told: turned as its EXIF says, and whether light passes it', async () => {
  const { decode, sizeOf } = await openDecoder();
  expect(await sizeOf(bytesOf('turned.jpg'))).toEqual({ height: 24, width: 20 });
  const looks = await Promise.all(
    ['turned.jpg', 'alpha.png', 'colour.png'].map(
      async (name) => (await decode(bytesOf(name), asked)).look,
    ),
  );
  expect(looks).toEqual([
    { height: 24, width: 20, isTransparent: false },
    { height: 20, width: 24, isTransparent: true },
    { height: 20, width: 24, isTransparent: false },
  ]);
});

describe('refused', () => {
  const half = bytesOf('photo.jpg');
  test.each([
    ['nothing', Buffer.alloc(0), /^is empty$/],
    ['a text', Buffer.from('hello'), /^is a text file$/],
    ['BMP', Buffer.from('BM\x46\0\0\0'), /^is BMP, which is not read: save it as PNG or JPEG$/],
    ['the half of a JPEG', half.subarray(0, half.length / 2), /^cannot be decoded \(.+\)$/],
    ['a PNG cut short', bytesOf('photo.png').subarray(0, 3000), /^cannot be decoded \(.+\)$/],
    ['a header alone', bytesOf('colour.png').subarray(0, 20), /^cannot be decoded \(.+\)$/],
    ['a header that lies', png(10_000, 10_000, null), /^cannot be decoded \(.+\)$/],
    [
      '30,000 × 30,000',
      png(30_000, 30_000, null),
      /^has 30000 × 30000 pixels, and at most 256 million/,
    ],
    ['an SVG called a picture', Buffer.from('<svg width="9" height="9"></svg>'), /^is SVG/],
  ])('%s', async (_, bytes, message) => {
    const { decode } = await openDecoder();
    await expect(decode(bytes, asked)).rejects.toThrow(message);
  });
});

test('one pixel fills what is asked for', async () => {
  const { decode } = await openDecoder();
  const { values } = await decode(flat(1, 1, [9, 8, 7]), { ...asked, height: 1, width: 2 });
  expect([...values]).toEqual([9, 8, 7, 9, 8, 7]);
});
