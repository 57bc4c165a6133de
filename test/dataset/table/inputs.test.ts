// Several inputs out of one table: which columns stand together, and what each of the others gives.
import { describe, expect, test } from '@jest/globals';
import { parseFacts } from '../../../src/dataset/facts-reader.js';
import { takenRows } from '../../../src/dataset/source.js';
import { csvMaker, describeIn, load, refusal, temporaryFolder } from '../fixtures.js';

const folder = temporaryFolder();
const csv = csvMaker(folder, { split_seed: 46 });

// With the split seed 46 and a test file, row 1 of four is the one for validation.
const header = 'n,make,words,m,y\n';
const held = csv(`${header}2,c,b z,1,x\n2,,a,1,y\n`)['file'] as string;
const table = (more: Readonly<Record<string, unknown>> = {}) =>
  csv(`${header}1,b,b a,5,x\n2,zz,c,6,y\n4,a,,7,x\n7,b,b b b,8,y\n`, {
    test_file: held,
    columns: {
      make: { type: 'category', encode: 'index' },
      words: { type: 'text' },
    },
    missing: { make: 'fill' },
    standardize: false,
    ...more,
  });

describe('numbers and categories together, tokens by themselves', () => {
  test('each has its name, its shape and its columns', async () => {
    const data = await load(folder, table());
    expect(data.inputs).toEqual([
      { name: 'table', kind: 'table', shape: [2], vocabulary: null },
      { name: 'make', kind: 'tokens', shape: [1], vocabulary: 4 },
      { name: 'words', kind: 'tokens', shape: [3], vocabulary: 4 },
    ]);
    expect((await describeIn(folder, table())).inputs).toEqual(data.inputs);
    const { inputs } = parseFacts(JSON.stringify(data.facts), 'data.json');
    expect(inputs.map(({ columns }) => columns?.map(({ column }) => column))).toEqual([
      ['n', 'm'],
      ['make'],
      ['words'],
    ]);
    expect(inputs[1]?.columns).toMatchObject([
      {
        kind: 'categories',
        encode: 'index',
        categories: ['a', 'b'],
        gaps: { value: null, indicator: true },
      },
    ]);
    expect(inputs.map(({ reading }) => reading?.delimiter)).toEqual([',', ',', ',']);
  });

  test('and its values, wherever its columns stand', async () => {
    const { train, test } = await load(folder, table());
    const valuesIn = (part: typeof train, row: number) =>
      part.source.inputs.map((input) => [...takenRows(input, Int32Array.of(row))]);
    // Of make 0 is missing, 1 unknown, then a and b; of words 1 is [UNK], then b and a.
    expect(valuesIn(train, 0)).toEqual([[1, 5], [3], [2, 3, 0]]);
    expect(valuesIn(train, 1)).toEqual([[2, 6], [1], [1, 0, 0]]);
    expect(valuesIn(train, 2)).toEqual([[4, 7], [2], [0, 0, 0]]);
    expect(valuesIn(test, 0)).toEqual([[2, 1], [1], [2, 1, 0]]);
    expect(valuesIn(test, 1)).toEqual([[2, 1], [0], [3, 0, 0]]);
    expect(train.source.inputs.map(({ values }) => values.constructor)).toEqual([
      Float32Array,
      Int32Array,
      Int32Array,
    ]);
  });
});

describe('what is refused', () => {
  const text = (name: string) => `n,${name},y\n1,b a,x\n2,c,y\n4,a b,x\n7,b,y\n`;
  const named = (name: string, more: Readonly<Record<string, unknown>> = {}) =>
    csv(text(name), { columns: { [name]: 'text' }, test_split: 0.25, ...more });

  test.each([
    ['input', 'which is that of what a model is given'],
    ['table', 'which the other columns have together'],
    ['a/b', 'as layers in blocks have names with "/"'],
  ])('a column %s beside others', async (name, why) => {
    const { message } = await refusal(() => load(folder, named(name)));
    expect(message).toBe(
      `dataset table has the column "${name}" as an input by itself, and layers could not take it by that name, ${why}: call the column something else in the file, or leave it out with exclude`,
    );
    // By itself it is what the model is given.
    expect((await load(folder, named(name, { exclude: ['n'] }))).inputs).toHaveLength(1);
  });

  test.each([
    ['text', 'output_mode: multi_hot, count or tf_idf'],
    [{ type: 'category', encode: 'index' }, 'encode: one_hot'],
  ])('%j in windows', async (type, cure) => {
    const spec = csv(text('w'), { columns: { w: type }, windows: { length: 1 } });
    const { message } = await refusal(() => load(folder, { ...spec, target: 'n' }));
    expect(message).toContain(
      `dataset table has windows and the column "w" of tokens, which no window holds: say ${cure} for it`,
    );
  });
});
