// Images of an IDX file in batches, plain or gzipped, however its bytes come.
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { InputFacts } from '../../../src/dataset/facts.js';
import { readNewImages } from '../../../src/dataset/images/new-images.js';
import { Batches, nothingFound, type RowBatch } from '../../../src/dataset/new-rows.js';

const input: InputFacts = {
  name: 'image',
  kind: 'image',
  shape: [2, 3, 1],
  divide_by: 255,
  vocabulary: null,
  columns: null,
  reading: null,
};
const header = (...shape: number[]): Buffer =>
  Buffer.from([0, 0, 8, shape.length, ...shape.flatMap((size) => [0, 0, 0, size])]);
const pixels = Buffer.from(Array.from({ length: 24 }, (_, i) => i));

async function read(bytes: Buffer, size: number): Promise<readonly RowBatch[]> {
  const batches = new Batches((length) => new Uint8Array(length), 3, 6, nothingFound());
  const file = {
    name: 'new.idx',
    pieces: async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    },
  };
  const got: RowBatch[] = [];
  const request = { input, target: 'label', rows: 3, keep: [] };
  for await (const batch of readNewImages(file, request, batches)) got.push(batch);
  return [...got, ...batches.all()];
}

test.each([1, 5, 17, 100])('in pieces of %i bytes', async (size) => {
  const whole = Buffer.concat([header(4, 2, 3), pixels]);
  for (const bytes of [whole, gzipSync(whole)]) {
    const batches = await read(bytes, size);
    expect(batches.map(({ count }) => count)).toEqual([3, 1]);
    expect(Buffer.concat(batches.map(({ inputs }) => inputs[0] as Uint8Array))).toEqual(pixels);
  }
});

describe('refused', () => {
  test.each([
    ['nothing', Buffer.alloc(0), /has only 0 bytes/],
    ['a text', Buffer.from('a,b\n1,2\n'), /is not an IDX file/],
    [
      'labels',
      Buffer.concat([header(4), pixels.subarray(0, 4)]),
      /the shape 4, which are no images/,
    ],
    [
      'other images',
      Buffer.concat([header(4, 3, 2), pixels]),
      /images of 3 × 2 × 1, and the model takes images of 2 × 3 × 1/,
    ],
    ['a part', Buffer.concat([header(5, 2, 3), pixels]), /is cut short/],
    ['too much', Buffer.concat([header(3, 2, 3), pixels]), /is too long/],
    [
      'a cut gzip',
      gzipSync(Buffer.concat([header(4, 2, 3), pixels])).subarray(0, 30),
      /cut or damaged gzip/,
    ],
  ])('%s', async (_name, bytes, message) => {
    await expect(read(bytes, 7)).rejects.toThrow(message);
  });
});
