// What gzip packed, unpacked as it comes; its refusals are in rows.test.ts.
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { gunzipped, isGzip, unpackerOf } from '../../../src/dataset/table/unpacked.js';
import { unzstd } from '../../../src/dataset/table/zstd.js';
import { inPieces } from './reading-helpers.js';

test('pieces come out as they are made, and the source is closed with whoever stops', async () => {
  const packed = gzipSync(Buffer.alloc(2 ** 22));
  expect(isGzip(packed)).toBe(true);
  expect(isGzip(Buffer.from('x,y'))).toBe(false);
  let isClosed = false;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield* inPieces(packed, 100);
    } finally {
      isClosed = true;
    }
  }
  for await (const piece of gunzipped(source(), 'a.gz')) {
    expect(piece.length).toBeLessThan(2 ** 20);
    break;
  }
  await new Promise((resolve) => setImmediate(resolve));
  expect(isClosed).toBe(true);
});

test('what goes wrong in the source is told as it is', async () => {
  async function* source(): AsyncGenerator<Uint8Array> {
    yield gzipSync('x').subarray(0, 5);
    throw new Error('the disk is gone');
  }
  const read = async (): Promise<void> => {
    for await (const _ of gunzipped(source(), 'a.gz'));
  };
  await expect(read()).rejects.toThrow('the disk is gone');
});

test('what packed a file shows in its first bytes', () => {
  expect(unpackerOf(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]))).toBe(unzstd);
  expect(unpackerOf(gzipSync(''))).toBe(gunzipped);
  expect(unpackerOf(Buffer.from('x,y'))).toBeNull();
});
