import { describe, expect, test } from '@jest/globals';
import { fc } from '../../drawn.js';
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { parseCsv, type CsvTable } from '../../../src/dataset/table/table.js';
import type { Part } from '../../../src/dataset/dataset.js';
import { loadDataset } from '../../../src/dataset/datasets.js';
import { UserError } from '../../../src/ground/errors.js';
import {
  contentOf,
  contextOf,
  csvMaker,
  csvRequest,
  describeIn,
  inputsOf,
  load,
  readTagged,
  refusal,
  temporaryFolder,
  writeIn,
} from '../fixtures.js';
import { onlyInput, onlyTarget } from '../../../src/dataset/source.js';

const folder = temporaryFolder();
const csv = csvMaker(folder);

function testFile(text: string): { test_file: string } {
  return { test_file: csv(text)['file'] as string };
}

const cures =
  ", or say missing: fill (numbers by the training part's median, words as a category of their own), or missing: drop (their rows are left out), or leave columns out with exclude";

function lines(...rows: readonly string[]): string {
  return `${rows.join('\n')}\n`;
}

function targetsOf({ source, rows }: Part): number[] {
  return [...onlyTarget(source.gather(rows)).values];
}

// With the split seed 46, Philox and Fisher-Yates (in Python) order four rows 1, 0, 3, 2, so the
// ceil(4 * 0.2) = 1 row for validation is row 1.
const small = lines(
  'size,colour,fixed,y',
  '1,red,5,0.5',
  '100,green,9,1.5',
  '2,blue,5,2.5',
  '6,red,5,3.5',
);
const tested = {
  ...testFile(lines('y,fixed,colour,size', '4.5,7,green,3', '5.5,5,blue,-3')),
  split_seed: 46,
};

