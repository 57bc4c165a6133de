import { expect, test } from '@jest/globals';
import { snakeCase } from '../../src/document/layer-item.js';
import { nameOfFile, readSpecText, type ReadSpec } from '../../src/spec/read.js';
import { renderProblem } from '../../src/document/problems.js';
import { initTemplate } from '../../src/spec/template.js';
import { base, language } from './language.js';

const read = (text: string): ReadSpec => readSpecText(text, 'experiments/adam.yaml', { language });

test('what is left out has its default', () => {
  expect(read(base).spec).toEqual({
    name: 'adam',
    tags: [],
    notes: null,
    dataset: { name: 'spirals', arguments: { samples: 300, noise: 0.1 } },
    model: [
      {
        layer: 'Dense',
        name: 'dense',
        arguments: {
          units: 2,
          activation: 'linear',
          use_bias: true,
          kernel_initializer: { name: 'glorot_uniform', arguments: { seed: null } },
          kernel_regularizer: null,
        },
        inputs: ['input'],
        trainable: true,
        origin: ['model', 0],
      },
    ],
    initial_weights: null,
    optimizer: { name: 'rmsprop', arguments: { learning_rate: 0.001, rho: 0.9 } },
    loss: { name: 'mean_squared_error', arguments: {} },
    metrics: [],
    class_weight: null,
    cross_validation: null,
    batch_size: 32,
    epochs: 1,
    seed: 0,
    monitor: 'val_loss',
    mode: 'auto',
    early_stopping: null,
    reduce_lr_on_plateau: null,
    checkpoint: { every: 60 },
    budget: null,
    tensorboard: false,
  });
});

test("early stopping and the plateau have Keras' defaults", () => {
  const { spec } = read(`${base}early_stopping: true\nreduce_lr_on_plateau: {patience: 2}\n`);
  expect(spec.early_stopping).toEqual({
    monitor: 'val_loss',
    min_delta: 0,
    patience: 0,
    mode: 'auto',
    baseline: null,
    start_from_epoch: 0,
  });
  expect(spec.reduce_lr_on_plateau).toEqual({
    monitor: 'val_loss',
    factor: 0.1,
    patience: 2,
    mode: 'auto',
    min_delta: 0.0001,
    cooldown: 0,
    min_lr: 0,
  });
});

test('a metric may have a label, by which it is watched; aliases are stored in one spelling', () => {
  const { spec } = read(
    `${base}metrics: [acc, {name: precision, class_id: 1, label: boots}]\nmonitor: val_boots\nearly_stopping: {monitor: acc}\n`,
  );
  expect(spec.metrics).toEqual([
    { name: 'accuracy', arguments: {} },
    { name: 'precision', arguments: { class_id: 1 }, label: 'boots' },
  ]);
  expect([spec.monitor, spec.early_stopping?.monitor]).toEqual(['val_boots', 'accuracy']);
});

// keras.src.utils.naming.to_snake_case of Keras 3.15.1.
test.each([
  ['Dense', 'dense'],
  ['MaxPooling2D', 'max_pooling2d'],
  ['BatchNormalization', 'batch_normalization'],
  ['Conv2D', 'conv2d'],
  ['LSTM', 'lstm'],
  ['Conv2DTranspose', 'conv2d_transpose'],
  ['ReLU', 're_lu'],
  ['PReLU', 'p_re_lu'],
  ['ELU', 'elu'],
  ['LeakyReLU', 'leaky_re_lu'],
  ['GlobalAveragePooling2D', 'global_average_pooling2d'],
  ['ConvLSTM2D', 'conv_lstm2d'],
  ['UpSampling2D', 'up_sampling2d'],
  ['SpatialDropout1D', 'spatial_dropout1d'],
  ['STFTSpectrogram', 'stft_spectrogram'],
])('Keras names a %s %s', (layer, name) => {
  expect(snakeCase(layer)).toBe(name);
});

const layers = (items: string): unknown =>
  read(`dataset: spirals\nmodel:\n${items}loss: mse\n`).spec.model.map(({ name, inputs }) => [
    name,
    ...inputs,
  ]);

