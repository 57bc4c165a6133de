import { describe, expect, test } from '@jest/globals';
import { fc } from '../../drawn.js';
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readIdx, readIdxCounts, readIdxShape } from '../../../src/dataset/images/idx.js';
import { UserError } from '../../../src/ground/errors.js';
import { idxBytes, refusal, temporaryFolder, writeIn } from '../fixtures.js';

const folder = temporaryFolder();
const good = idxBytes([2, 2, 3], [0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255]);

describe('an IDX file', () => {
  test.each([
    ['plain', good],
    ['gzipped', gzipSync(good)],
    [
      'gzipped in two members',
      Buffer.concat([gzipSync(good.subarray(0, 7)), gzipSync(good.subarray(7))]),
    ],
  ])('%s gives its shape, values and the hash of its decoded bytes', async (name, bytes) => {
    const array = await readIdx(writeIn(folder, `${name}.idx`, bytes));
    expect(array.shape).toEqual([2, 2, 3]);
    expect([...array.data]).toEqual([0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255]);
    expect(array.sha256).toBe(createHash('sha256').update(good).digest('hex'));
    expect((await readIdxShape(join(folder, `${name}.idx`))).shape).toEqual([2, 2, 3]);
    const counts = await readIdxCounts(join(folder, `${name}.idx`));
    expect(counts.flatMap((count, value) => (count === 1 ? [value] : []))).toEqual([...array.data]);
    expect(counts).toHaveLength(256);
  });

  test('larger than a chunk of the reader comes whole', async () => {
    const data = Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * 7 + (i >> 8)) & 255);
    for (const bytes of [
      idxBytes([3, 1000, 1000], data),
      gzipSync(idxBytes([3, 1000, 1000], data)),
    ]) {
      const array = await readIdx(writeIn(folder, 'large.idx', bytes));
      expect(Buffer.compare(array.data, data)).toBe(0);
    }
  });
});

