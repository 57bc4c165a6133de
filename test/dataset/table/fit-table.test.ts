// Tables with gaps, from the file to the inputs, and back through what data.json says.
import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { parseFacts } from '../../../src/dataset/facts-reader.js';
import { Batches, nothingFound } from '../../../src/dataset/new-rows.js';
import { onlyInput, onlyTarget } from '../../../src/dataset/source.js';
import { readNewTable } from '../../../src/dataset/table/new-table.js';
import { loadDataset } from '../../../src/dataset/datasets.js';
import {
  contextOf,
  csvMaker,
  describeIn,
  inputsOf,
  load,
  readTagged,
  refusal,
  temporaryFolder,
} from '../fixtures.js';

const folder = temporaryFolder();
const csv = csvMaker(folder);
const lines = (...rows: readonly string[]): string => `${rows.join('\n')}\n`;

// With the split seed 46 the rows 0, 2 and 3 of four are trained on (table-dataset.test.ts).
const small = lines(
  'x,c,when,y',
  '1,a,2026-01-01,1',
  '9,,2026-01-09,2',
  ',b,,3',
  '3,a,2026-01-03,4',
);
const date = { when: { type: 'date', parts: ['day'] } };
const testText = lines('x,c,when,y', ',,,7', '5,b,2026-01-05,8');
const tested = { test_file: csv(testText)['file'], split_seed: 46, columns: date };

describe('missing: fill', () => {
  const written = (): Readonly<Record<string, unknown>> =>
    csv(small, { ...tested, missing: 'fill' });

  test('fills by the training part, and says so where that has gaps', async () => {
    const data = await load(folder, written());
    // x: training 1, gap, 3: median 2, so 1, 2, 3: mean 2, deviation sqrt(2/3). c has no gap in
    // training. when: days 1, gap, 3: median 2.
    const z = (value: number): number => Math.fround((value - 2) / Math.sqrt(2 / 3));
    expect([0, 1, 2, 3].map((row) => inputsOf(data.train, row))).toEqual([
      [z(1), 0, 1, 0, z(1), 0],
      [z(9), 0, 0, 0, z(9), 0],
      [0, 1, 0, 1, 0, 1],
      [z(3), 0, 1, 0, z(3), 0],
    ]);
    expect(inputsOf(data.test, 0)).toEqual([0, 1, 0, 0, 0, 1]);
    expect(data.columns?.map(({ missing, gaps }) => [missing, gaps])).toEqual([
      [1, { value: 2, indicator: true }],
      [1, { value: null, indicator: false }],
      [1, { value: '2026-01-02', indicator: true }],
    ]);
    expect((await describeIn(folder, written())).columns).toEqual(data.columns);
  });

  test('is what data.json says to new rows', async () => {
    const data = await load(folder, written());
    const [input] = parseFacts(JSON.stringify(data.facts), 'data.json').inputs;
    if (!input) throw new Error('no input');
    const found = nothingFound();
    const batches = new Batches((length) => new Float32Array(length), 9, 6, found);
    const file = {
      name: 'new.csv',
      pieces: async function* () {
        yield Buffer.from(testText);
      },
    };
    const request = { input, target: 'y', rows: 9, keep: [] };
    for await (const _ of readNewTable(file, request, batches, found)) throw new Error('too early');
    const [batch] = batches.all();
    expect(batch?.inputs[0]).toEqual(onlyInput(data.test.source).values);
    // Of the columns whose inputs do not tell.
    expect([...found.filled]).toEqual([['c', 1]]);
  });

  test('a number may be what says that there is no value, in new rows as well', async () => {
    const marked = { missing: 'fill', missing_values: ['-999'] };
    const text = lines('x,y', '1,1', '-999,2', '3,3', '-999,4', '5,5', '2,2', '4,4');
    const data = await load(folder, csv(text, { ...marked, test_file: csv(text)['file'] }));
    const [input] = data.facts.inputs;
    if (!input) throw new Error('no input');
    expect(data.columns).toMatchObject([{ min: 1, max: 5, missing: 2 }]);
    const batches = new Batches(
      (length) => new Float32Array(length),
      9,
      input.shape[0] ?? 0,
      nothingFound(),
    );
    const file = {
      name: 'new.csv',
      pieces: async function* () {
        yield Buffer.from(text);
      },
    };
    const request = { input, target: 'y', rows: 9, keep: [] };
    const early = readNewTable(file, request, batches, nothingFound());
    expect((await early.next()).done).toBe(true);
    expect(batches.all()[0]?.inputs[0]).toEqual(onlyInput(data.test.source).values);
  });

  test('leaves a table without gaps as it is', async () => {
    const whole = lines('x,c,y', '1,a,1', '9,b,2', '2,b,3', '3,a,4');
    const plain = await load(folder, csv(whole));
    const filled = await load(folder, csv(whole, { missing: 'fill' }));
    expect(onlyInput(filled.train.source)).toEqual(onlyInput(plain.train.source));
  });

  test('takes words of missing values among numbers for none, and tells it', async () => {
    const text = lines('x,y', '1,1', 'NA,2', '3,3', '4,4', '5,5');
    const { notes } = await load(folder, csv(text, { missing: 'fill' }));
    expect(notes).toContain('column "x": "NA" among its numbers counts as no value');
  });
});

