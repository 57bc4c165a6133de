// Columns as people write them: each table here has a twin in plain numbers, which it must be
// trained like, or be refused with a cell and the key to write. None becomes categories in silence.
import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { contentOf, csvMaker, load, refusal, temporaryFolder, writeIn } from '../fixtures.js';
import { onlyInput, onlyTarget } from '../../../src/dataset/source.js';

const folder = temporaryFolder();
const csv = csvMaker(folder, { delimiter: ';' });

type Row = readonly [x: string, c: string, y: string];

const values = Array.from({ length: 40 }, (_, i) => (i * 7919 + 1234) / 4);

/** Forty rows whose column x is written by `write`, between others. */
function table(
  write: (value: number, row: number) => string,
  { delimiter = ';', target = (value: number) => String(value / 8) } = {},
): string {
  const rows = values.map((value, i): Row => [write(value, i), 'abc'[i % 3] ?? '', target(value)]);
  return ['x;c;y', ...rows.map((row) => row.join(';'))].join('\n').replaceAll(';', delimiter);
}

const plainTable = table(String);

function grouped(value: number, mark: string): string {
  const [whole = '', rest] = String(value).split('.');
  return whole.replaceAll(/\B(?=(\d{3})+$)/g, mark) + (rest === undefined ? '' : `.${rest}`);
}

const comma = (text: string): string =>
  text.replaceAll(/[.,]/g, (mark) => (mark === '.' ? ',' : '.'));

