import { expect, test } from '@jest/globals';
import { openDecoder } from '../../../src/dataset/pictures/decoder.js';
import { pngOf, pngOfSvg } from '../../../src/dataset/pictures/encoded.js';

test.each([1, 3])('what is written in %d channels is read as it was', async (channels) => {
  const values = Uint8Array.from({ length: 6 * channels }, (_, i) => (i * 37) % 256);
  const png = await pngOf(values, [2, 3, channels]);
  const { decode } = await openDecoder();
  const read = await decode(png, {
    height: 2,
    width: 3,
    channels,
    fit: 'stretch',
    background: 'black',
  });
  expect([...read.values]).toEqual([...values]);
  expect(read.look).toMatchObject({ height: 2, width: 3 });
});

test('a drawing is as many times as large as is asked for', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"><rect width="4" height="2" fill="#ff0000"/></svg>';
  const { decode } = await openDecoder();
  const { values, look } = await decode(await pngOfSvg(svg, 3), {
    height: 6,
    width: 12,
    channels: 3,
    fit: 'stretch',
    background: 'black',
  });
  expect(look).toMatchObject({ height: 6, width: 12 });
  expect([...values.slice(0, 3)]).toEqual([255, 0, 0]);
  await expect(pngOfSvg('<svg', 1)).rejects.toThrow('cannot be drawn');
});
