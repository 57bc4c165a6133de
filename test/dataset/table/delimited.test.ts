// A file of cells between delimiters, in pieces of any length, row by row.
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { fc } from '../../drawn.js';
import { parseRows, readRows, textTaker } from '../../../src/dataset/table/rows.js';

const format = { delimiter: ',', encoding: 'utf-8' as const };

async function rowsOf(
  text: string | Buffer,
  sizes: readonly number[] = [],
  delimiter = ',',
): Promise<{ rows: unknown[]; hash: string }> {
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  pieces.push(bytes.subarray(at));
  const rows: unknown[] = [];
  const hash = await parseRows(pieces, 'a.csv', { ...format, delimiter }, (cells, line) =>
    rows.push([...cells, line]),
  );
  return { rows, hash };
}

const refusal = (text: string): Promise<string> =>
  rowsOf(text).then(
    () => 'read',
    (error: unknown) => (error as Error).message,
  );

describe('rows', () => {
  test('have their cells and the line that they begin on', async () => {
    const text = 'a,b\r\n 1 ,"x, ""y"""\n\n2,"two\nlines"\n';
    const { rows, hash } = await rowsOf(text);
    expect(rows).toEqual([
      ['a', 'b', 1],
      ['1', 'x, "y"', 2],
      ['2', 'two\nlines', 4],
    ]);
    expect(hash).toBe(createHash('sha256').update(text).digest('hex'));
  });

  test('are the same however the file is cut, within a character too', async () => {
    const text = `größe,stadt\n${Array.from({ length: 400 }, (_, i) => `${i},"Köln ${i}\n"\n`).join('')}`;
    const whole = await rowsOf(text);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 3000 }), { maxLength: 6 }),
        async (sizes) => {
          expect(await rowsOf(text, sizes)).toEqual(whole);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('may have a mark of byte order before them, and another delimiter', async () => {
    expect((await rowsOf('\ufeffa;b\n1;2', [], ';')).rows).toEqual([
      ['a', 'b', 1],
      ['1', '2', 2],
    ]);
  });
});

test.each([
  ['a,b\n1,2,3\n', 'a.csv, line 2 has 3 cells, but the header has 2: mend the line'],
  ['a,b\n1\n', 'a.csv, line 2 has 1 cell, but the header has 2: mend the line'],
  ['a,b\n1,x"y"\n', 'a.csv, line 2 has a quote (") within a cell'],
  ['a,b\n1,"x"y\n', 'a.csv, line 2 has a quote (") within a cell'],
])('%j is refused', async (text, message) => {
  expect(await refusal(text)).toContain(message);
});

test('a quote that is never closed is told', async () => {
  expect(await refusal('a,b\n1,"x\n2,3\n')).toMatch(/never closed|left open/);
});

test('an end of two bytes is one line in quotes, too', async () => {
  const { rows } = await rowsOf('a,b\r\n1,"x\r\ny"\r\n2,z\r\n');
  expect(rows.map((row) => (row as unknown[])[2])).toEqual([1, 2, 4]);
  expect(await refusal('a,b\r\n1,"x\r\ny"\r\n2\r\n')).toContain('a.csv, line 4 has 1 cell');
});

test('a row that a quote makes of several is named by its first line', async () => {
  // The quote of line 2 closes before the one of line 4 opens.
  expect(await refusal('a,b\n1,"x\n2,y\n3,"z"\n')).toBe(
    'a.csv, the row from line 2 to 4 has a quote (") within a cell: put the whole cell in quotes and double those inside, or close the quote (") that line 2 leaves open',
  );
  expect(await refusal('a,b\n1,"x\n2,y",z\n')).toBe(
    'a.csv, the row from line 2 to 3 has 3 cells, but the header has 2: mend the line (a cell that holds the delimiter needs "quotes"), or close the quote (") that line 2 leaves open',
  );
});

test.each([
  ['a,b\n1,"x\n2,y\n3,z"\n4,u\n', ['a.csv, lines 2 to 4']],
  ['a,b\n1,"x\r\n2,y\r\n3,z"\r\n4,u\r\n5,"\r\n7,8\r\n"\r\n', ['a.csv, lines 2 to 4, and 1 more']],
  ['a,b\n1,"x\nand y\nand z"\n4,u\n', []],
  ['a,b\n1,"x\n2,y"\n4,u\n', []],
])('rows that a quote may have swallowed are told: %j', async (text, places) => {
  const told: string[] = [];
  const taker = { ...textTaker('a.csv', () => undefined), told: (note: string) => told.push(note) };
  for await (const _ of readRows([Buffer.from(text)], 'a.csv', format, taker));
  expect(told).toEqual(
    places.map(
      (place) =>
        `${place}: one cell in quotes, with lines in it that look like rows; if they are rows, a quote (") too many or too few stands there`,
    ),
  );
});

test('a row without end is refused before it is held', async () => {
  expect(await refusal(`a,b\n${','.repeat(2 ** 20 + 10)}\n`)).toMatch(
    /^a\.csv.*(?:more than \d+ delimiters|cells)/,
  );
});
