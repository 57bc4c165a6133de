import { expect, test } from '@jest/globals';
import { openDecoder } from '../../../src/dataset/pictures/decoder.js';
import { pngOf } from '../../../src/dataset/pictures/encoded.js';

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
