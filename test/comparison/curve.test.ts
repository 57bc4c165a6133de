// Epochs of a run as lines, and where values stand in a chart.
import { describe, expect, test } from '@jest/globals';
import {
  chartOf,
  heightOf,
  rowText,
  runCharts,
  valueAt,
  valuesOf,
  wantedOf,
} from '../../src/comparison/curve.js';
import { someEpoch } from '../run/fixture.js';

const line = (values: readonly number[], spread?: readonly number[]) => ({
  row: 0,
  part: 'validation' as const,
  values,
  ...(spread ? { spread } : {}),
});

test.each([
  ['loss', { metric: 'loss', part: null }],
  ['val_loss', { metric: 'loss', part: 'validation' }],
  ['train_accuracy', { metric: 'accuracy', part: 'train' }],
  ['learning_rate', { metric: 'learning_rate', part: 'own' }],
  // A metric that somebody called so.
  ['val_x', { metric: 'val_x', part: null }],
  ['nothing', { metric: 'nothing', part: null }],
])('%s is asked for', (name, wanted) => {
  expect(wantedOf(name, new Set(['loss', 'accuracy', 'val_x', 'x']))).toEqual(wanted);
});

test('values of a part; what is no number, or is not there, is NaN', () => {
  const epochs = [
    { ...someEpoch, train: { loss: 3 }, validation: { loss: 2, recall: null } },
    { ...someEpoch, train: { loss: Infinity }, validation: { loss: 1 }, learning_rate: 0.05 },
  ];
  expect(valuesOf(epochs, 'loss', 'train')).toEqual([3, NaN]);
  expect(valuesOf(epochs, 'loss', 'validation')).toEqual([2, 1]);
  expect(valuesOf(epochs, 'recall', 'validation')).toEqual([NaN, NaN]);
  expect(valuesOf(epochs, 'constructor', 'train')).toEqual([NaN, NaN]);
  expect(valuesOf(epochs, 'learning_rate', 'own')).toEqual([0.1, 0.05]);
});

describe('scales', () => {
  test('do not go below 0 for the spread of what never is', () => {
    expect(chartOf('loss', true, [line([0.5, 0.25], [0.1, 0.5])]).range).toEqual([0, 0.75]);
    expect(chartOf('loss', true, [line([-0.5, 0.25], [0.25, 0.5])]).range).toEqual([-0.75, 0.75]);
  });

  test('are as wide as values and their spreads', () => {
    const chart = chartOf('accuracy', false, [line([0.5, NaN, 0.75], [0.25, NaN, 0.05])]);
    expect(chart).toMatchObject({ isLog: false, range: [0.25, 0.8] });
    expect([0.25, 0.525, 0.8].map((value) => heightOf(chart, value))).toEqual([0, 0.5, 1]);
    expect([0, 0.5, 1].map((share) => valueAt(chart, share))).toEqual([0.25, 0.525, 0.8]);
  });

  test('are logarithmic where what falls would be a corner', () => {
    expect(chartOf('loss', true, [line([1000, 10, 1])])).toMatchObject({ isLog: true });
    expect(chartOf('loss', true, [line([50, 10, 1])])).toMatchObject({ isLog: false });
    expect(chartOf('loss', true, [line([1000, 10, 0])])).toMatchObject({ isLog: false });
    expect(chartOf('accuracy', false, [line([0.001, 0.9])])).toMatchObject({ isLog: false });
    const chart = { isLog: true, range: [1, 100] as const };
    expect(heightOf(chart, 10)).toBeCloseTo(0.5, 12);
    expect(valueAt(chart, 0.5)).toBeCloseTo(10, 12);
    expect(heightOf(chart, 0)).toBe(-1);
  });

  test('of one value, of none, and of the greatest numbers there are', () => {
    expect(heightOf({ isLog: false, range: [2, 2] }, 2)).toBe(0.5);
    expect(chartOf('loss', true, [line([NaN, NaN])])).toEqual({
      metric: 'loss',
      isLog: false,
      range: null,
      lines: [],
    });
    expect(heightOf({ isLog: false, range: null }, 1)).toBeNaN();
    expect(heightOf({ isLog: false, range: [-1e308, 1e308] }, 0)).toBe(0.5);
  });
});

test('a run has its loss, and what its best epoch is chosen by or its first metric', () => {
  const epochs = [{ ...someEpoch, train: { loss: 1, a: 1, b: 2 }, validation: { loss: 1, b: 3 } }];
  const metrics = [
    { name: 'a', mode: 'max' as const },
    { name: 'b', mode: 'max' as const },
  ];
  const chartsOf = (monitor: string) =>
    runCharts(epochs, { monitor: { name: monitor }, metrics }).map(({ metric, lines }) => [
      metric,
      ...lines.map(({ part }) => part),
    ]);
  expect(chartsOf('val_loss')).toEqual([
    ['loss', 'train', 'validation'],
    ['a', 'train'],
  ]);
  expect(chartsOf('val_b')[1]).toEqual(['b', 'train', 'validation']);
  expect(runCharts([], { monitor: { name: 'val_loss' }, metrics: [] })).toEqual([]);
});

test.each([
  [{ label: 'adam', runs: [{}], best: [3], about: null }, 'adam: best epoch 3'],
  [{ label: 'a', runs: [{}, {}], best: [7, 3], about: null }, 'a: 2 runs, best epochs 3 to 7'],
  [
    {
      label: 'a',
      runs: [1, 2].map((fold) => ({ record: { cross_validation: { fold } } })),
      best: [7, 3],
      about: null,
    },
    'a: 2 runs of folds, best epochs 3 to 7',
  ],
  [{ label: 'a', runs: [{}], best: [], about: null }, 'a'],
  [{ label: 'a', runs: [{}], best: [], about: 'failed' }, 'a: failed'],
])('%j', (row, text) => {
  expect(rowText(row)).toBe(text);
});
