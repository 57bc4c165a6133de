// What MLflow is told of a run, by hand.
import { expect, test } from '@jest/globals';
import { contentOf } from '../../../src/export/mlflow/content.js';
import { makeRecord, someEpoch } from '../../run/fixture.js';

const folder = 'runs/adam-20260102T030405Z-5e0f8d';
const started = Date.UTC(2026, 0, 2, 3, 4, 5);
const epochs = [1, 2].map((epoch) => ({
  ...someEpoch,
  epoch,
  train: { loss: epoch === 1 ? NaN : Infinity, accuracy: null },
  validation: { loss: 0.5 },
  seconds: { train: 1, total: 1.25 },
}));

test('settings, epochs with their steps and times, and the scores of the best one', () => {
  const record = makeRecord({ git: { commit: 'f00', dirty: false }, tags: ['a', 'b'], notes: 'n' });
  const content = contentOf(folder, record, epochs);
  expect(content).toMatchObject({
    name: 'adam',
    started,
    ended: started + 60_000,
    status: 'FINISHED',
    stand: 'finished 2 tested',
    notes: [],
  });
  const pairs = (all: readonly { readonly key: string; readonly value: string }[]) =>
    Object.fromEntries(all.map(({ key, value }) => [key, value]));
  expect(pairs(content.params)).toEqual({
    dataset: 'fashion_mnist',
    model: 'Flatten, Dense 100 relu, Dense 10 softmax',
    optimizer: 'adam',
    loss: 'sparse_categorical_crossentropy',
    metrics: 'accuracy',
    batch_size: '32',
    epochs: '20',
    seed: '42',
    parameters: '79510',
  });
  expect(pairs(content.tags)).toMatchObject({
    'dlx.id': record.id,
    'dlx.run': 'adam-20260102T030405Z-5e0f8d',
    'dlx.tags': 'a, b',
    'mlflow.source.git.commit': 'f00',
    'mlflow.note.content': 'n',
    // sha256sum of it.
    'dlx.note_sha256': '1b16b1df538ba12dc3f97edbb85caa7050d46c148134290feba80f8236c83db9',
  });
  // No JSON has NaN; what is undefined is no value.
  const at = (epoch: number) => ({ timestamp: started + 1250 * epoch, step: epoch });
  expect(content.epochs).toEqual([
    [
      { key: 'loss', value: 'NaN', ...at(1) },
      { key: 'val_loss', value: 0.5, ...at(1) },
      { key: 'learning_rate', value: 0.1, ...at(1) },
    ],
    [
      { key: 'loss', value: 'Infinity', ...at(2) },
      { key: 'val_loss', value: 0.5, ...at(2) },
      { key: 'learning_rate', value: 0.1, ...at(2) },
    ],
  ]);
  const end = { timestamp: started + 60_000, step: 12 };
  expect(content.scores).toEqual([
    { key: 'best_val_loss', value: 0.3123, ...end },
    { key: 'best_val_accuracy', value: 0.8891, ...end },
    { key: 'test_loss', value: 0.3345, ...end },
    { key: 'test_accuracy', value: 0.8812, ...end },
    { key: 'best_epoch', value: 12, ...end },
  ]);
});

test.each([
  ['running', 'RUNNING'],
  ['interrupted', 'KILLED'],
  ['failed', 'FAILED'],
] as const)('a run that is %s has no best scores yet', (state, status) => {
  const record = makeRecord({
    state,
    finished: state === 'running' ? null : '2026-01-02T04:00:00Z',
  });
  expect(contentOf(folder, record, epochs)).toMatchObject({ status, scores: [] });
});

test('long values are cut, and it is said; names are as MLflow takes them', () => {
  const long = '学'.repeat(6001);
  const spec = { dataset: { name: 'table', file: long, columns: { 'a[0]/學': 1, 'a(0)/學': 2 } } };
  const { params, notes, tags } = contentOf(
    folder,
    makeRecord({ spec, notes: 'x'.repeat(9000) }),
    [],
  );
  const values = new Map(params.map(({ key, value }) => [key, value]));
  expect(values.get('dataset.file')).toHaveLength(6000);
  expect([values.get('dataset.columns.a_0__學'), values.get('dataset.columns.a_0__學_2')]).toEqual([
    '1',
    '2',
  ]);
  expect(tags.find(({ key }) => key === 'mlflow.note.content')?.value).toHaveLength(8000);
  expect(notes).toEqual([
    `${folder}: the parameter dataset.file has 6001 characters, of which MLflow keeps 6000`,
    `${folder}: the tag mlflow.note.content has 9000 characters, of which MLflow keeps 8000`,
  ]);
});
