// Layers as Keras' files have them.
import { expect, test } from '@jest/globals';
import { kerasClass, layerObject } from '../../../src/export/keras/objects.js';
import { networkOf } from '../../model/specs.js';

const objectOf = (item: object, shape: readonly number[]) => {
  const said: string[] = [];
  const [layer] = networkOf([item], shape).layers;
  if (!layer) throw new Error('one layer');
  const { spec, entry } = layer;
  const parts = { name: spec.name, args: spec.arguments, trainable: spec.trainable };
  return { object: layerObject(entry, parts, (what) => said.push(what)), said };
};

test.each([
  ['initializer', 'he_normal', 'HeNormal'],
  ['initializer', 'uniform', undefined],
  ['regularizer', 'l1_l2', 'L1L2'],
  ['optimizer', 'rmsprop', 'RMSprop'],
  ['loss', 'kl_divergence', 'KLDivergence'],
  ['metric', 'auc', 'AUC'],
  ['schedule', 'OneCycle', undefined],
])('the %s %s is %s', (noun, name, found) => {
  expect(kerasClass(noun, name)).toBe(found);
});

test('arguments by their names, named ones as objects', () => {
  const { object } = objectOf(
    { Conv2D: { filters: 2, kernel_size: 3, kernel_regularizer: 'l2' } },
    [5, 5, 1],
  );
  expect(object).toMatchObject({
    module: 'keras.layers',
    class_name: 'Conv2D',
    config: {
      filters: 2,
      kernel_size: [3, 3],
      data_format: 'channels_last',
      activation: 'linear',
      kernel_initializer: { class_name: 'GlorotUniform' },
      kernel_regularizer: { module: 'keras.regularizers', class_name: 'L2' },
      bias_constraint: null,
    },
  });
});

test('an activation with arguments is a layer where Keras has one, else refused', () => {
  const { object, said } = objectOf(
    { Dense: { units: 1, activation: { name: 'leaky_relu', negative_slope: 0.1 } } },
    [2],
  );
  expect(said).toEqual([]);
  expect(object).toMatchObject({ config: { activation: { class_name: 'LeakyReLU' } } });
  const gelu = { name: 'gelu', approximate: true };
  expect(objectOf({ Dense: { units: 1, activation: gelu } }, [2]).said).toEqual([
    'has the activation gelu with approximate: true, and a file of Keras holds no arguments of it',
  ]);
  const negative = { name: 'relu', negative_slope: -1 };
  expect(objectOf({ Dense: { units: 1, activation: negative } }, [2]).said).toHaveLength(1);
});

test('a frozen wrapper freezes the layer in it, and some layers take no such word', () => {
  const { object } = objectOf({ Bidirectional: { LSTM: 2 }, trainable: false }, [3, 2]);
  expect(object).toMatchObject({
    config: { trainable: false, layer: { class_name: 'LSTM', config: { trainable: false } } },
  });
  expect(JSON.stringify(objectOf({ SpatialDropout1D: 0.5 }, [3, 2]).object)).not.toContain(
    'trainable',
  );
});
