// Columns of what stands in the records of runs.
import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import {
  costColumns,
  detailColumns,
  distinctLosses,
  scoreColumns,
} from '../../src/comparison/record-columns.js';
import { readRun, type ReadRun } from '../../src/run/read.js';
import { readWeights } from '../../src/run/weights.js';
import { makeRecord } from '../run/fixture.js';
import { run } from './runs.js';

const fixtures = join(import.meta.dirname, '../../../test/fixtures');
const { spec, how, machine } = makeRecord();
const torn = { folder: 'runs/torn', damaged: 'its run.json is empty' };

describe('scores', () => {
  const metrics = (...names: readonly string[]) => ({
    metrics: names.map((name) => ({
      name,
      mode: name === 'mae' ? ('min' as const) : ('max' as const),
    })),
  });

  test('are of each metric in the order of the specs, then of the loss, in three parts', () => {
    const columns = scoreColumns(
      [makeRecord(metrics('accuracy', 'mae')), makeRecord(metrics('auc', 'accuracy'))],
      'val_accuracy',
    );
    expect(columns.map(({ key }) => key)).toEqual(
      ['accuracy', 'mae', 'auc', 'loss'].flatMap((name) =>
        ['val', 'test', 'train'].map((part) => `${part}_${name}`),
      ),
    );
    expect(columns.map(({ label }) => label).slice(0, 3)).toEqual([
      'val accuracy',
      'test accuracy',
      'train accuracy',
    ]);
    expect(columns.filter(({ shown }) => !shown).map(({ key }) => key)).toEqual([
      'train_accuracy',
      'train_mae',
      'train_auc',
      'train_loss',
    ]);
  });

  test('have the direction of their metric; the loss none where there are several', () => {
    const directions = (records: Parameters<typeof scoreColumns>[0]) =>
      scoreColumns(records, 'val_loss')
        .filter(({ key }) => key.startsWith('val_'))
        .map(({ key, direction }) => [key, direction]);
    const record = makeRecord(metrics('accuracy', 'mae'));
    expect(directions([record])).toEqual([
      ['val_accuracy', 'max'],
      ['val_mae', 'min'],
      ['val_loss', 'min'],
    ]);
    const other = makeRecord({ ...metrics('mae'), spec: { ...spec, loss: 'mse' } });
    expect(directions([record, other]).at(-1)).toEqual(['val_loss', null]);
  });

  test('of the metric that ranks stay longest where there is little room, then those of the loss', () => {
    const weights = Object.fromEntries(
      scoreColumns([makeRecord(metrics('accuracy', 'auc'))], 'val_accuracy').map(
        ({ key, weight }) => [key, weight],
      ),
    );
    const order = ['val_accuracy', 'test_accuracy', 'val_loss', 'val_auc', 'test_loss', 'test_auc'];
    expect(weights['val_accuracy']).toBe(0);
    expect(order.toSorted((a, b) => (weights[a] ?? 0) - (weights[b] ?? 0))).toEqual(order);
    expect(
      scoreColumns([makeRecord(metrics('accuracy', 'auc'))], 'val_auc')
        .filter(({ ranking }) => ranking)
        .map(({ key }) => key),
    ).toEqual(['val_auc']);
  });

  test('are null where there are none, whatever the metric is called', () => {
    const [validation] = scoreColumns([makeRecord(metrics('constructor'))], 'val_loss');
    expect(validation?.cell(run('a', metrics('constructor')))).toBeNull();
    expect(validation?.cell(torn)).toBeNull();
    const none = { scores: { train: null, validation: null, test: null } };
    expect(validation?.cell(run('a', none))).toBeNull();
  });
});

test('losses are the same where they are written the same', () => {
  const losses = (...written: readonly unknown[]) =>
    distinctLosses(written.map((loss) => makeRecord({ spec: { ...spec, loss } }))).length;
  expect(losses('mse', 'mse')).toBe(1);
  expect(losses('huber', { name: 'huber', delta: 2 })).toBe(2);
  expect(distinctLosses([])).toEqual([]);
});

test('what a run took, and what is shown on request', () => {
  const one = run('a', {
    how: { ...how, device: 'gpu', execution: 'graph', threads: 6 },
    machine: { ...machine, gpu: 'NVIDIA A10' },
    tags: ['night', 'old'],
    git: { commit: 'abc', dirty: true },
  });
  const cells = Object.fromEntries(
    [...costColumns(), ...detailColumns()].map(({ key, cell }) => [key, cell(one)]),
  );
  expect(cells).toEqual({
    best_epoch: 12,
    epochs_run: 20,
    seconds_per_epoch: 2.94,
    seconds_to_best: 35.3,
    parameters: 79510,
    trainable_parameters: 79510,
    ended_by: null,
    epochs_planned: 20,
    seconds_total: 60,
    peak_memory_bytes: 500_000_000,
    // Four bytes each.
    weights_bytes: 318_040,
    predictions_per_second: null,
    seed: 42,
    tags: 'night, old',
    message: null,
    started: '2026-01-02T03:04:05.000Z',
    finished: '2026-01-02T03:05:05.000Z',
    monitor: 'val_loss',
    name: 'a',
    notes: null,
    parent: null,
    data: 'fashion_mnist',
    device: 'NVIDIA A10',
    backend: 'tensorflow',
    execution: 'graph',
    threads: 6,
    dlx: '0.1.0',
    tensorflow: '2.21.0',
    git_commit: 'abc with changes',
    sealed: null,
    test_reads: 1,
    id: 'a',
    fold: null,
    repeat: null,
    folder: 'runs/a-20260102T030405Z-aid',
  });
  // What cannot be read has nothing but its folder.
  expect(
    detailColumns()
      .filter(({ cell }) => cell(torn) !== null)
      .map(({ key }) => key),
  ).toEqual(['folder']);
});

describe('how large a model is, and how fast', () => {
  const cellOf = (key: string, one: ReadRun) =>
    detailColumns()
      .find((column) => column.key === key)
      ?.cell(one);

  test('its weights are as many bytes as the file of the best epoch holds of them', () => {
    const folder = join(fixtures, 'runs/finished-0.1.0');
    const tensors = readWeights(join(folder, 'best.safetensors'))?.tensors ?? [];
    const bytes = tensors.reduce((sum, { values }) => sum + values.byteLength, 0);
    expect(bytes).toBeGreaterThan(0);
    expect(cellOf('weights_bytes', readRun(folder))).toBe(bytes);
  });

  test.each([
    [0.0005, 2000],
    [null, null],
    // A clock may not see so little.
    [0, null],
  ])('a prediction in %p seconds is %p a second', (seconds, expected) => {
    const measured = { ...makeRecord().seconds, per_prediction: seconds };
    expect(cellOf('predictions_per_second', run('a', { seconds: measured }))).toBe(expected);
  });
});
