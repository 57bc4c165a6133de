// What the specs of runs say, key by key.
import { describe, expect, test } from '@jest/globals';
import { mostSettings, settingsOf } from '../../src/comparison/settings.js';
import { run } from './runs.js';

const cellsOf = (...specs: readonly Readonly<Record<string, unknown>>[]) => {
  const runs = specs.map((spec, i) => run(`r${i}`, { spec }));
  const { settings, leftOut } = settingsOf(runs);
  return {
    leftOut,
    table: settings.map(({ path, differs, cells }) => [
      path,
      differs,
      ...runs.map((one) => cells.get(one)),
    ]),
  };
};

describe('the keys of specs', () => {
  test('stand in the order of a spec, each with whether runs differ in it', () => {
    expect(
      cellsOf(
        { epochs: 20, optimizer: 'adam', dataset: 'spirals', gradient_steps: 2 },
        { optimizer: { name: 'sgd', learning_rate: 0.1 }, dataset: 'spirals', epochs: 20 },
      ).table,
    ).toEqual([
      ['dataset', false, 'spirals', 'spirals'],
      ['optimizer', true, 'adam', 'sgd(0.1)'],
      ['epochs', false, 20, 20],
      ['gradient_steps', true, 2, undefined],
    ]);
  });

  test('of a data set have columns of their own, those of other mappings without a name too', () => {
    expect(
      cellsOf({
        dataset: { name: 'csv', file: 'a.csv', validation_split: 0.2 },
        class_weight: { 0: 1, 1: 5 },
        metrics: ['accuracy', { name: 'auc', curve: 'PR' }],
        early_stopping: {},
      }).table,
    ).toEqual([
      ['dataset', false, 'csv'],
      ['dataset.file', false, 'a.csv'],
      ['dataset.validation_split', false, 0.2],
      ['metrics', false, 'accuracy, auc(curve PR)'],
      ['class_weight.0', false, 1],
      ['class_weight.1', false, 5],
      ['early_stopping', false, '{}'],
    ]);
  });

  test('that only say what a run is called are none', () => {
    expect(
      cellsOf({ name: 'a', tags: ['x'], notes: 'n', seed: 1, seeds: 3, extends: 'b.yaml' }).table,
    ).toEqual([]);
  });

  test('have the models as one, by what differs', () => {
    expect(
      cellsOf({ model: ['Flatten', { Dense: 1 }] }, { model: ['Flatten', { Dense: 2 }] }).table,
    ).toEqual([['model', true, 'Dense 1', 'Dense 2']]);
  });
});

test('more keys than there is room for are counted', () => {
  const many = Object.fromEntries(Array.from({ length: mostSettings + 3 }, (_, i) => [`k${i}`, i]));
  const { table, leftOut } = cellsOf({ ...many, model: ['Flatten'] });
  // The model has room always.
  expect(table).toHaveLength(mostSettings + 1);
  expect(leftOut).toBe(3);
});

test('a run that cannot be read says nothing', () => {
  const torn = { folder: 'runs/torn', damaged: 'its run.json is empty' };
  const one = run('a', { spec: { loss: 'mse' } });
  expect(settingsOf([torn, one]).settings).toEqual([
    { path: 'loss', differs: false, cells: new Map([[one, 'mse']]) },
  ]);
});
