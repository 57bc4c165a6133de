// Arguments of Keras as a spec writes them.
import { expect, test } from '@jest/globals';
import { layerEntry } from '../../src/model/layers/layers.js';
import { writtenArguments } from '../../src/import/arguments.js';

const read = (layer: string, config: object) => {
  const said: string[] = [];
  const { arguments: kinds } = layerEntry(layer);
  const written = writtenArguments(kinds, config as Record<string, unknown>, (m) => said.push(m));
  return { written, said };
};

const named = (module: string, class_name: string, config: object = {}) => ({
  module,
  class_name,
  config,
  registered_name: null,
});

test('defaults are left out, and what Keras alone needs', () => {
  const { written, said } = read('Conv2D', {
    name: 'x',
    dtype: named('keras', 'DTypePolicy', { name: 'float32' }),
    filters: 3,
    kernel_size: [3, 3],
    strides: [2, 1],
    padding: 'valid',
    data_format: 'channels_last',
    activation: 'relu',
    kernel_initializer: named('keras.initializers', 'GlorotUniform', {
      seed: null,
      input_axes: null,
      output_axes: null,
    }),
    kernel_regularizer: named('keras.regularizers', 'L2', { l2: 0.5 }),
    bias_constraint: named('keras.constraints', 'NonNeg'),
  });
  expect(said).toEqual([]);
  expect(written).toEqual({
    filters: 3,
    kernel_size: 3,
    strides: [2, 1],
    activation: 'relu',
    kernel_regularizer: { name: 'l2', l2: 0.5 },
    bias_constraint: 'non_neg',
  });
});

test('a layer in the place of an activation; none is the linear one', () => {
  const leaky = named('keras.layers', 'LeakyReLU', { name: 'l', negative_slope: 0.1 });
  expect(read('Dense', { units: 1, activation: leaky }).written).toEqual({
    units: 1,
    activation: { name: 'leaky_relu', negative_slope: 0.1 },
  });
  expect(read('LSTM', { units: 1, activation: null }).written).toEqual({
    units: 1,
    activation: 'linear',
  });
});

test('the shape of one axis is a size', () => {
  const config = { num_heads: 1, key_dim: 2, output_shape: [3], attention_axes: [1] };
  expect(read('MultiHeadAttention', config)).toEqual({
    written: { num_heads: 1, key_dim: 2, output_shape: 3 },
    said: [],
  });
});

test.each<[string, object, RegExp]>([
  ['LSTM', { units: 1, stateful: true }, /^stateful: true, an argument that dlx does not have$/],
  ['Conv2D', { filters: 1, kernel_size: 1, data_format: 'channels_first' }, /^data_format: /],
  ['Dense', { units: 'many' }, /^units: "many", which dlx does not take$/],
  ['Dense', { units: 1, activation: 'glu' }, /^activation: Keras has glu, dlx does not/],
  [
    'Dense',
    { units: 1, kernel_initializer: named('mine', 'Own') },
    /^kernel_initializer: Own of mine is code of its own, which is not run$/,
  ],
  [
    'Dense',
    { units: 1, kernel_initializer: 3 },
    /^kernel_initializer: 3, which is no initializer$/,
  ],
  [
    'TimeDistributed',
    { layer: named('keras.layers', 'Lambda', { function: { code: 'gASV' } }) },
    /^layer: Keras has Lambda, dlx does not: a spec holds no code$/,
  ],
  [
    'Bidirectional',
    { layer: named('keras.layers', 'LSTM', { units: 1, return_state: true }) },
    /^layer: LSTM: return_state: true, /,
  ],
])('%s %j', (layer, config, message) => {
  const { said } = read(layer, config);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(message);
});