describe('a table by hand', () => {
  test('is standardised and one-hot encoded by what its training rows hold', async () => {
    const data = await load(folder, csv(small, tested));
    expect([[...data.train.rows], [...data.validation.rows], [...data.test.rows]]).toEqual([
      [0, 2, 3],
      [1],
      [0, 1],
    ]);
    // Training sizes 1, 2, 6: mean 3, deviation sqrt((4 + 1 + 9) / 3) = 2.1602469. Categories blue,
    // red. fixed: constant.
    const z = (size: number): number => Math.fround((size - 3) / Math.sqrt(14 / 3));
    expect([0, 2, 3].map((row) => inputsOf(data.train, row))).toEqual([
      [z(1), 0, 1, 0],
      [z(2), 1, 0, 0],
      [z(6), 0, 1, 0],
    ]);
    // A category and a value of the constant column that training never saw give zeros.
    expect(inputsOf(data.validation, 1)).toEqual([z(100), 0, 0, 0]);
    // The test file's columns come in an order of their own.
    expect([0, 1].map((row) => inputsOf(data.test, row))).toEqual([
      [0, 0, 0, 0],
      [z(-3), 1, 0, 0],
    ]);
    expect(onlyInput(data.train.source).values).toBeInstanceOf(Float32Array);
  });

  test('has a numeric target as values, and says how it was prepared', async () => {
    const data = await load(folder, csv(small, tested));
    expect([targetsOf(data.train), targetsOf(data.validation), targetsOf(data.test)]).toEqual([
      [0.5, 2.5, 3.5],
      [1.5],
      [4.5, 5.5],
    ]);
    expect(onlyTarget(data.train.source).values).toBeInstanceOf(Float32Array);
    expect(data).toMatchObject({
      name: 'table',
      inputs: [{ name: 'table', kind: 'table', shape: [4], vocabulary: null }],
      classes: null,
      classNames: null,
      train: { source: { inputs: [{ name: 'table', shape: [4], divideBy: 1 }] } },
    });
    const columns = [
      {
        column: 'size',
        kind: 'number',
        decimal: '.',
        thousands: null,
        unit: null,
        distinct: 4,
        missing: 0,
        min: 1,
        max: 100,
        mean: 3,
        deviation: Math.sqrt(14 / 3),
      },
      {
        column: 'colour',
        kind: 'categories',
        distinct: 3,
        missing: 0,
        categories: ['blue', 'red'],
      },
      {
        column: 'fixed',
        kind: 'number',
        decimal: '.',
        thousands: null,
        unit: null,
        distinct: 2,
        missing: 0,
        min: 5,
        max: 9,
        mean: 5,
        deviation: 0,
      },
    ];
    expect(data.facts.inputs[0]?.columns).toEqual(columns);
    expect(data.facts.targets).toEqual([{ name: 'y', kind: 'number', scale: null }]);
    expect(await describeIn(folder, csv(small, tested))).toEqual({
      inputs: [{ name: 'table', kind: 'table', shape: [4], vocabulary: null }],
      classes: null,
      classNames: null,
      targetValues: { min: 0.5, max: 5.5, zeros: 0, whole: false, pair: null },
      whole: expect.any(Function),
      sha256: data.sha256,
      targetName: 'y',
      columns,
      notes: data.notes,
    });
  });

  test('with standardize: false keeps its numbers', async () => {
    const data = await load(folder, csv(small, { ...tested, standardize: false }));
    expect([0, 1].map((row) => inputsOf(data.train, row))).toEqual([
      [1, 0, 1, 5],
      [100, 0, 0, 9],
    ]);
  });

  test('with columns and categorical takes those columns, in that order', async () => {
    const data = await load(
      folder,
      csv(small, { ...tested, columns: ['colour', 'size'], categorical: ['size'] }),
    );
    // Categories of colour: blue, red; of size: 1, 2, 6, by value.
    expect([0, 1, 2, 3].map((row) => inputsOf(data.train, row))).toEqual([
      [0, 1, 1, 0, 0],
      [0, 0, 0, 0, 0],
      [1, 0, 0, 1, 0],
      [0, 1, 0, 0, 1],
    ]);
  });

  test('without a test file gives a fifth to the test part, and a share of the rest to validation', async () => {
    const text = lines(
      'x,y',
      ...Array.from({ length: 100 }, (_, i) => `${i},${i % 2 ? 'odd' : 'even'}`),
    );
    const usual = await load(folder, csv(text, { validation_split: 0.25, stratify: true }));
    expect([usual.train.rows.length, usual.validation.rows.length, usual.test.rows.length]).toEqual(
      [60, 20, 20],
    );
    expect(targetsOf(usual.validation).filter((y) => y === 1)).toHaveLength(10);
    const less = await load(folder, csv(text, { test_split: 0.1 }));
    expect([less.train.rows.length, less.validation.rows.length, less.test.rows.length]).toEqual([
      72, 18, 10,
    ]);
  });
});

test('standardised training columns have mean 0 and deviation 1', async () => {
  const text = lines('x,y', ...Array.from({ length: 200 }, (_, i) => `${(i * i) % 97},${i / 2}`));
  const { train } = await load(folder, csv(text));
  const values = [...train.rows].map((row) => inputsOf(train, row)[0] ?? NaN);
  const mean = values.reduce((a, b) => a + b) / values.length;
  expect(mean).toBeCloseTo(0, 6);
  expect(
    Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length),
  ).toBeCloseTo(1, 6);
});