describe('numbers as people write them, once the spec says how', () => {
  const notations: readonly [string, (value: number) => string, Record<string, unknown>][] = [
    ['a decimal comma', (value) => String(value).replace('.', ','), { decimal: ',' }],
    ['thousands in commas', (value) => grouped(value, ','), { thousands: ',' }],
    ['a comma and points', (value) => comma(grouped(value, ',')), { decimal: ',', thousands: '.' }],
    [
      'a comma and spaces',
      (value) => grouped(value, ' ').replace('.', ','),
      { decimal: ',', thousands: ' ' },
    ],
    ['narrow spaces', (value) => grouped(value, '\u202f'), { thousands: ' ' }],
    ['spaces that do not break', (value) => grouped(value, '\u00a0'), { thousands: ' ' }],
    ['underscores', (value) => grouped(value, '_'), { thousands: '_' }],
    ['apostrophes', (value) => grouped(value, '\u2019'), { thousands: "'" }],
    ['per cent', (value) => `${value}%`, { units: ['%'] }],
    ['per cent after a space', (value) => `${value} %`, { units: ['%'] }],
    ['dollars', (value) => `$${value}`, { units: ['$'] }],
    [
      'dollars and thousands',
      (value) => `$${grouped(value, ',')}`,
      { units: ['$'], thousands: ',' },
    ],
    [
      'euros after a comma',
      (value) => `${String(value).replace('.', ',')} €`,
      { units: ['€'], decimal: ',' },
    ],
    ['kilograms', (value) => `${value} kg`, { units: ['kg'] }],
    ['one of several units', (value) => `${value}km`, { units: ['m', 'km'] }],
  ];

  test.each(notations)('%s: the same bits as plain numbers', async (_name, write, more) => {
    const [wanted, got] = await Promise.all([
      load(folder, csv(plainTable)),
      load(folder, csv(table(write), more)),
    ]);
    expect(onlyInput(got).shape).toEqual([4]);
    expect(contentOf(got.train)).toEqual(contentOf(wanted.train));
    expect(contentOf(got.test)).toEqual(contentOf(wanted.test));
  });

  test.each(notations)(
    '%s: refused without the keys, which are named',
    async (_name, write, more) => {
      const written = csv(table(write));
      const { message, exitCode } = await refusal(load(folder, written));
      expect(exitCode).toBe(1);
      expect(message).toContain(`${join(folder, String(written['file']))}, line `);
      expect(message).toContain('column "x" is "');
      for (const [key, value] of Object.entries(more)) {
        const shown = key === 'units' ? `units: [` : `${key}: ${JSON.stringify(value)}`;
        expect(message).toContain(shown);
      }
      expect(message).toContain('or say columns: {"x": category}');
    },
  );

  test.each<[string, (value: number) => string]>([
    ['a minus of typesetters', (value) => String(-value).replace('-', '\u2212')],
    ['spaces that do not break around them', (value) => `\u00a0${-value}\u00a0`],
    ['an exponent', (value) => `${-value * 1e3}e-3`],
    ['a plus', (value) => (value > 0 ? `+${value}` : String(value)).replace('+', '-')],
  ])('%s needs no key', async (_name, write) => {
    const [wanted, got] = await Promise.all([
      load(folder, csv(table((value) => String(-value)))),
      load(folder, csv(table(write))),
    ]);
    expect(contentOf(got.train)).toEqual(contentOf(wanted.train));
  });

  test('a column of points beside one with commas stays as it is', async () => {
    const text = table((value) => String(value).replace('.', ','), {
      target: (value) => String(value / 8),
    });
    const got = await load(folder, csv(text, { decimal: ',' }));
    expect([...onlyTarget(got.train.source).values]).toEqual(
      values.map((value) => Math.fround(value / 8)),
    );
  });

  test('a target with a decimal comma is one of numbers, too', async () => {
    const german = (value: number): string => String(value / 8).replace('.', ',');
    const text = table(String, { target: german });
    const { message } = await refusal(load(folder, csv(text)));
    expect(message).toContain('column "y" is "38,5625" (39 of 40 cells are numbers');
    expect(message).toContain('say decimal: ","');
    expect(message).toContain('or say target_type: classes');
    const got = await load(folder, csv(text, { decimal: ',' }));
    expect([...onlyTarget(got.train.source).values]).toEqual(
      values.map((value) => Math.fround(value / 8)),
    );
  });

  test('the test file follows the training file', async () => {
    const german = (value: number): string => String(value).replace('.', ',');
    const held = writeIn(
      folder,
      'held.csv',
      table((value) => german(value + 0.5)),
    );
    const plain = writeIn(
      folder,
      'held-plain.csv',
      table((value) => String(value + 0.5)),
    );
    const got = await load(folder, csv(table(german), { decimal: ',', test_file: held }));
    const wanted = await load(folder, csv(plainTable, { test_file: plain }));
    expect(contentOf(got.test)).toEqual(contentOf(wanted.test));
    const { message } = await refusal(
      load(folder, csv(table(german), { decimal: ',', test_file: plain })),
    );
    expect(message).toBe(
      `${plain}, line 3, column "x" is "2288.75", expected a number with a decimal comma as in the training file: mend the cell`,
    );
  });

  test('facts say how each column is written', async () => {
    const got = await load(
      folder,
      csv(
        table((v) => `$${grouped(v, ',')}`),
        { thousands: ',', units: ['$'] },
      ),
    );
    expect(got.facts.inputs[0]?.columns?.[0]).toMatchObject({
      column: 'x',
      kind: 'number',
      decimal: '.',
      thousands: ',',
      unit: '$',
      min: 308.5,
      max: 77518.75,
      distinct: 40,
    });
  });
});

describe('notations that no key describes', () => {
  test.each<[string, (row: number) => string]>([
    ['a minus behind', (row) => `${(row % 4) + 1}.50-`],
    ['hexadecimal', (row) => `0x${(row % 4) + 10}`],
    ['binary', (row) => ['0b1', '0b10', '0b11'][row % 3] ?? ''],
    ['fractions', (row) => ['½', '1½', '¼', '2'][row % 4] ?? ''],
    ['Arabic digits', (row) => ['١', '٢', '٣'][row % 3] ?? ''],
    ['wide digits', (row) => ['１', '２', '３'][row % 3] ?? ''],
  ])('%s: few different ones are no categories either', async (_name, write) => {
    const { message } = await refusal(load(folder, csv(table((_, row) => write(row)))));
    expect(message).toMatch(
      /, line \d+, column "x" is ".*" \(\d+ of 40 cells are numbers in a notation that dlx does not read\): write plain numbers, or say columns: \{"x": category\}/,
    );
  });
});