describe('missing: drop', () => {
  const gappy = lines('x,c,y', '1,a,1', ',b,2', '3,,3', '4,a,4', '5,b,', '6,b,6', '7,a,7', '8,b,8');

  test('leaves out rows, of which the others keep their numbers', async () => {
    const data = await load(folder, csv(gappy, { missing: 'drop', target_type: 'number' }));
    const used = [data.train, data.validation, data.test].flatMap(({ rows }) => [...rows]);
    expect(used.sort()).toEqual([0, 3, 5, 6, 7]);
    expect(onlyTarget(data.train.source.gather(Int32Array.of(0, 3, 5))).values).toEqual(
      Float32Array.of(1, 4, 6),
    );
    expect(data.notes.filter((note) => note.includes('left out'))).toEqual([
      expect.stringMatching(/^3 of 8 rows of .*\.csv are left out, as missing: drop says/),
    ]);
    // Means are those of the rows that are used.
    const [x] = data.columns ?? [];
    expect(x).toMatchObject({ min: 1, max: 8, missing: 1, gaps: 'drop' });
  });

  test('is the same table as one without those rows', async () => {
    const without = lines('x,c,y', '1,a,1', '4,a,4', '6,b,6', '7,a,7', '8,b,8');
    const dropped = await load(folder, csv(gappy, { missing: 'drop' }));
    const plain = await load(folder, csv(without));
    const kept = [0, 3, 5, 6, 7];
    expect([...plain.train.rows].map((row) => kept[row])).toEqual([...dropped.train.rows]);
    expect(dropped.train.source.gather(dropped.train.rows).inputs).toEqual(
      plain.train.source.gather(plain.train.rows).inputs,
    );
  });

  test('of the target alone, while the rest is filled', async () => {
    const data = await load(folder, csv(gappy, { missing: { y: 'drop', '*': 'fill' } }));
    const used = [data.train, data.validation, data.test].flatMap(({ rows }) => [...rows]);
    expect(used.sort()).toEqual([0, 1, 2, 3, 5, 6, 7]);
  });

  test('of the test file, too', async () => {
    const more = { test_file: csv(lines('x,c,y', ',a,1', '2,b,', '3,a,3'))['file'] };
    const data = await load(folder, csv(gappy, { ...more, missing: 'drop' }));
    expect([...data.test.rows]).toEqual([2]);
  });
});

describe('is refused', () => {
  const cases: readonly [string, unknown, string][] = [
    [
      'a target that would be filled',
      'fill',
      ' is empty: fill it in, or remove the line, or say missing: {"y": drop}',
    ],
    ['a mapping that fills the target', { y: 'mean' }, 'missing fills "y", which is the target'],
    ['what is no column', { z: 'mean' }, '"z" is listed under missing, but is not a column used'],
    ['a mean of words', { c: 'mean', '*': 'drop' }, 'holds categories, of which there is no mean'],
    [
      'a word among numbers',
      { x: 'often', '*': 'drop' },
      'is to have "often" where its value is missing',
    ],
  ];
  test.each(cases)('%s', async (_name, missing, message) => {
    const text = lines('x,c,y', '1,a,1', '2,b,', '3,a,3', '4,b,4', '5,a,5', '6,b,6');
    expect((await refusal(load(folder, csv(text, { missing })))).message).toContain(message);
  });

  test('a column that has no value to learn from', async () => {
    const text = lines('x,y', '1,1', '2,2', '3,3', '2,4');
    const written = csv(text, { missing: 'fill', test_file: csv(lines('x,y', ',1'))['file'] });
    // In a file that is only tested on, nothing has to be learned.
    expect(inputsOf((await load(folder, written)).test, 0)).toEqual([0]);
    const whole = csv(lines('x,z,y', ',1,1', '9,2,2', ',3,3', ',4,4'), {
      ...{ missing: 'fill', split_seed: 46, test_file: csv(lines('x,z,y', '1,1,1'))['file'] },
    });
    expect((await refusal(load(folder, whole))).message).toBe(
      `${join(folder, String(whole['file']))}, column "x" has no value in any training row, so that nothing says what its gaps should be: leave it out with exclude, or write a value under missing`,
    );
  });

  test('a class with fewer rows than there are folds, by its name', async () => {
    const rows = Array.from({ length: 9 }, (_, i) => `${i},${i < 2 ? 'Ulm' : 'Bonn'}`);
    const fold = { folds: 3, by: 'stratified', column: null, fold: 1, repeat: 1 } as const;
    const { name, arguments: args } = readTagged(csv(lines('x,y', ...rows)));
    const read = loadDataset({ name, arguments: { ...args, fold } }, contextOf(folder));
    expect((await refusal(read)).message).toContain('and the class "Ulm" has 2: use fewer folds');
  });
});