describe('the target', () => {
  const twice = (values: readonly string[]): string =>
    lines('x,y', ...[...values, ...values].map((value, i) => `${i},${value}`));
  test.each([
    [
      'words are classes in the order of their characters',
      ['pear', 'Apple', 'fig'],
      {},
      ['Apple', 'fig', 'pear'],
    ],
    [
      'whole numbers of few values are classes in the order of their values',
      ['10', '9', '-1', '2.0'],
      {},
      ['-1', '2', '9', '10'],
    ],
    ['numbers come before words', ['1a', '10', '9', 'B'], {}, ['9', '10', '1a', 'B']],
    [
      '20 whole values are classes',
      Array.from({ length: 20 }, (_, i) => String(i)),
      {},
      Array.from({ length: 20 }, (_, i) => String(i)),
    ],
    ['21 whole values are numbers', Array.from({ length: 21 }, (_, i) => String(i)), {}, null],
    ['fractions are numbers', ['0', '1', '1.5', '2'], {}, null],
    [
      'whole numbers are numbers when the spec says so',
      ['0', '1', '2'],
      { target_type: 'number' },
      null,
    ],
    [
      'fractions are classes when the spec says so',
      ['0.5', '1.5', '1.0', '10.25'],
      { target_type: 'classes' },
      ['0.5', '1.0', '1.5', '10.25'],
    ],
  ] as const)('%s', async (_name, values, more, classes) => {
    expect(await describeIn(folder, csv(twice(values), more))).toMatchObject({
      classes: classes && classes.length,
      classNames: classes,
    });
  });

  test('class numbers follow the order of the classes; those of the test file count too', async () => {
    const data = await load(
      folder,
      csv(lines('x,y', '1,b', '2,c', '3,b', '4,c', '5,b'), testFile(lines('x,y', '1,a', '2,c'))),
    );
    expect([
      [...onlyTarget(data.train.source).values],
      [...onlyTarget(data.test.source).values],
      data.classNames,
    ]).toEqual([
      [1, 2, 1, 2, 1],
      [0, 2],
      ['a', 'b', 'c'],
    ]);
    expect(onlyTarget(data.train.source).values).toBeInstanceOf(Int32Array);
  });
});

