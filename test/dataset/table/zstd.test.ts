// What zstd packed, unpacked as it comes, and held to its sums.
import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { parseRows } from '../../../src/dataset/table/rows.js';
import { unzstd } from '../../../src/dataset/table/zstd.js';
import { fc } from '../../drawn.js';

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

test('a byte that is another one is noticed, wherever it lies', async () => {
  const text = 'x,y\n1,a\n2,b\n';
  const whole = Buffer.concat([packedSmall, packedSmall]);
  for (let at = 0; at < whole.length; at += 1) {
    for (const bit of [1, 16]) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ bit;
      const found = await unzipped(damaged, 7).catch((error: unknown) => String(error));
      // A header may say another window, which is none of what it holds.
      if (found !== text + text) expect(found).toMatch(/a\.zst (?:is|was) /);
    }
  }
  const other = Buffer.from(packedSmall);
  // The last literal of the text, and its sum.
  other[packedSmall.indexOf('b')] = 'c'.charCodeAt(0);
  await expect(unzipped(other)).rejects.toThrow(
    'a.zst is damaged: what its Zstandard holds has another sum than was packed; copy or download it again',
  );
});

test('a frame without a sum, and one that is skipped', async () => {
  // A raw last block of three bytes in a single segment; a skippable frame of two bytes before it.
  const raw = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, 3, (3 << 3) | 1, 0, 0, 97, 98, 99]);
  const skipped = Buffer.from([0x53, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2]);
  expect(await unzipped(Buffer.concat([skipped, raw, skipped, raw]), 3)).toBe('abcabc');
});

const hasZstd = spawnSync('zstd', ['--version']).status === 0;

(hasZstd ? test : test.skip)('whatever zstd packs, cut anywhere', async () => {
  const packedBy = (bytes: Uint8Array, ...words: readonly string[]): Buffer =>
    spawnSync('zstd', ['-q', '-c', ...words], { input: bytes }).stdout;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('abc', '1,2\n', 'zzzzzzzzzzzz', 'é'), { maxLength: 3000 }),
      fc.constantFrom(['-1'], ['-19'], ['--no-check'], ['-5', '--no-content-size']),
      fc.integer({ min: 1, max: 500 }),
      async (parts, words, size) => {
        const text = parts.join('');
        const packed = packedBy(Buffer.from(text), ...words);
        expect(await unzipped(Buffer.concat([packed, packed]), size)).toBe(text + text);
      },
    ),
    { numRuns: 10 },
  );
});
