import { expect, test } from '@jest/globals';
import { parseFacts } from '../../../src/dataset/facts-reader.js';
import { onlyTarget, takenRows } from '../../../src/dataset/source.js';
import { csvMaker, describeIn, load, refusal, temporaryFolder } from '../fixtures.js';

const folder = temporaryFolder();
const csv = csvMaker(folder, { split_seed: 46 });
const held = csv('x,tags\n5,sea\n')['file'] as string;
// With the split seed 46 and a test file, row 1 of four is the one for validation.
const table = (rows: readonly string[], more: Readonly<Record<string, unknown>> = {}, said = {}) =>
  csv(['x,tags', ...rows.map((row, i) => `${i},${row}`), ''].join('\n'), {
    test_file: held,
    target: { tags: { type: 'labels', ...said } },
    ...more,
  });

test('labels of a cell are numbers of 0 and 1, whose names the facts have', async () => {
  const spec = table(['hill; sea', 'lake', '', 'sea']);
  const data = await load(folder, spec);
  const { shape, values, numbers } = onlyTarget(data.train.source);
  expect([shape, numbers]).toEqual([[3], ['hill', 'lake', 'sea']]);
  expect([...values]).toEqual([1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1]);
  expect([...onlyTarget(data.test.source).values]).toEqual([0, 0, 1]);
  expect(parseFacts(JSON.stringify(data.facts), 'data.json').targets).toEqual([
    { name: 'tags', kind: 'labels', labels: ['hill', 'lake', 'sea'], separator: ';' },
  ]);
  expect(data.notes).toEqual(
    expect.arrayContaining([
      'the target "tags": ";" stands between labels, of which there are 3',
      'the target "tags": 1 of 3 training rows have no label',
      'the target "tags": no training row has "lake": nothing can be learned of it',
    ]),
  );
  expect((await describeIn(folder, spec)).labels).toBe(';');
});

test('rows without a label are left out where missing says so', async () => {
  const { train } = await load(folder, table(['a;b', 'b', '', 'a;b', 'a'], { missing: 'drop' }));
  const { source, rows } = train;
  expect([
    ...rows,
    ...(await load(folder, table(['a;b', 'b', '', 'a;b', 'a']))).train.rows,
  ]).not.toEqual(expect.arrayContaining([9]));
  expect(rows).not.toContain(2);
  expect([...takenRows(onlyTarget(source), Int32Array.of(3))]).toEqual([1, 1, 0]);
});

test.each<[readonly string[], object, string]>([
  [['a;b', 'c|d', 'a', 'b'], {}, 'say which stands between labels, as separator: ";"'],
  [['a', 'b', 'c', 'd'], {}, 'has no cell with several labels'],
  [
    ['"[""a""]"', 'b', 'c', 'd'],
    { separator: 'json' },
    ', line 3, column "tags" is "b", expected a JSON array of labels',
  ],
])('%j with %j is refused', async (rows, said, message) => {
  expect((await refusal(() => load(folder, table(rows, {}, said)))).message).toContain(message);
});