describe('the text', () => {
  const plain = lines('a,b,y', '1,x,0.5', '2,"p, ""q""",1', '3,x,2', '4,p,3', '5,x,4');
  test.each([
    ['a byte order mark', `\ufeff${plain}`, {}],
    ['Windows line ends', plain.replaceAll('\n', '\r\n'), {}],
    ['old Macintosh line ends', plain.replaceAll('\n', '\r'), {}],
    ['no newline at the end', plain.trimEnd(), {}],
    ['empty lines', plain.replaceAll('\n', '\n\n  \n'), {}],
    ['spaces around cells', plain.replaceAll(/,(?! )/g, ' , '), {}],
    [
      'another delimiter',
      lines('a;b;y', '1;x;0.5', '2;"p, ""q""";1', '3;x;2', '4;p;3', '5;x;4'),
      { delimiter: ';' },
    ],
    [
      'tabs',
      lines('a\tb\ty', '1\tx\t0.5', '2\t"p, ""q"""\t1', '3\tx\t2', '4\tp\t3', '5\tx\t4'),
      { delimiter: '\t' },
    ],
  ])('may have %s', async (_name, text, more) => {
    const [wanted, got] = await Promise.all([
      load(folder, csv(plain)),
      load(folder, csv(text, more)),
    ]);
    expect(got.facts.inputs[0]?.columns).toEqual(wanted.facts.inputs[0]?.columns);
    expect(contentOf(got.train)).toEqual(contentOf(wanted.train));
  });

  test('may be long: a column of numbers stays one, one of few words too', async () => {
    const text = lines(
      'a,b,y',
      ...Array.from({ length: 25_000 }, (_, i) => `${i % 1000},${i % 3 ? 'no' : 'yes'},${i % 2}`),
    );
    const data = await load(
      folder,
      csv(text, testFile(lines('a,b,y', ...Array.from({ length: 12_000 }, () => '500,yes,1')))),
    );
    expect(data).toMatchObject({ inputs: [{ shape: [3] }], classes: 2, classNames: ['0', '1'] });
    expect([...onlyInput(data.test.source).values.subarray(-2)]).toEqual([0, 1]);
    const late = csv(text.replace(/^999,(.*\n)$/m, '999,$1').concat('oops,no,1\n'));
    expect((await refusal(load(folder, late))).message).toBe(
      `${join(folder, String(late['file']))}, line 25002, column "a" is "oops" where 25000 of 25001 cells are numbers: mend the cell, or say columns: {"a": category} if these are categories`,
    );
  });

  test('of a test column means what it means in the training file, even where it looks different', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${['1', 'A', 'B'][i % 3]},${i % 2}`);
    const data = await load(
      folder,
      csv(
        lines('code,y', ...rows),
        testFile(lines('code,y', ...Array.from({ length: 10_001 }, () => '1,0'))),
      ),
    );
    expect(inputsOf(data.test, 10_000)).toEqual([1, 0, 0]);
  });
});

describe('refused, with the place and the cure', () => {
  const usual = ['1,2', '2,3', '3,4'];
  const cases: readonly [string, string | Uint8Array, Record<string, unknown>, string][] = [
    [
      'an empty file',
      '',
      {},
      ' is empty, expected a line with the names of the columns and a line a sample',
    ],
    ['nothing but a header', 'x,y\n', {}, ' has a header but no rows: add a line a sample'],
    [
      'a ragged row',
      lines('x,y', '1,2', '', '1,2,3'),
      {},
      ', line 4 has 3 cells, but the header has 2: mend the line (a cell that holds the delimiter needs "quotes")',
    ],
    [
      'a short row',
      lines('x,y', '1'),
      {},
      ', line 2 has 1 cell, but the header has 2: mend the line (a cell that holds the delimiter needs "quotes")',
    ],
    ['an open quote', lines('x,y', '1,"2'), {}, ', line 2 opens a quote (") that is never closed'],
    [
      'an open quote with lines after it',
      lines('x,y', '', '"1', '2",3', '1,"2', '3,4', '', '5,6', '7,8'),
      {},
      ', line 5 opens a quote (") that is never closed',
    ],
    [
      'an open quote that another one ends',
      lines('x,y', '1,2', '"3,4', '5,6', '"7",8'),
      {},
      ', the row from line 3 to 5 has a quote (") within a cell: put the whole cell in quotes and double those inside, or close the quote (") that line 3 leaves open',
    ],
    [
      'a quote within a cell',
      lines('x,y', '1,5" pipe'),
      {},
      ', line 2 has a quote (") within a cell: put the whole cell in quotes and double those inside',
    ],
    [
      'text after a quote',
      lines('x,y', '1,"5" pipe'),
      {},
      ', line 2 has a quote (") within a cell: put the whole cell in quotes and double those inside',
    ],
    [
      'two columns of one name',
      lines('x,x,y', '1,2,3'),
      {},
      ' has two columns named "x": rename one',
    ],
    [
      'a column without a name',
      lines(',x,y', '0,2,3'),
      {},
      ': column 1 has no name: give it one in the first line, or list the columns to use under columns',
    ],
    [
      'no header',
      lines('1,2', '3,4'),
      {},
      ' has no header: its first line holds only numbers, expected the names of the columns, "y" among them',
    ],
    [
      'a misspelt target',
      lines('x,price', ...usual),
      { target: 'prise' },
      ' has no column "prise"; did you mean "price"?',
    ],
    [
      'a misspelt column',
      lines('length,y', ...usual),
      { columns: ['lenght'] },
      ' has no column "lenght"; did you mean "length"?',
    ],
    [
      'a target of no likeness',
      lines('x,price', ...usual),
      { target: 'quality' },
      ' has no column "quality" among the 2 that its first line names',
    ],
    [
      'another delimiter',
      lines('x;y', '1;2'),
      {},
      ' has no column "y": its header is one cell; is the delimiter ";"?',
    ],
    [
      'nothing but the target',
      lines('y', '1', '2'),
      {},
      ' has no column but the target "y": there is nothing to learn from',
    ],
    [
      'latin-1',
      Buffer.from('x,y\n1,caf\xe9\n', 'latin1'),
      {},
      ' is not UTF-8 text: line 2 has "café" if it is latin1; then say encoding: latin1 in the data set, else name the encoding it is in',
    ],
    [
      'a character cut at the end',
      Buffer.from('x,y\n1,caf\xc3', 'latin1'),
      {},
      ' is cut off within a character: copy or download it again',
    ],
    [
      'UTF-16',
      Buffer.from('\ufeffx,y\n1,2\n', 'utf16le'),
      {},
      ' is UTF-16 text: say encoding: utf-16 in the data set',
    ],
    [
      'an empty cell',
      lines('x,y', '1,2', ',3'),
      {},
      `, line 3, column "x" is empty: fill it in, or remove the line${cures}`,
    ],
    [
      'an empty target',
      lines('x,y', '1,2', '2,  '),
      {},
      ', line 3, column "y" is empty: fill it in, or remove the line, or say missing: {"y": drop} (rows without the target are left out)',
    ],
    [
      'a missing number',
      lines('x,y', '1,2', '?,3', '3,4'),
      {},
      `, line 3, column "x" is "?", without a value: fill it in, or remove the line${cures}`,
    ],
    [
      'not a number',
      lines('x,y', '1,2', 'NaN,3', '3,4'),
      {},
      `, line 3, column "x" is "NaN", without a value: fill it in, or remove the line${cures}`,
    ],
    [
      'a single word among numbers',
      lines('x,y', ...Array.from({ length: 10 }, (_, i) => `${i === 6 ? '6O' : i},${i}`)),
      {},
      ', line 8, column "x" is "6O" where 9 of 10 cells are numbers: mend the cell, or say columns: {"x": category} if these are categories',
    ],
    [
      'a word in a numeric target',
      lines('x,y', '1,2', '2,two', '3,4'),
      { target_type: 'number' },
      ', line 3, column "y" is "two" where 2 of 3 cells are numbers: mend the cell, or say target_type: classes if these are classes',
    ],
    [
      'a number too large',
      lines('x,y', '1,2', '-1e39,3', '3,4'),
      {},
      ', line 3, column "x" is -1e39, more than a float32 holds: mend the cell',
    ],
    [
      'weights of nothing',
      lines('x,w,y', ...Array.from({ length: 20 }, (_, i) => `${i},0,${i % 2}`)),
      { sample_weight: 'w' },
      ': the sample_weight "w" is 0 in every training row, so that none would be learned from: mend the column, or leave sample_weight out',
    ],
    [
      'dates',
      lines('x,y', ...Array.from({ length: 30 }, (_, i) => `${i + 1}.1.2024,${i % 2}`)),
      {},
      ', column "x" holds dates or times: say columns: {"x": date}, whose parts become numbers, or leave it out with exclude: ["x"], or say columns: {"x": category} if these are categories',
    ],
    [
      'times of day',
      lines('x,y', ...Array.from({ length: 30 }, (_, i) => `12:${10 + i},${i % 2}`)),
      {},
      ', column "x" holds dates or times: say columns: {"x": date}, whose parts become numbers, or leave it out with exclude: ["x"], or say columns: {"x": category} if these are categories',
    ],
    [
      'names for categories',
      lines('x,y', ...Array.from({ length: 40 }, (_, i) => `person ${i % 21},${i % 2}`)),
      {},
      ', column "x" holds 21 different texts in 40 rows, too many for categories: leave it out with exclude: ["x"], or say columns: {"x": category} if these are categories, or columns: {"x": text} if they are texts',
    ],
    [
      'one class',
      lines('x,y', '1,a', '2,a', '3,a'),
      {},
      ', target "y" is "a" in every row: there is nothing to learn',
    ],
    [
      'as many classes as rows',
      lines('x,y', ...Array.from({ length: 21 }, (_, i) => `${i},name ${i}`)),
      {},
      ', target "y" has 21 classes in 21 rows, too many to learn: mend the column',
    ],
  ];
  test.each(cases)('%s', async (_name, text, more, message) => {
    const written = csv(text, more);
    expect(await refusal(load(folder, written))).toEqual({
      message: `${join(folder, String(written['file']))}${message}`,
      exitCode: 1,
    });
  });

  test('a word in a number column of the test file', async () => {
    const held = testFile(lines('x,y', '1,0', 'many,1'));
    expect((await refusal(load(folder, csv(lines('x,y', ...usual), held)))).message).toBe(
      `${join(folder, held.test_file)}, line 3, column "x" is "many", expected a number: mend the cell`,
    );
  });

  test('a test file that lacks a column', async () => {
    const held = testFile(lines('zebra,y', '1,0'));
    expect((await refusal(load(folder, csv(lines('weights,y', ...usual), held)))).message).toBe(
      `${join(folder, held.test_file)} has no column "weights"; expected one of zebra, y`,
    );
  });

  test('what is not used may be unfit', async () => {
    const data = await load(
      folder,
      csv(lines(',x,note,y', '0,1,,2', '1,2,"?",3', '2,3,NaN,4'), { columns: ['x'] }),
    );
    expect(onlyInput(data).shape).toEqual([1]);
  });

  test('stratify of a target that is a number', async () => {
    expect((await refusal(load(folder, csv(small, { stratify: true })))).message).toBe(
      'stratify: true needs classes, but the target is a number: remove stratify',
    );
  });

  test('categorical that names no column', async () => {
    const written = csv(small, { categorical: ['color'] });
    expect((await refusal(load(folder, written))).message).toBe(
      `"color" is listed under categorical, but is not a column used from ${join(folder, String(written['file']))}; did you mean "colour"?`,
    );
  });

  test.each([
    [
      { test_file: 'x.csv', test_split: 0.1 },
      'dataset table has test_file and test_split: give one of them',
    ],
    [
      { columns: ['size', 'y'] },
      'dataset table lists its target "y" under columns: it cannot be an input too',
    ],
    [{ columns: ['size', 'size'] }, 'dataset table lists the column "size" twice under columns'],
    [
      { categorical: ['y'] },
      'dataset table lists its target "y" under categorical: say target_type: classes',
    ],
  ])('arguments that do not go together: %j', async (more, message) => {
    expect(await refusal(load(folder, csv(small, more)))).toEqual({ message, exitCode: 2 });
  });

  test('too few rows to split', async () => {
    expect((await refusal(load(folder, csv(lines('x,y', '1,0.5', '2,1.5'))))).message).toBe(
      'validation_split 0.2 of 1 row takes 1 and leaves none to train on: use more data or a smaller validation_split',
    );
  });
});

test('whatever the text, a CSV is read or refused with a UserError', async () => {
  const piece = fc.constantFrom(
    'x',
    'y',
    ',',
    '\n',
    '\r',
    '"',
    ' ',
    '1',
    '-2.5',
    'NaN',
    'a',
    '\ufeff',
    ';',
    '\t',
    '1e39',
    'é',
    '\0',
  );
  const text = fc
    .tuple(
      fc.constantFrom('', 'x,y\n', 'x,y,z\n1,a,2\n2,b,3\n3,a,4\n4,a,5\n'),
      fc.array(piece, { maxLength: 30 }),
    )
    .map(([start, rest]) => start + rest.join(''));
  const property = fc.asyncProperty(
    text,
    fc.constantFrom(',', ';', '\t', ' '),
    async (content, delimiter) => {
      await load(folder, {
        ...csv(content, { delimiter }),
        file: writeIn(folder, 'any.csv', content),
      }).then(
        ({ train }) => expect(onlyInput(train.source).values.every(Number.isFinite)).toBe(true),
        (error: unknown) => expect(error).toBeInstanceOf(UserError),
      );
    },
  );
  await fc.assert(property, { numRuns: 500 });
  const bytes = fc.asyncProperty(fc.uint8Array({ maxLength: 50 }), async (any) => {
    await parseCsv([any], 'any.csv', csvRequest).catch((error: unknown) =>
      expect(error).toBeInstanceOf(UserError),
    );
  });
  await fc.assert(bytes, { numRuns: 300 });
});

// With the line of each row in the place of the function that says it.
function comparable(read: CsvTable | string | undefined): unknown {
  if (typeof read !== 'object') return read;
  return { ...read, at: Array.from({ length: read.count }, (_, row) => read.at(row)) };
}

test('however a CSV is cut into pieces, it is the same table, or refused alike', async () => {
  const piece = fc.constantFrom(
    'x',
    ',',
    ',',
    '\n',
    '\r\n',
    '\r',
    '"',
    '"a,""b"',
    ' ',
    '1',
    'é',
    '\u202e',
    '𝄞',
    '\ufeff',
  );
  const text = fc
    .tuple(fc.constantFrom('', '\ufeff'), fc.array(piece, { maxLength: 30 }))
    .map(([start, rest]) => `${start}x,y\n1,"é\r\n"\n${rest.join('')}`);
  let tables = 0;
  const property = fc.asyncProperty(
    text,
    fc.integer({ min: 1, max: 7 }),
    fc.constantFrom(',', '\u202e'),
    async (content, length, delimiter) => {
      const bytes = Buffer.from(content.replaceAll(',', delimiter));
      const pieces = Array.from({ length: Math.ceil(bytes.length / length) }, (_, i) =>
        bytes.subarray(i * length, (i + 1) * length),
      );
      const [whole, cut] = await Promise.all(
        [[bytes], pieces].map((of) =>
          parseCsv(of, 'any.csv', { ...csvRequest, delimiter }).catch(
            (error: unknown) => (error as UserError).message,
          ),
        ),
      );
      expect(comparable(cut)).toEqual(comparable(whole));
      tables += typeof whole === 'object' ? 1 : 0;
      if (typeof whole === 'object') {
        expect(whole.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
      }
    },
  );
  await fc.assert(property, { numRuns: 1000 });
  expect(tables).toBeGreaterThan(50);
});

describe('a column of weights', () => {
  const weighed = lines('x,w,y', '1,0.5,a', '2,0,b', '3,2,a', '4,1,b', '5,3,a');

  test('weighs the rows, those of the test file too, and is no input', async () => {
    const data = await load(
      folder,
      csv(weighed, { sample_weight: 'w', ...testFile(lines('w,x,y', '7,9,b')) }),
    );
    expect([onlyInput(data).shape, data.train.source.weights, data.test.source.weights]).toEqual([
      [1],
      Float32Array.of(0.5, 0, 2, 1, 3),
      Float32Array.of(7),
    ]);
    expect((await load(folder, csv(weighed))).train.source.weights).toBeNull();
  });

  test.each([
    [
      weighed.replace('3,2,a', '3,-2,a'),
      { sample_weight: 'w' },
      /, line 4, column "w" is -2, expected a weight of at least 0: mend the cell$/,
    ],
    [
      weighed.replace('3,2,a', '3,?,a'),
      { sample_weight: 'w' },
      /, line 4, column "w" is "\?", without a value: fill it in, or remove the line, or say missing: \{"w": drop\} \(rows without the weight are left out\)$/,
    ],
    [weighed, { sample_weight: 'v' }, /\.csv has no column "v"; expected one of x, w, y$/],
    [
      weighed,
      { sample_weight: 'y' },
      /^dataset table has "y" as its target and as its sample_weight: name another column$/,
    ],
    [
      weighed,
      { sample_weight: 'w', columns: ['x', 'w'] },
      /^dataset table lists its sample_weight "w" under columns: it cannot be an input too$/,
    ],
  ])('%j with %j', async (text, more, message) => {
    expect((await refusal(load(folder, csv(text, more)))).message).toMatch(message);
  });
});

test('what is read is told by its name, wherever it lies: a run has it as seen from its folder', async () => {
  const { file } = csv(small);
  const told: string[] = [];
  const notify = (text: string): void => void told.push(text);
  const written = { ...csv(small), file: join('..', basename(folder), String(file)) };
  await loadDataset(readTagged(written), { ...contextOf(folder), notify });
  expect(told).toEqual([`reading ${String(file)}`]);
});