describe('an IDX file that is unfit is refused in one sentence', () => {
  const claimed = gzipSync(idxBytes([1_000_000, 10, 100], [1]));
  const cases: readonly [string, Uint8Array, string][] = [
    [
      'empty',
      Buffer.alloc(0),
      'is cut short: it has only 0 bytes, too few for the header of an IDX file',
    ],
    [
      'header cut',
      good.subarray(0, 10),
      'is cut short: it has only 10 bytes, too few for the header of an IDX file',
    ],
    [
      'header cut, gzipped',
      gzipSync(good.subarray(0, 10)),
      'is cut short: it has only 10 bytes, too few for the header of an IDX file',
    ],
    [
      'values cut',
      good.subarray(0, 20),
      'is cut short: its header says 2 × 2 × 3 = 12 values, but it holds 4',
    ],
    [
      'values cut, gzipped',
      gzipSync(good.subarray(0, 20)),
      'is cut short: its header says 2 × 2 × 3 = 12 values, but it holds 4',
    ],
    [
      'too long',
      Buffer.concat([good, Buffer.alloc(1)]),
      'is too long: its header says 2 × 2 × 3 = 12 values, but it holds more',
    ],
    [
      'too long, gzipped',
      gzipSync(Buffer.concat([good, Buffer.alloc(1)])),
      'is too long: its header says 2 × 2 × 3 = 12 values, but it holds more',
    ],
    [
      'a picture',
      Buffer.from('89504e470d0a1a0a', 'hex'),
      'is not an IDX file: it does not begin with 00 00 08 and the number of dimensions',
    ],
    [
      'wrong type',
      idxBytes([1], [1], 0x0d),
      'holds float32 values, expected unsigned bytes (type 08): convert it',
    ],
    [
      'no dimensions',
      idxBytes([], []),
      'has 0 dimensions, expected 1 for labels, 3 or 4 for images',
    ],
    [
      'five dimensions',
      idxBytes([1, 1, 1, 1, 1], [1]),
      'has 5 dimensions, expected 1 for labels, 3 or 4 for images',
    ],
    ['no samples', idxBytes([0, 28, 28], []), 'is empty: its header says 0 × 28 × 28'],
    [
      'claims 10 GB',
      idxBytes([10_000_000, 10, 100], [1]),
      'says it holds 10000000 × 10 × 100 bytes, more than the 2147483648 that dlx reads: use a smaller file',
    ],
    [
      'claims 10 GB, gzipped',
      gzipSync(idxBytes([10_000_000, 10, 100], [1])),
      'says it holds 10000000 × 10 × 100 bytes, more than the 2147483648 that dlx reads: use a smaller file',
    ],
    [
      'claims 1 GB',
      idxBytes([1_000_000, 10, 100], [1]),
      'is cut short: its header says 1000000 × 10 × 100 = 1000000000 values, but it holds 1',
    ],
    [
      'claims 1 GB, gzipped',
      claimed,
      `is cut short: its header says 1000000 × 10 × 100 bytes, which ${claimed.length} gzipped bytes cannot hold`,
    ],
    [
      'a bomb of zeros',
      gzipSync(Buffer.alloc(50_000_000)),
      'is not an IDX file: it does not begin with 00 00 08 and the number of dimensions',
    ],
    [
      'a bomb behind a small header',
      gzipSync(Buffer.concat([good, Buffer.alloc(50_000_000)])),
      'is too long: its header says 2 × 2 × 3 = 12 values, but it holds more',
    ],
  ];
  test.each(cases)('%s', async (_name, bytes, message) => {
    const path = writeIn(folder, 'bad.idx', bytes);
    for (const read of [readIdx, readIdxCounts]) {
      expect(await refusal(read(path))).toEqual({ message: `${path} ${message}`, exitCode: 1 });
    }
  });

  test('gzip that is cut, or changed', async () => {
    const whole = gzipSync(good);
    const cut = writeIn(folder, 'cut.gz', whole.subarray(0, whole.length - 9));
    expect((await refusal(readIdx(cut))).message).toBe(
      `${cut} is a cut or damaged gzip file (unexpected end of file): copy or download it again`,
    );
    const changed = Buffer.from(whole);
    changed[changed.length - 6]! ^= 1;
    const damaged = writeIn(folder, 'damaged.gz', changed);
    expect((await refusal(readIdx(damaged))).message).toBe(
      `${damaged} is a cut or damaged gzip file (incorrect data check): copy or download it again`,
    );
  });

  test('no file, or a folder', async () => {
    const nowhere = join(folder, 'nowhere.gz');
    expect((await refusal(readIdx(nowhere))).message).toBe(
      `${nowhere} does not exist: mend the path (relative ones start at the spec's folder, after -S at the current one) or put the file there`,
    );
    const inner = join(folder, 'inner');
    mkdirSync(inner);
    expect((await refusal(readIdx(inner))).message).toBe(`${inner} is a folder, expected a file`);
  });

  test('more than a limit of the caller', async () => {
    const path = writeIn(folder, 'limit.idx', good);
    expect((await refusal(readIdx(path, 27))).message).toBe(
      `${path} says it holds 2 × 2 × 3 bytes, more than the 27 that dlx reads: use a smaller file`,
    );
    expect((await readIdx(path, 28)).data.length).toBe(12);
  });
});

test('whatever the bytes, an IDX file is read or refused with a UserError', async () => {
  const magic = fc.constantFrom(
    [],
    [0, 0],
    [0, 0, 8],
    [0, 0, 8, 1],
    [0, 0, 8, 3],
    [0, 0, 8, 1, 0, 0, 0],
  );
  const property = fc.asyncProperty(
    magic,
    fc.uint8Array({ maxLength: 40 }),
    fc.boolean(),
    fc.nat({ max: 3 }),
    async (start, rest, zipped, cut) => {
      const plain = Buffer.concat([Uint8Array.from(start), rest]);
      const bytes = zipped ? gzipSync(plain) : plain;
      const path = writeIn(folder, 'any.idx', bytes.subarray(0, Math.max(0, bytes.length - cut)));
      for (const read of [() => readIdx(path), () => readIdxShape(path)]) {
        await read().catch((error: unknown) => expect(error).toBeInstanceOf(UserError));
      }
    },
  );
  await fc.assert(property, { numRuns: 300 });
});
