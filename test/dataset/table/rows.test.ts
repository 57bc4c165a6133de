// The door to a table's rows: the same rows and the same hash in whatever form they come, by what
// the bytes are.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { parseRows } from '../../../src/dataset/table/rows.js';
import { caught, inPieces } from './reading-helpers.js';
import { isWhole } from '../../whole.js';

type Read = { readonly rows: readonly unknown[]; readonly hash: string };

async function rowsOf(
  content: string | Uint8Array,
  name = 'a.csv',
  delimiter = ',',
): Promise<Read> {
  const rows: unknown[] = [];
  const format = { delimiter, encoding: 'utf-8' as const };
  const hash = await parseRows(inPieces(Buffer.from(content)), name, format, (cells) =>
    rows.push(cells),
  );
  return { rows, hash };
}

const rows = [
  ['x', 'y'],
  ['1', 'a b'],
  ['2.5', ''],
];
const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the same rows', () => {
  test.each([
    ['CSV', 'a.csv', 'x,y\n1,a b\n2.5,\n'],
    ['TSV, by its name', 'a.TSV', 'x\ty\n1\ta b\n2.5\t\n'],
    ['JSON lines, by what they are', 'a.txt', '{"x": 1, "y": "a b"}\n{"y": null, "x": 2.5}\n'],
  ])('of %s, packed by gzip or not, whatever the name', async (_, name, text) => {
    const packed = gzipSync(text);
    for (const [content, file] of [
      [text, name],
      [packed, `${name}.gz`],
      // Two packed parts after one another are one file, and zeros may fill a block.
      [Buffer.concat([gzipSync(text.slice(0, 5)), gzipSync(text.slice(5)), Buffer.alloc(9)]), name],
    ] as const) {
      expect(await rowsOf(content, file)).toEqual({ rows, hash: sha(text) });
    }
  });

  test('a file that is called .tsv may have commas, and another delimiter may be said', async () => {
    expect((await rowsOf('x,y\n1,a b\n2.5,\n', 'a.tsv')).rows).toEqual(rows);
    expect((await rowsOf('x;y\n1;a b\n2.5;\n', 'a.tsv', ';')).rows).toEqual(rows);
    expect((await rowsOf('x\ty,z\n1\t2,3\n', 'a.csv')).rows).toEqual([
      ['x\ty', 'z'],
      ['1\t2', '3'],
    ]);
  });
});

describe('a packed file', () => {
  const packed = gzipSync('x,y\n1,2\n'.repeat(50));

  test.each([
    ['cut off', packed.subarray(0, -5), 'a.csv.gz is cut off: its gzip ends early'],
    ['cut off within its header', packed.subarray(0, 6), 'a.csv.gz is cut off'],
    [
      'with something behind it',
      Buffer.concat([packed, Buffer.from('something else')]),
      'a.csv.gz is damaged: what its gzip holds cannot be unpacked, or something else follows its end',
    ],
    ['with a bit that is wrong', flipped(packed, packed.length - 6), 'a.csv.gz is damaged'],
    ['packed twice', gzipSync(packed), 'a.csv.gz is compressed by gzip: unpack it first'],
  ])('%s is refused', async (_, content, said) => {
    expect(await caught(rowsOf(content, 'a.csv.gz'))).toContain(said);
  });

  test('that is damaged is called so, and not what its damage made of the rows', async () => {
    const text = `x,y\n${'1,a\n22,b\n'.repeat(3000)}`;
    // Stored, not packed: a changed byte changes the text alone, and the sum at the end tells.
    const stored = Buffer.from(gzipSync(text, { level: 0 }));
    stored[stored.indexOf('22,b')] = 0x2c;
    expect(await caught(rowsOf(stored, 'a.csv.gz'))).toMatch(
      /^a\.csv\.gz is damaged: what its gzip/,
    );
    const ragged = gzipSync(text.replace('22,b', '22,b,c'));
    expect(await caught(rowsOf(ragged, 'a.csv.gz'))).toMatch(/^a\.csv\.gz, line 3 has 3 cells/);
  });

  // A row of a text that is not packed has no end in hostile-files.
  (isWhole ? test : test.skip)('that unpacks to a row without end is refused early', async () => {
    expect(await caught(rowsOf(gzipSync(Buffer.alloc(2 ** 25, 'x')), 'a.csv.gz'))).toBe(
      'a.csv.gz has a row of more than 16 MB, up to line 1: a quote (") may never be closed',
    );
  });
});

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const other = Uint8Array.from(bytes);
  other[at] = (other[at] ?? 0) ^ 1;
  return other;
}