describe('cells among numbers', () => {
  const some = (mark: string) => table((value, row) => (row % 6 === 4 ? mark : String(value)));

  test.each(['--', 'unknown', 'n.d.', 'keine Angabe', '***', 'tbd'])(
    '%s is a number that is missing, if the spec says so',
    async (mark) => {
      const first = (await refusal(load(folder, csv(some(mark))))).message;
      expect(first).toContain(
        `, line 6, column "x" is ${JSON.stringify(mark)} where 34 of 40 cells`,
      );
      expect(first).toContain(`say missing_values: [${JSON.stringify(mark)}]`);
      const second = await refusal(load(folder, csv(some(mark), { missing_values: [mark] })));
      expect(second.message).toMatch(
        /has 6 cells without a value: 6 in "x" \(".*", first in line 6\); say missing: fill \(.*\), missing: drop \(.*\), leave columns out with exclude, or fill them in$/,
      );
    },
  );

  test.each(['NA', 'n/a', 'null', 'None', '?', '-', 'NaN', '#N/A', ''])(
    '%j is missing of itself',
    async (mark) => {
      expect((await refusal(load(folder, csv(some(mark))))).message).toContain(
        `has 6 cells without a value: 6 in "x" (${mark === '' ? 'empty' : JSON.stringify(mark)}, first in line 6)`,
      );
    },
  );

  test('missing cells are counted in all columns at once', async () => {
    const text = ['a;b;c;y', ';x;1;1', '2;;2;2', '3;x;--;3', ';y;4;', '5;x;5;5'].join('\n');
    const { message } = await refusal(load(folder, csv(text, { missing_values: ['--'] })));
    expect(message).toContain(
      'has 5 cells without a value: 2 in "a" (empty, first in line 2), 1 in "b" (empty, first in line 3), 1 in "c" ("--", first in line 4), 1 in "y" (empty, first in line 5);',
    );
  });

  test('two columns in another notation are named together', async () => {
    const text = ['a;b;y', ...values.map((v) => `${comma(String(v))};${v}%;${v}`)].join('\n');
    const lines = (await refusal(load(folder, csv(text)))).message.split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('column "a" is "308,5" (30 of 40 cells');
    expect(lines[1]).toContain('column "b" is "308.5%" (40 of 40 cells');
  });

  test.each<[string, (value: number, row: number) => string, string]>([
    ['brackets', (v) => `(${grouped(v, ',')})`, 'write what is below zero as -308.5'],
    ['bounds', (v, row) => (row % 5 ? String(v) : '<5'), 'say missing_values: ["<5"]'],
    ['tens and more', (v, row) => (row % 5 ? String(v) : '10+'), 'bounds among numbers'],
    ['two units', (v, row) => `${v} ${row % 4 ? 'kg' : 'lb'}`, 'say units: ["lb", "kg"]'],
    ['a slip', (v, row) => (row === 7 ? '6O' : String(v)), 'is "6O" where 39 of 40'],
    ['millions', (v) => `$${v}M`, 'numbers with signs and letters around them'],
    ['points and commas', (v, row) => (row % 2 ? String(v) : comma(String(v))), 'decimal: ","'],
  ])('%s are refused', async (_name, write, cure) => {
    expect((await refusal(load(folder, csv(table(write))))).message).toContain(cure);
  });

  test('a unit must be the same in every cell', async () => {
    const kinds = table((v, row) => `${v} ${row % 4 ? 'kg' : 'lb'}`);
    expect((await refusal(load(folder, csv(kinds, { units: ['kg', 'lb'] })))).message).toContain(
      'line 2, column "x" is in "lb", where 30 cells are in "kg": write all numbers of a column in one unit',
    );
    const bare = table((v, row) => (row === 3 ? String(v) : `${v} kg`));
    expect((await refusal(load(folder, csv(bare, { units: ['kg'] })))).message).toContain(
      'line 5, column "x" is without a unit, where 39 cells are in "kg"',
    );
  });

  test('a point that may stand between thousands is not guessed', async () => {
    const text = table((_, row) => `${row + 1}.500`, {
      target: (value) => String(value).replace('.', ','),
    });
    expect((await refusal(load(folder, csv(text, { decimal: ',' })))).message).toContain(
      'column "x" is "1.500", and decimal is ",": say thousands: "." if its point stands between thousands',
    );
    const got = await load(folder, csv(text, { decimal: ',', thousands: '.' }));
    expect(got.facts.inputs[0]?.columns?.[0]).toMatchObject({ min: 1500, max: 40500 });
  });

  test('a comma with three digits after it is not guessed', async () => {
    const text = table((_, row) => `${row + 1},500`);
    expect((await refusal(load(folder, csv(text)))).message).toContain(
      'say thousands: "," in the data set if the mark stands between thousands, or decimal: "," if decimals follow it',
    );
    const halves = await load(folder, csv(text, { decimal: ',' }));
    expect(halves.facts.inputs[0]?.columns?.[0]).toMatchObject({ min: 1.5, max: 40.5 });
  });

  test('a mark that comes late, after many numbers, is counted as well', async () => {
    const rows = Array.from({ length: 12_000 }, (_, i) => `${i > 11_000 ? '--' : i % 50};${i % 2}`);
    const text = ['x;y', ...rows].join('\n');
    expect((await refusal(load(folder, csv(text)))).message).toContain(
      'line 11003, column "x" is "--" where 11001 of 12000 cells are numbers; 999 cells are so',
    );
    const late = ['x;y', ...rows.map((row) => row.replace('--', '1,200'))].join('\n');
    const got = await load(folder, csv(late, { thousands: ',' }));
    expect(got.facts.inputs[0]?.columns?.[0]).toMatchObject({ min: 0, max: 1200 });
  });
});