test('layers count up as in Keras, and a written name does not count', () => {
  expect(
    layers('  - Dense: 1\n  - Dense: 1\n    name: hidden\n  - Dense: 1\n  - Dropout: 0.1\n'),
  ).toEqual([
    ['dense', 'input'],
    ['hidden', 'dense'],
    ['dense_1', 'hidden'],
    ['dropout', 'dense_1'],
  ]);
});

test('inputs make a graph of the list, repeat makes a chain of copies', () => {
  expect(
    layers(
      '  - Dense: 2\n    name: a\n  - Dense: 2\n    name: b\n    inputs: input\n    repeat: 2\n  - Add:\n    inputs: [a, b_1]\n',
    ),
  ).toEqual([
    ['a', 'input'],
    ['b', 'input'],
    ['b_1', 'b'],
    ['add', 'a', 'b_1'],
  ]);
});

test('a scalar or a list is the first argument, a number stands for a pair', () => {
  const { spec } = read(
    'dataset: spirals\nmodel:\n  - Conv2D: {filters: 8, kernel_size: 3}\n  - MaxPooling2D: [2, 3]\n  - MaxPooling2D\nloss: mse\n',
  );
  expect(spec.model.map((layer) => layer.arguments)).toMatchObject([
    { filters: 8, kernel_size: [3, 3] },
    { pool_size: [2, 3] },
    { pool_size: [2, 2] },
  ]);
});

test('a schedule may stand for the learning rate', () => {
  const { spec } = read(
    `${base}optimizer: {name: SGD, learning_rate: {name: ExponentialDecay, initial_learning_rate: 1e-1, decay_rate: 0.9}}\n`,
  );
  expect(spec.optimizer).toEqual({
    name: 'sgd',
    arguments: {
      learning_rate: {
        name: 'exponential_decay',
        arguments: { initial_learning_rate: 0.1, decay_rate: 0.9, staircase: false },
      },
      momentum: 0,
      nesterov: false,
    },
  });
});

test.each([
  ['seeds: 3\nseed: 7\n', [7, 8, 9]],
  ['seeds: [5, 1]\n', [5, 1]],
  ['seed: 7\n', [7]],
])('%j', (lines, seeds) => {
  const found = read(base + lines);
  expect([found.seeds, found.spec.seed]).toEqual([seeds, seeds[0]]);
});

test.each([
  ['a/adam.yaml', 'adam'],
  ['x y.v2.yml', 'x-y.v2'],
  ['../.yaml', 'yaml'],
  ['日本.yaml', 'spec'],
  [`${'a'.repeat(99)}.yaml`, 'a'.repeat(64)],
])('the file %s makes a spec called %s', (path, name) => {
  expect(nameOfFile(path)).toBe(name);
});

test('later stages can point at a part, or at the nearest that was written', () => {
  const found = read(
    `dataset: spirals\nmodel:\n  - Dense: {units: 2}\n  - Dropout: 0.5\nloss: mse\n`,
  );
  const at = (...path: (string | number)[]): string => renderProblem(found.problemAt(path, 'no'));
  const units =
    'experiments/adam.yaml:3:13 no\n  3 |   - Dense: {units: 2}\n    |             ~~~~~';
  expect(at('model', 0, 'Dense', 'units')).toBe(
    units.replace('3:13', '3:20').replace(' '.repeat(12) + '~~~~~', `${' '.repeat(19)}~`),
  );
  expect(at('model', 0, 'units')).toBe(at('model', 0, 'Dense', 'units'));
  expect(at('model', 0, 'activation')).toBe(
    'experiments/adam.yaml:3:5 no\n  3 |   - Dense: {units: 2}\n    |     ~~~~~~~~~~~~~~~~~',
  );
  expect(at('model', 1, 'rate')).toBe(
    'experiments/adam.yaml:4:5 no\n  4 |   - Dropout: 0.5\n    |     ~~~~~~~~~~~~',
  );
  expect(at('optimizer', 'learning_rate')).toBe('experiments/adam.yaml: no');
});

test('the first spec of dlx init is one', () => {
  const { spec } = read(initTemplate());
  expect([
    spec.dataset.name,
    spec.optimizer.name,
    spec.epochs,
    spec.model.map((layer) => layer.name),
  ]).toEqual(['spirals', 'adam', 20, ['hidden', 'dropout', 'dense', 'dense_1']]);
});
