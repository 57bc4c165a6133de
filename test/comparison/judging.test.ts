// What stands in a table of what is known of its rows, and which rows that is said of.
import { expect, test } from '@jest/globals';
import { compareRuns } from '../../src/comparison/comparison.js';
import { judge } from '../../src/comparison/judging.js';
import { scored } from '../run/fixture.js';
import { run } from './runs.js';

const trial = (name: string, ...losses: readonly number[]) =>
  losses.map((loss, i) =>
    run(`${name}${i}`, {
      name,
      seed: i + 1,
      hashes: { spec: `${name}${i}`, group: name },
      ...scored(loss, 1 - loss, loss, 1 - loss),
    }),
  );

const runs = [...trial('good', 0.1, 0.12, 0.11), ...trial('bad', 0.3, 0.31, 0.34)];

test('verdicts are about the score that orders, and where that is none about the one that ranks', () => {
  const about = (sort?: string) => compareRuns(runs, { sort }, judge).tables[0]?.judged?.metric;
  expect(about()).toBe('accuracy');
  expect(about('val_loss')).toBe('loss');
  expect(about('-test_loss')).toBe('loss');
  expect(about('parameters')).toBe('accuracy');
});

test('nobody judges without replicates, or where nobody is given who does', () => {
  const [single] = compareRuns(
    [runs[0], runs[3]].filter((one) => one !== undefined),
    {},
    judge,
  ).tables;
  expect(single?.judged).toBeNull();
  expect(compareRuns(runs).tables[0]?.judged).toBeNull();
  expect(
    judge.judgedTable({
      groups: [],
      metric: 'loss',
      mode: 'min',
      verdicts: null,
      intervals: new Map(),
    }),
  ).toBeNull();
});

test('says the part, the pairs and the row that others are held against', () => {
  expect(compareRuns(runs, {}, judge).tables[0]?.judged).toEqual({
    metric: 'accuracy',
    part: 'test',
    pairs: 1,
    against: 'runs/good0-20260102T030405Z-good0id',
  });
});

test('of the first rows all are judged, and the row that they are held against stays', () => {
  const three = [...runs, ...trial('worst', 0.5, 0.51, 0.53)];
  const [all] = compareRuns(three, {}, judge).tables;
  const [top] = compareRuns(three, { top: 1, baseline: 'worst' }, judge).tables;
  expect(top?.rows.map(({ cells }) => cells.get('run')?.value)).toEqual(['good', 'worst']);
  expect([all?.omitted, top?.omitted]).toEqual([0, 1]);
  // A row that was named beforehand is held against each other one; one that is the best, all pairs.
  expect([all?.judged?.pairs, top?.judged?.pairs]).toEqual([3, 2]);
  const [other] = compareRuns(three, { top: 2 }, judge).tables;
  expect(other?.rows[1]?.verdict).toEqual(all?.rows[1]?.verdict);
});

test('a table without the row that was named says why it has no verdict', () => {
  const other = runs.map(({ folder, record }) => ({
    folder: `${folder}-other`,
    record: {
      ...record,
      id: `${record.id}-other`,
      name: `other ${record.name}`,
      data: { ...record.data, sha256: 'e'.repeat(64) },
    },
  }));
  const { tables } = compareRuns([...runs, ...other], { baseline: 'bad' }, judge);
  expect(tables.map(({ judged }) => judged?.pairs ?? null)).toEqual([1, null]);
  expect(tables[1]?.notes).toContain(
    'no verdict in this table: the row of --baseline is in another one',
  );
  expect(tables[0]?.notes.filter((note) => note.startsWith('no verdict'))).toEqual([]);
});
