// What gzip and zstd packed, unpacked as it comes; gzip's refusals are in rows.test.ts.
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { parseRows } from '../../../src/dataset/table/rows.js';
import { gunzipped, isGzip, unpackerOf, unzstd } from '../../../src/dataset/table/unpacked.js';
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

// By zstd 1.5.4 of `x,y\n1,a\n2,b\n`; and twice that, one behind the other.
const packedSmall = Buffer.from('KLUv/SQMYQAAeCx5CjEsYQoyLGIK63kqPw==', 'base64');

async function unzipped(packed: Uint8Array, size = 1): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of unzstd(piecesOf(packed, size), 'a.zst')) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

async function* piecesOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const head = 18;
  yield bytes.subarray(0, head);
  for (let at = head; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test('Zstandard, in whatever pieces', async () => {
  expect(unpackerOf(packedSmall)).toBe(unzstd);
  expect(unpackerOf(gzipSync(''))).toBe(gunzipped);
  expect(unpackerOf(Buffer.from('x,y'))).toBeNull();
  const text = 'x,y\n1,a\n2,b\n';
  expect(await unzipped(packedSmall)).toBe(text);
  expect(await unzipped(Buffer.concat([packedSmall, packedSmall]), 5)).toBe(text + text);
  const rows: (readonly string[])[] = [];
  const format = { delimiter: ',', encoding: 'utf-8' } as const;
  await parseRows([packedSmall], 'a.csv.zst', format, (cells) => rows.push(cells));
  expect(rows).toEqual([
    ['x', 'y'],
    ['1', 'a'],
    ['2', 'b'],
  ]);
});

test('Zstandard that is cut off, damaged or wants too much is refused', async () => {
  await expect(unzipped(packedSmall.subarray(0, 17))).rejects.toThrow(
    'a.zst is cut off: its Zstandard ends early; copy or download it again',
  );
  await expect(unzipped(Buffer.concat([packedSmall, Buffer.from('x,y more')]))).rejects.toThrow(
    /a\.zst is damaged/,
  );
  // RFC 8878: a window descriptor of exponent 18 says 2^28 bytes.
  const wide = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 18 << 3, 0, 0, 0, 0, 0, 0, 0, 0]);
  await expect(unzipped(wide)).rejects.toThrow(
    'a.zst was packed to be unpacked with more than 128 MB of memory',
  );
  // A single segment of eight bytes of size: 2^32.
  const long = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
  await expect(unzipped(long)).rejects.toThrow(/more than 128 MB/);
});
