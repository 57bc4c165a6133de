// Types of columns as a spec writes them, up to the inputs that they give.
import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { parseFacts } from '../../../src/dataset/facts-reader.js';
import { columnTypes, wishOf } from '../../../src/dataset/table/types.js';
import { csvMaker, describeIn, inputsOf, load, refusal, temporaryFolder } from '../fixtures.js';

const folder = temporaryFolder();
const csv = csvMaker(folder);
const lines = (...rows: readonly string[]): string => `${rows.join('\n')}\n`;

// With the split seed 46 the rows 0, 2 and 3 of four are trained on (table-dataset.test.ts).
const tested = {
  test_file: csv(lines('when,zip,y', '2026-03-04,01067,1'))['file'],
  split_seed: 46,
};
const small = lines(
  'when,zip,size,y',
  '2026-01-01,1,5,0.5',
  '2026-02-02,2,6,1.5',
  '2026-01-03,2,7,2.5',
  '2026-01-05,3,9,3.5',
);

test('every type is read, and another one is a bug', () => {
  for (const { name } of columnTypes) expect(wishOf({ name, arguments: {} }).type).toBe(name);
  expect(() => wishOf({ name: 'sentence', arguments: {} })).toThrow('has not been checked');
});

describe('columns by their types', () => {
  test('the others are taken for what they hold, but for what is excluded', async () => {
    const written = csv(small, {
      columns: { when: { type: 'date', parts: ['day', 'month'] }, zip: 'category' },
      exclude: ['size'],
      ...tested,
    });
    const data = await load(folder, written);
    // Training days 1, 3, 5: mean 3, deviation sqrt(8/3); months are all 1. Zips are 1, 2, 3.
    const z = (day: number): number => Math.fround((day - 3) / Math.sqrt(8 / 3));
    expect([0, 1, 2, 3].map((row) => inputsOf(data.train, row))).toEqual([
      [z(1), 0, 1, 0, 0],
      [z(2), 0, 0, 1, 0],
      [z(3), 0, 0, 1, 0],
      [z(5), 0, 0, 0, 1],
    ]);
    const [when, zip] = data.columns ?? [];
    expect(when).toEqual({
      column: 'when',
      kind: 'date',
      distinct: 4,
      missing: 0,
      format: null,
      first: '2026-01-01',
      last: '2026-02-02',
      parts: [
        { part: 'day', mean: 3, deviation: Math.sqrt(8 / 3) },
        { part: 'month', mean: 1, deviation: 0 },
      ],
    });
    expect(zip).toMatchObject({ kind: 'categories', categories: ['1', '2', '3'] });
    expect(parseFacts(JSON.stringify(data.facts), 'data.json')).toEqual(data.facts);
    expect((await describeIn(folder, written)).columns).toEqual(data.columns);
    // In the test file 01067 is a category that training never saw.
    expect(inputsOf(data.test, 0)).toEqual([z(4), 0, 0, 0, 0]);
  });

  test('a column that is named without a type of its own stays in its place', async () => {
    const plain = await load(folder, csv(small, { exclude: ['when'], split_seed: 46 }));
    const typed = await load(
      folder,
      csv(small, { columns: { size: 'number' }, exclude: ['when'], split_seed: 46 }),
    );
    expect(typed.facts.inputs).toEqual(plain.facts.inputs);
  });

  test('rare categories share one input, and so does what training never saw', async () => {
    const text = lines('c,y', ...[...'aaaabbbbcd', ...'aaaabbbb'].map((c, i) => `${c},${i % 2}`));
    const written = csv(text, {
      columns: { c: { type: 'category', min_count: 2 } },
      test_file: csv(lines('c,y', 'a,0', 'c,1', 'z,1'))['file'],
      validation_split: 0.1,
      split_seed: 1,
    });
    const data = await load(folder, written);
    const [column] = data.columns ?? [];
    if (column?.kind !== 'categories') throw new Error('no categories');
    expect(column.categories).toEqual(['a', 'b']);
    expect(column.rare).toBe(2);
    expect([0, 1, 2].map((row) => inputsOf(data.test, row))).toEqual([
      [1, 0, 0],
      [0, 0, 1],
      [0, 0, 1],
    ]);
  });
});

describe('is refused', () => {
  const dates = lines('when,y', '2026-01-01,1', '2026-01-02,2', '03.01.2026,3', '04.01.2026,4');
  const cases: readonly [string, string, Readonly<Record<string, unknown>>, string][] = [
    [
      'dates that are written in two ways',
      dates,
      { columns: { when: 'date' } },
      ', line 4, column "when" is "03.01.2026", expected a date as 2026-11-28 or 2026-11-28T17:55:00: mend the cell, or say how all of them are written, as columns: {"when": {type: date, format: "%d.%m.%Y"}}; 2 of 4 cells are none',
    ],
    [
      'dates of another format',
      dates,
      { columns: { when: { type: 'date', format: '%d.%m.%Y' } } },
      ', line 2, column "when" is "2026-01-01", expected a date as "%d.%m.%Y" says: mend the cell, or mend the format; 2 of 4 cells are none',
    ],
    [
      'a column of numbers that holds words',
      lines('x,y', 'a,1', 'b,2', '3,3'),
      { columns: { x: 'number' } },
      ', line 2, column "x" is "a" where 1 of 3 cells are numbers; 2 cells are none: "a" 1, "b" 1: mend the cells, say missing_values: ["a", "b"] if that means that a value is missing, or say columns: {"x": category} if these are categories',
    ],
    [
      'a column without any value',
      lines('x,z,y', '1,,1', '2,,2', '3,,3'),
      {},
      ', column "z" has no value in any row: leave it out with exclude: ["z"]',
    ],
    [
      'what is excluded and not there',
      small,
      { exclude: ['sise'] },
      ' has no column "sise"; did you mean "size"?',
    ],
    [
      'all columns excluded',
      lines('x,y', '1,1', '2,2'),
      { exclude: ['x'] },
      ' has no column but the target "y" and what is excluded: there is nothing to learn from',
    ],
    [
      'rare categories alone',
      lines('x,y', ...Array.from({ length: 10 }, (_, i) => `n${i},${i}`)),
      { columns: { x: { type: 'category', min_count: 5 } }, target_type: 'number' },
      ', column "x" has no category that 5 training rows have: say a smaller min_count, or leave it out with exclude',
    ],
  ];
  test.each(cases)('%s', async (_name, text, more, message) => {
    const written = csv(text, more);
    expect((await refusal(load(folder, written))).message).toBe(
      join(folder, String(written['file'])) + message,
    );
  });
});

test('more categories than memory takes are refused before they are made', async () => {
  const text = lines('id,y', ...Array.from({ length: 60_000 }, (_, i) => `n${i},${i % 7}`));
  const { message } = await refusal(describeIn(folder, csv(text, { columns: { id: 'category' } })));
  expect(message).toMatch(
    /would make 60000 × \d+ inputs, more than dlx holds in memory: "id" alone has \d+ categories; leave it out with exclude, or say columns: \{"id": \{type: category, min_count: 10\}\}, so that rare ones share one$/,
  );
});
