// Several columns of numbers as one target, from a table.
import { expect, test } from '@jest/globals';
import { parseFacts } from '../../../src/dataset/facts-reader.js';
import { onlyTarget } from '../../../src/dataset/source.js';
import { csvMaker, describeIn, load, refusal, temporaryFolder } from '../fixtures.js';

const folder = temporaryFolder();
const csv = csvMaker(folder, { split_seed: 46 });
const header = 'x,a,b\n';
const held = csv(`${header}9,7,8\n`)['file'] as string;
// With the split seed 46 and a test file, row 1 of four is the one for validation.
const table = (more: Readonly<Record<string, unknown>>) =>
  csv(`${header}1,10,1\n2,99,5\n3,20,2\n4,60,3\n`, { test_file: held, ...more });

test('stand side by side, in the order in which they are named', async () => {
  const data = await load(folder, table({ target: ['b', 'a'] }));
  const { name, shape, numbers, values, scale } = onlyTarget(data.train.source);
  expect({ name, shape, numbers, scale }).toEqual({
    name: 'b, a',
    shape: [2],
    numbers: ['b', 'a'],
    scale: null,
  });
  expect([...values]).toEqual([1, 10, 5, 99, 2, 20, 3, 60]);
  expect([...onlyTarget(data.test.source).values]).toEqual([8, 7]);
  expect(data.inputs).toEqual([{ name: 'table', kind: 'table', shape: [1], vocabulary: null }]);
});

test('each is standardised by itself, by the training rows', async () => {
  const spec = table({ target: { a: { scale: 'standard' }, b: {} } });
  const data = await load(folder, spec);
  const { values, scale } = onlyTarget(data.train.source);
  // Of 10, 20 and 60: mean 30, variance (400 + 100 + 900) / 3.
  const deviation = Math.sqrt(1400 / 3);
  expect(scale).toEqual([{ mean: 30, deviation }, null]);
  expect([...values.subarray(0, 4)]).toEqual([
    Math.fround(-20 / deviation),
    1,
    Math.fround(69 / deviation),
    5,
  ]);
  expect(parseFacts(JSON.stringify(data.facts), 'data.json').targets).toEqual([
    { name: 'a, b', kind: 'number', numbers: ['a', 'b'], scale: [{ mean: 30, deviation }, null] },
  ]);
  const { targetParts } = await describeIn(folder, spec);
  expect(targetParts?.map(({ name, values: { min, max } }) => [name, min, max])).toEqual([
    ['a', 7, 99],
    ['b', 1, 8],
  ]);
});

test('a row without one of them is left out where missing says so', async () => {
  const text = `${header}1,10,1\n2,,5\n3,20,2\n4,60,\n5,1,1\n6,2,2\n7,3,3\n`;
  const data = await load(
    folder,
    csv(text, { test_file: held, target: ['a', 'b'], missing: 'drop' }),
  );
  expect([...data.train.rows, ...data.validation.rows].sort()).toEqual([0, 2, 4, 5, 6]);
  expect([...onlyTarget(data.train.source).values]).toEqual([
    10, 1, 0, 0, 20, 2, 0, 0, 1, 1, 2, 2, 3, 3,
  ]);
});

test.each<[Readonly<Record<string, unknown>>, string]>([
  [{ target: ['a', 'c'] }, 'has no column "c"'],
  [{ target: ['a', 'b'], columns: ['x', 'b'] }, 'lists its target "b" under columns'],
])('%j is refused', async (more, message) => {
  expect((await refusal(() => load(folder, table(more)))).message).toContain(message);
});

test('words in one of them are told with their place', async () => {
  const text = `${header}1,10,1\n2,9,low\n3,20,2\n4,60,3\n`;
  const { message } = await refusal(() => load(folder, csv(text, { target: ['a', 'b'] })));
  expect(message).toMatch(/\.csv, line 3, column "b" is "low"/);
});
