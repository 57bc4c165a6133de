import { expect, test } from '@jest/globals';
import { residentSource } from '../../src/dataset/source.js';
import { checkPlanned, dataPlans, evaluationPlans } from '../../src/training/data-plans.js';
import { datasetOf } from './trainers.js';

const values = Array.from({ length: 600 }, (_, i) => i);
const whole = datasetOf(
  { shape: [600, 1], values },
  { shape: [600], values: values.map((value) => value % 4), kind: 'float' },
);
const { source } = whole.train;
const held = residentSource('test', source.gather(Int32Array.of(3, 4, 7)));
const rows = (from: number, to: number): Int32Array => Int32Array.from(values.slice(from, to));
const dataset = {
  ...whole,
  train: { source, rows: rows(0, 340) },
  validation: { source, rows: rows(340, 600) },
  test: { source: held, rows: rows(0, 3) },
};

test('each source is planned once, by its name, that of the training part first', () => {
  const plans = dataPlans({ class_weight: null }, dataset);
  expect([...plans.keys()]).toEqual(['train', 'test']);
  // The means of 0, 1, 2, 3 over and over, and of 3, 0 and 3.
  expect([...plans.values()].map(({ centers, weights }) => [centers, weights])).toEqual([
    [[[1.5]], null],
    [[[2]], null],
  ]);
});

test('each source that is evaluated has the sizes of its batches', () => {
  expect(evaluationPlans(dataset)).toEqual([
    { source: 'train', sizes: [250, 10] },
    { source: 'test', sizes: [3] },
  ]);
  const shared = { ...dataset, test: { source, rows: rows(0, 265) } };
  expect(evaluationPlans(shared)).toEqual([{ source: 'train', sizes: [250, 10, 15] }]);
});

test('one name does not stand for two sources', () => {
  const twin = { source: residentSource('train', held), rows: rows(0, 3) };
  expect(() => dataPlans({ class_weight: null }, { ...dataset, test: twin })).toThrow(
    'the source train is not the one that was planned under its name',
  );
  const plans = dataPlans({ class_weight: null }, dataset);
  expect(() => checkPlanned(plans, twin.source)).toThrow('the source train is not the one');
  expect(() => checkPlanned(plans, held)).not.toThrow();
});
