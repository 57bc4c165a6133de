// Windows of a table and of its test table, by hand.
import { expect, test } from '@jest/globals';
import type { WindowArguments } from '../../../src/dataset/table/series.js';
import { seriesOf } from '../../../src/dataset/table/series.js';
import { parseCsv } from '../../../src/dataset/table/table.js';
import { wholePlan, windowPlans } from '../../../src/dataset/table/window-plans.js';
import { csvRequest, refusal } from '../fixtures.js';

const windows: WindowArguments = {
  length: 2,
  horizon: 1,
  stride: 1,
  by: null,
  time: 't',
  gaps: 'split',
};
const tableOf = (count: number) =>
  parseCsv(
    [Buffer.from(`t,x,y\n${Array.from({ length: count }, (_, i) => `${i},1,2`).join('\n')}\n`)],
    'a.csv',
    { ...csvRequest, beside: ['t'] },
  );

test('a test table is all of it the test part', async () => {
  const [train, test_] = [await tableOf(8), await tableOf(4)];
  const rows = {
    train: Int32Array.of(0, 1, 2, 3, 4),
    validation: Int32Array.of(5, 6, 7),
    test: new Int32Array(0),
  };
  const series = seriesOf(train, windows);
  const plans = windowPlans({ windows, train, test: test_, series, rows, isClasses: false });
  expect([...plans.train.starts]).toEqual([0, 1, 2, 5]);
  expect([...plans.train.parts.validation]).toEqual([3]);
  expect([...(plans.test?.parts.test ?? [])]).toEqual([0, 1]);
});

test('a table that is too short has none', async () => {
  expect((await refusal(async () => wholePlan(await tableOf(2), windows))).message).toBe(
    'a.csv: the test part has no window: 2 rows at most follow each other in it, and a window of length 2 with horizon 1 needs 3: use more rows, or a smaller length',
  );
});
