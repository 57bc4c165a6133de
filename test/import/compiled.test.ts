// How a model was compiled, as keys of a spec.
import { expect, test } from '@jest/globals';
import { language } from '../../src/experiment/language.js';
import { compiledKeys } from '../../src/import/compiled.js';

const read = (config: unknown) => {
  const said: string[] = [];
  return { keys: compiledKeys(config, language, (message) => said.push(message)), said };
};
const of = (module: string, class_name: string, config: object) => ({
  module: `keras.${module}`,
  class_name,
  config,
  registered_name: null,
});

test('a rate has the digits of its float32', () => {
  const optimizer = of('optimizers', 'Adam', { learning_rate: 0.0010000000474974513, beta_1: 0.8 });
  expect(read({ optimizer, loss: 'mse' })).toEqual({
    keys: {
      optimizer: { name: 'adam', learning_rate: 0.001, beta_1: 0.8 },
      loss: 'mean_squared_error',
    },
    said: [],
  });
});

test('metrics by name, and by a name of their own', () => {
  const top = of('metrics', 'TopKCategoricalAccuracy', { name: 'top2', k: 2 });
  const plain = of('metrics', 'AUC', { name: 'auc', num_thresholds: 200 });
  expect(read({ metrics: [['acc', top, plain]] }).keys).toEqual({
    metrics: ['accuracy', { name: 'top_k_categorical_accuracy', k: 2, label: 'top2' }, 'auc'],
  });
});

test('what has no place in a spec is said, and left out', () => {
  expect(
    read({
      optimizer: of('optimizers', 'Lamb', {}),
      loss: { a: 'mse', b: 'mse' },
      metrics: { a: ['mse'] },
      loss_weights: [1, 2],
    }),
  ).toMatchObject({
    keys: {},
    said: [
      expect.stringMatching(/^optimizer: Keras has Lamb, dlx does not/),
      expect.stringMatching(/^loss: .* is no loss$/),
      'metrics: of several outputs',
      'loss_weights: dlx has none',
    ],
  });
  expect(read(null)).toEqual({ keys: {}, said: [] });
});
