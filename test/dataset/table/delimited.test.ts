// A file of cells between delimiters, in pieces of any length, row by row.
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { fc } from '../../drawn.js';
import { parseRows } from '../../../src/dataset/table/rows.js';

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
  test('have their cells and the line that they end on', async () => {
    const text = 'a,b\r\n 1 ,"x, ""y"""\n\n2,"two\nlines"\n';
    const { rows, hash } = await rowsOf(text);
    expect(rows).toEqual([
      ['a', 'b', 1],
      ['1', 'x, "y"', 2],
      ['2', 'two\nlines', 5],
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

test('a row without end is refused before it is held', async () => {
  expect(await refusal(`a,b\n${','.repeat(2 ** 20 + 10)}\n`)).toMatch(
    /^a\.csv.*(?:more than \d+ delimiters|cells)/,
  );
});
