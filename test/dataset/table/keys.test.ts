// Tables that are split by a column: times, dates and groups, by hand.
import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import type { Dataset } from '../../../src/dataset/dataset.js';
import { CellColumn } from '../../../src/dataset/table/cells.js';
import { groupsIn, timesIn } from '../../../src/dataset/table/keys.js';
import { Spill } from '../../../src/dataset/table/spilled.js';
import { UserError } from '../../../src/ground/errors.js';
import { onlyInput, onlyTarget } from '../../../src/dataset/source.js';
import { csvMaker, load, refusal, temporaryFolder } from '../fixtures.js';

const folder = temporaryFolder();
const csv = csvMaker(folder);

const days = ['2026-01-05', '2026-01-01', '2026-01-04', '2026-01-02', '2026-01-03'];
const text = `x,day,who,y\n${[...days, ...days].map((day, i) => `${i},${day.replace('2026', i < 5 ? '2026' : '2027')},${'aabbccddee'[i]},${i * 1.5}`).join('\n')}\n`;
const time = { by: 'time', column: 'day', fraction: 0.2 };

const partsOf = ({ train, validation, test: held }: Dataset): number[][] =>
  [train, validation, held].map(({ rows }) => [...rows]);

describe('by time', () => {
  test('the last rows, and the column is no input unless it is listed', async () => {
    const data = await load(folder, csv(text, { validation_split: time, test_split: 0.2 }));
    // The test part has the 5th and 4th of 2027, validation the 3rd and 2nd.
    expect(partsOf(data)).toEqual([
      [0, 1, 2, 3, 4, 6],
      [8, 9],
      [5, 7],
    ]);
    expect(data.columns?.map(({ column }) => column)).toEqual(['x', 'who']);
    const listed = csv(text, { validation_split: { by: 'time', column: 'x' }, columns: ['x'] });
    expect((await load(folder, listed)).columns?.map(({ column }) => column)).toEqual(['x']);
  });

  test('rows of one time on both sides are said', async () => {
    const same = 'x,t,y\n1,1,0.5\n2,2,1.5\n3,2,2.5\n4,2,3.5\n5,3,4.5\n';
    const split = { by: 'time', column: 't', fraction: 0.4 };
    const { notes } = await load(folder, csv(same, { validation_split: 0.2, test_split: split }));
    expect(notes).toContain(
      'the test part begins at "2", which 3 rows share: by their order 2 of them are before it',
    );
  });

  test.each([
    ['2026-02-30', /line 3, column "t" is "2026-02-30", expected a time: a number, or a date as/],
    ['', /line 3, column "t" is empty, expected a time: fill it in, or remove the row/],
    ['7', /line 3, column "t" is "7", and the rows before have dates: write all times in one way/],
  ])('%j is refused with its place', async (cell, message) => {
    const written = csv(`x,t,y\n1,2026-01-01,0.5\n2,${cell},1.5\n3,2026-01-03,2.5\n`, {
      validation_split: { by: 'time', column: 't' },
    });
    expect((await refusal(load(folder, written))).message).toMatch(message);
  });
});

describe('a validation_file', () => {
  const held = 'y,x\n10.5,7\n20.5,8\n';

  test('is the validation part, whose columns stand in any order, and nothing is fitted to it', async () => {
    const own = 'x,y\n1,0.5\n3,1.5\n1,2.5\n3,3.5\n2,4.5\n';
    const more = {
      validation_file: csv(held)['file'],
      test_split: { by: 'order', fraction: 0.2 },
    };
    const data = await load(folder, csv(own, more));
    expect(partsOf(data)).toEqual([[0, 1, 2, 3], [5, 6], [4]]);
    // Training x are 1, 3, 1, 3: mean 2, deviation 1.
    const { values } = onlyInput(data.validation.source.gather(data.validation.rows));
    expect([...values]).toEqual([5, 6]);
    expect([...onlyTarget(data.validation.source.gather(data.validation.rows)).values]).toEqual([
      10.5, 20.5,
    ]);
    expect(data.facts.source.map(({ role }) => role)).toEqual(['file', 'validation_file']);
    expect(data.facts.samples).toEqual({ train: 4, validation: 2, test: 1 });
    const both = await load(folder, {
      ...csv(own),
      file: [csv(own)['file'], more.validation_file],
    });
    expect(both.sha256).not.toBe(data.sha256);
  });

  test('and a share for validation are two things', async () => {
    const written = csv(text, { validation_file: csv(held)['file'], validation_split: 0.3 });
    expect((await refusal(load(folder, written))).message).toBe(
      'dataset table has validation_file and validation_split: give one of them',
    );
  });
});

describe('by group', () => {
  const group = { by: 'group', column: 'who' };

  test('no group is on two sides', async () => {
    const data = await load(folder, csv(text, { validation_split: group }));
    const parts = partsOf(data).map((rows) => new Set(rows.map((row) => 'aabbccddee'[row])));
    expect(parts.map(({ size }) => size)).toEqual([3, 1, 1]);
    expect(new Set(parts.flatMap((part) => [...part])).size).toBe(5);
  });

  test('an empty cell, a column that there is not, one without a name', async () => {
    const empty = csv('x,who,y\n1,a,0.5\n2,,1.5\n3,b,2.5\n', { validation_split: group });
    expect((await refusal(load(folder, empty))).message).toBe(
      `${join(folder, String(empty['file']))}, line 3, column "who" is empty, and rows are grouped by it: fill it in, or remove the row`,
    );
    const none = csv(text, { validation_split: { by: 'group', column: 'whom' } });
    expect((await refusal(load(folder, none))).message).toMatch(/no column "whom".*"who"/);
    expect(
      await refusal(load(folder, csv(text, { validation_split: { by: 'group' } }))),
    ).toMatchObject({ exitCode: 2 });
  });
});

test('a column of more texts than a streamed table keeps cuts no rows, and it is said', () => {
  const column = new CellColumn('day', { as: 'text', written: null, missing: new Set() });
  column.spillTo(Spill.open());
  for (let i = 0; i < 70_000; i += 1) column.add(`day ${i}`);
  const table = { at: () => ({ file: 'a.csv', line: 2 }), file: 'a.csv' };
  const message =
    /^a\.csv, column "day" holds more different texts than are kept of a table that is streamed.*validation_file/;
  for (const read of [timesIn, groupsIn]) {
    expect(() => read(table, column)).toThrow(UserError);
    expect(() => read(table, column)).toThrow(message);
  }
});
