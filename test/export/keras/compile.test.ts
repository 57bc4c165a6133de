// What a file is compiled with, and what is said of the rest.
import { expect, test } from '@jest/globals';
import { kerasCompile } from '../../../src/export/keras/compile.js';
import { specOf } from '../../model/specs.js';

const compiled = (parts: object) =>
  kerasCompile(
    specOf({ model: [{ Dense: 2 }], loss: 'mse', ...parts }),
    { stepsPerEpoch: 10, epochs: 1 },
    (what) => {
      throw new Error(what);
    },
  );

test('loss and metrics under their names', () => {
  const { config } = compiled({
    loss: { name: 'sparse_categorical_crossentropy', from_logits: true },
    metrics: ['accuracy', { name: 'sparse_top_k_categorical_accuracy', k: 1, label: 'top1' }],
  });
  expect(config).toMatchObject({
    loss: {
      module: 'keras.losses',
      class_name: 'SparseCategoricalCrossentropy',
      config: { from_logits: true, ignore_class: null },
    },
    metrics: [
      'accuracy',
      { class_name: 'SparseTopKCategoricalAccuracy', config: { name: 'top1', k: 1 } },
    ],
  });
});

test('what is to be told again, and what is otherwise', () => {
  const { notes } = compiled({
    loss: { name: 'binary_crossentropy', from_logits: true },
    metrics: ['binary_accuracy'],
    batch_size: 7,
    early_stopping: { patience: 2 },
    class_weight: { 0: 2 },
  });
  expect(notes).toEqual([
    'the metric binary_accuracy sees probabilities in dlx and logits in Keras',
    'batch_size 7, class_weight, early_stopping (EarlyStopping): to be told model.fit again',
  ]);
  expect(compiled({ loss: 'categorical_crossentropy' }).notes[0]).toContain('to_categorical');
});
