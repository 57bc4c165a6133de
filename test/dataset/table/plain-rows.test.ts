// Plain rows beside csv-parse: the same cells, lines and refusals, whatever the file and however it
// is cut.
import { expect, test } from '@jest/globals';
import { Parser } from 'csv-parse';
import { fc } from '../../drawn.js';
import { parseRows } from '../../../src/dataset/table/rows.js';
import { isWhole } from '../../whole.js';

type Found = { readonly rows: readonly unknown[]; readonly refused: boolean };

/**
 * All of a text by csv-parse alone; a row is on the line that it begins on. In quotes csv-parse counts a
 * carriage return and a line feed as a line each.
 */
function byCsvParse(text: string, delimiter: string): Promise<Found> {
  const rows: unknown[] = [];
  let twice = 0;
  const parser = new Parser({
    bom: true,
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    skip_empty_lines: true,
    trim: true,
    on_record: (cells: string[], { lines }) => {
      const within = cells.join('');
      rows.push([...cells, lines - twice - (within.match(/[\r\n]/g)?.length ?? 0)]);
      twice += within.match(/\r\n/g)?.length ?? 0;
      return null;
    },
  });
  return new Promise((resolve) => {
    parser.on('error', () => resolve({ rows, refused: true }));
    parser.on('end', () => resolve({ rows, refused: false }));
    parser.resume();
    parser.end(Buffer.from(text));
  });
}

async function byDlx(text: string, delimiter: string, sizes: readonly number[]): Promise<Found> {
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  pieces.push(bytes.subarray(at));
  const rows: unknown[] = [];
  try {
    await parseRows(pieces, 'a.csv', { delimiter, encoding: 'utf-8' }, (cells, line) =>
      rows.push([...cells, line]),
    );
    return { rows, refused: false };
  } catch {
    return { rows, refused: true };
  }
}

const shards = [
  ...['a', '1', '-2.5e3', 'é', 'Zoë', '😀', ' ', '\t', '\u00a0', '\ufeff', '\u2003', '\v'],
  ...[',', ',', ',', ';', '"', '""', '"x"', '"a b "', '"\n"', '"\r\n"', '"a,b"', ', "q"'],
  ...['\n', '\n', '\r\n', '\r\n', '\r', '\n\n', '\n  \n', '1,2\n', '3,4\n', 'x;y\n'],
];

test('texts of any shards are rows, or refused, as by csv-parse', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...shards), { maxLength: 24 }),
      fc.constantFrom(',', ';', '\t', ' '),
      fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 8 }),
      async (parts, delimiter, sizes) => {
        const text = parts.join('');
        expect(await byDlx(text, delimiter, sizes)).toEqual(await byCsvParse(text, delimiter));
      },
    ),
    { numRuns: isWhole ? 100_000 : 400 },
  );
});

test('a long table with quotes in its middle, cut anywhere', async () => {
  const rows = Array.from({ length: 3000 }, (_, i) => `${i},${i / 7},stadt ${i % 9}\r\n`);
  rows[1500] = '1,"zwei\nZeilen","Köln"\r\n';
  const text = `\ufeffa,b,c\r\n${rows.join('')}`;
  const whole = await byCsvParse(text, ',');
  for (const size of [4999, 12_001, 40_000]) {
    const sizes = Array.from({ length: 30 }, () => size);
    expect(await byDlx(text, ',', sizes)).toEqual(whole);
  }
  expect(whole.rows).toHaveLength(3001);
});
