// Tables of values alone, for models of data that dlx made.
import { describe, expect, test } from '@jest/globals';
import type { InputFacts } from '../../../src/dataset/facts.js';
import { Batches, nothingFound } from '../../../src/dataset/new-rows.js';
import { inputPlaces, readValueTable, valueIn } from '../../../src/dataset/table/value-table.js';

const points: InputFacts = {
  name: 'table',
  kind: 'table',
  shape: [2],
  divide_by: 1,
  vocabulary: null,
  columns: null,
  reading: null,
};
const tokens: InputFacts = { ...points, name: 'tokens', kind: 'tokens', vocabulary: 50 };

async function read(text: string, input: InputFacts): Promise<unknown> {
  const found = nothingFound();
  const batches = new Batches<Float32Array | Int32Array>(
    (length) => new Int32Array(length),
    9,
    2,
    found,
  );
  const file = {
    name: 'new.csv',
    pieces: async function* () {
      yield Buffer.from(text);
    },
  };
  for await (const _ of readValueTable(
    file,
    { input, target: 'arm', rows: 9, keep: [] },
    batches,
    found,
  ));
  return {
    values: batches.all().flatMap(({ inputs }) => [...(inputs[0] ?? [])]),
    unused: [...found.unused],
  };
}

test('columns count in their order, without the target', async () => {
  expect(await read('left,arm,right\n1,0,2\n3,1,4\n', tokens)).toEqual({
    values: [1, 2, 3, 4],
    unused: ['arm'],
  });
  expect(inputPlaces(['x', 'y'], 'a.csv', { input: points, target: 'arm' })).toEqual([0, 1]);
});

describe('refused', () => {
  test.each([
    ['', points, 'new.csv is empty'],
    ['x,y,z\n', points, 'new.csv has 3 columns, and the model takes 2 values, in their order'],
    ['x,arm\n', points, 'new.csv has 1 columns beside "arm", and the model takes 2 values'],
    ['0.1,0.2\n0.3,0.4\n', points, 'new.csv has no header: its first line holds only numbers'],
    ['x,y\n1,two\n', points, 'new.csv, line 2, column "2" is "two", expected a number'],
    ['x,y\n1,\n', points, 'new.csv, line 2, column "2" is empty'],
    [
      'x,y\n1,50\n',
      tokens,
      'new.csv, line 2, column "2" is "50", expected a token: a whole number from 0 to 49',
    ],
    ['x,y\n1,2.5\n', tokens, 'expected a token'],
  ])('%j', async (text, input, message) => {
    await expect(read(text, input)).rejects.toThrow(message);
  });

  test('what a float32 does not hold', () => {
    expect(() => valueIn('1e39', { input: points }, () => 'here')).toThrow('here is 1e39, more');
  });
});
