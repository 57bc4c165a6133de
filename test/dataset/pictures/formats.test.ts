// What a file is by its first bytes.
import { expect, test } from '@jest/globals';
import { isPictureName, isText, looksOf } from '../../../src/dataset/pictures/formats.js';

const of = (text: string): Buffer => Buffer.from(text, 'latin1');

test.each([
  ['\xff\xd8\xff\xe0', 'JPEG'],
  ['\x89PNG\r\n\x1a\n', 'PNG'],
  ['GIF89a', 'GIF'],
  ['RIFF\x10\0\0\0WEBPVP8 ', 'WebP'],
  ['II*\0', 'TIFF'],
  ['MM\0*', 'TIFF'],
])('%j is %s', (text, format) => {
  expect(looksOf(of(text))).toEqual({ format });
});

test.each([
  ['BM\x46\0', 'BMP'],
  ['\0\0\0\x20ftypheic', 'HEIC'],
  ['\0\0\0\x20ftypavif', 'AVIF'],
  ['<svg xmlns', 'SVG'],
  ['RIFF\x10\0\0\0WAVEfmt ', 'no picture that is known'],
  ['hello, world', 'a text file'],
  ['', 'empty'],
])('%j is %s instead', (text, instead) => {
  expect(looksOf(of(text))).toMatchObject({ instead });
});

test('names of pictures, whatever their case', () => {
  expect(['a.JPG', 'b.jpeg', 'c.Tif', 'd.bmp'].filter(isPictureName)).toHaveLength(4);
  expect(['a.txt', 'jpg', 'b.png.gz', '.png.swp'].filter(isPictureName)).toEqual([]);
});

test('a list of paths is a text, zero bytes between them or not', () => {
  expect([of('a/b.png\nc.png\n'), of('a.png\0b.png\0')].map(isText)).toEqual([true, true]);
  expect(isText(of('a\x01b'))).toBe(false);
});
