// Columns of texts in a table: as numbers of tokens by themselves, as values beside other columns.
import { describe, expect, test } from '@jest/globals';
import { parseFacts } from '../../../src/dataset/facts-reader.js';
import { onlyInput } from '../../../src/dataset/source.js';
import { csvMaker, describeIn, inputsOf, load, refusal, temporaryFolder } from '../fixtures.js';

const folder = temporaryFolder();
const csv = csvMaker(folder, { split_seed: 46 });

// With the split seed 46 and a test file, row 1 of four is the one for validation.
const held = csv('t,n,y\n"a, new b!",5,x\nc c c,6,y\n')['file'] as string;
const texts = 't,n,y\nA b b.,1,x\nz a,2,y\n"b, c b c a",3,x\n,4,y\n';
const table = (written: Readonly<Record<string, unknown>>, more = {}) =>
  csv(texts, { columns: { t: { type: 'text', ...written } }, test_file: held, ...more });

describe('numbers of tokens', () => {
  test('are an input by themselves, by what the training rows hold', async () => {
    const data = await load(folder, table({}, { exclude: ['n'] }));
    expect(data.inputs).toEqual([{ name: 't', kind: 'tokens', shape: [5], vocabulary: 5 }]);
    // b comes four times in rows 0, 2 and 3, then c and a twice; z is in row 1 alone.
    const { name, values } = onlyInput(data.train.source);
    expect([name, values instanceof Int32Array]).toEqual(['t', true]);
    expect([0, 2, 3].map((row) => inputsOf(data.train, row))).toEqual([
      [4, 2, 2, 0, 0],
      [2, 3, 2, 3, 4],
      [0, 0, 0, 0, 0],
    ]);
    expect(inputsOf(data.validation, 1)).toEqual([1, 4, 0, 0, 0]);
    expect([0, 1].map((row) => inputsOf(data.test, row))).toEqual([
      [4, 1, 2, 0, 0],
      [3, 3, 3, 0, 0],
    ]);
    expect(data.notes).toEqual(
      expect.arrayContaining([
        'column "t": sequence_length is 5, by the training texts, of which it leaves 95 % whole',
        'column "t": 1 of 3 training texts have no token, and give zeros',
      ]),
    );
    const [input] = parseFacts(JSON.stringify(data.facts), 'data.json').inputs;
    expect(input).toMatchObject({
      name: 't',
      kind: 'tokens',
      shape: [5],
      vocabulary: 5,
      columns: [
        { column: 't', kind: 'text', missing: 1, sequence_length: 5, vocabulary: ['b', 'c', 'a'] },
      ],
    });
  });

  test('stand beside what the other columns are together', async () => {
    expect((await load(folder, table({}))).inputs.map(({ name }) => name)).toEqual(['table', 't']);
  });
});

describe('values of a vocabulary', () => {
  test('stand beside other columns', async () => {
    const data = await load(folder, table({ output_mode: 'count', max_tokens: 3 }));
    expect(data.inputs).toEqual([{ name: 'table', kind: 'table', shape: [4], vocabulary: null }]);
    // [UNK], b, c; then n, of which the training rows have 1, 3 and 4.
    const z = (n: number): number => Math.fround((n - 8 / 3) / Math.sqrt(14 / 9));
    expect([0, 2, 3].map((row) => inputsOf(data.train, row))).toEqual([
      [1, 2, 0, z(1)],
      [1, 2, 2, z(3)],
      [0, 0, 0, z(4)],
    ]);
    expect(inputsOf(data.test, 0)).toEqual([2, 1, 0, z(5)]);
    expect(data.notes).toContain(
      'column "t": the 2 most frequent of 3 different tokens are its vocabulary, as max_tokens says; the others count as [UNK]',
    );
    expect(data.notes).toContain(
      'column "t": 1 of 1 validation texts have no token of the vocabulary, and give [UNK] alone',
    );
  });

  test('a mark for a missing value is a text of no tokens', async () => {
    const spec = table({ output_mode: 'multi_hot' }, { missing_values: ['c c c'], exclude: ['n'] });
    const data = await load(folder, spec);
    expect(inputsOf(data.test, 1)).toEqual([0, 0, 0, 0]);
  });
});

describe('what is refused', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      'a length without numbers',
      { output_mode: 'count', sequence_length: 3 },
      'leave out sequence_length',
    ],
    ['no room for a token', { max_tokens: 2 }, 'say 3 at least'],
    ['no token', { ngrams: [9] }, 'none of the 3 training texts has a token'],
  ])('%s', async (_, written, message) => {
    expect(
      (await refusal(() => load(folder, table(written, { exclude: ['n'] })))).message,
    ).toContain(message);
  });

  test('a column of empty cells', async () => {
    const spec = csv('t,y\n,x\n,y\n,x\n', { columns: { t: 'text' } });
    expect((await refusal(() => load(folder, spec))).message).toContain('"t"');
  });
});

test('it is described as it is loaded', async () => {
  const data = await describeIn(folder, table({}, { exclude: ['n'] }));
  expect(data.inputs).toEqual([{ name: 't', kind: 'tokens', shape: [5], vocabulary: 5 }]);
});