describe('words stay words', () => {
  test.each<[string, readonly string[]]>([
    ['codes with a digit before a letter', ['10A', '10B', '12C']],
    ['codes with a letter first', ['A1', 'B2', 'C3']],
    ['ranges of age', ['18-24', '25-34', '35+']],
    ['incomes as bounds', ['<=50K', '>50K', '<=50K']],
    ['ordinals', ['1st', '2nd', '3rd']],
    ['dates', ['2020-01-01', '2020-01-02', '2020-02-03']],
    ['times', ['12:30', '14:45', '9:00']],
    ['wheels', ['4x4', 'fwd', 'rwd']],
    ['numbers among as many words', ['1', 'A', 'B']],
    ['yes, no and unknown', ['yes', 'no', 'unknown']],
  ])('%s', async (_name, words) => {
    const text = table((_, row) => words[row % words.length] ?? '');
    expect((await load(folder, csv(text))).facts.inputs[0]?.columns?.[0]).toMatchObject({
      kind: 'categories',
      categories: [...new Set(words)].sort(),
    });
  });

  test('numbers that are listed under categorical, however they are written', async () => {
    const text = table((_, row) => `${row % 3},5%`);
    const got = await load(folder, csv(text, { categorical: ['x'] }));
    expect(got.facts.inputs[0]?.columns?.[0]).toMatchObject({
      categories: ['0,5%', '1,5%', '2,5%'],
    });
  });
});

test('decimal and thousands cannot be the same', async () => {
  expect(await refusal(load(folder, csv(plainTable, { thousands: '.' })))).toEqual({
    message:
      'dataset table has "." as decimal and as thousands: they cannot be the same; where a point stands between thousands, say decimal: "," too',
    exitCode: 2,
  });
});

test('of windows, what is wrong with the target is said once, though its past is an input', async () => {
  const text = table(String, { target: (value) => `${value}%` });
  const { message } = await refusal(load(folder, csv(text, { windows: { length: 3 } })));
  expect(message.split('\n')).toEqual([
    expect.stringMatching(
      /column "y" is "[^"]*%" .*say units: \["%"\] in the data set, or say target_type/,
    ),
  ]);
});
