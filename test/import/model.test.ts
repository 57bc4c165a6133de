// Models in configs of anybody's.
import { describe, expect, test } from '@jest/globals';
import { modelIn } from '../../src/import/model.js';

const layer = (name: string, more: object = {}) => ({
  module: 'keras.layers',
  class_name: 'Dense',
  config: { name, units: 2 },
  registered_name: null,
  name,
  ...more,
});
const tensor = (name: string, at = 0) => ({
  class_name: '__keras_tensor__',
  config: { shape: [null, 2], dtype: 'float32', keras_history: [name, at, 0] },
});
const input = layer('in', {
  class_name: 'InputLayer',
  config: { name: 'in', batch_shape: [null, 2], dtype: 'float32' },
  inbound_nodes: [],
});
const called = (args: readonly unknown[], kwargs: object = {}) => ({
  inbound_nodes: [{ args, kwargs }],
});
const functional = (layers: readonly unknown[], config: object = {}) => ({
  module: 'keras',
  class_name: 'Functional',
  config: {
    layers,
    input_layers: [['in', 0, 0]],
    output_layers: [['out', 0, 0]],
    ...config,
  },
});

const read = (config: unknown) => {
  const said: string[] = [];
  return { model: modelIn(config, (message) => said.push(message)), said };
};

test('layers in order, with what they take', () => {
  const { model, said } = read(
    functional([
      input,
      layer('out', called([[tensor('a'), tensor('b')]])),
      layer('a', called([tensor('in')], { training: false, mask: null })),
      layer('b', called([tensor('a')])),
      layer('dead', called([tensor('a')])),
    ]),
  );
  expect(said).toEqual([]);
  expect(model?.layers.map(({ name, inputs }) => [name, inputs])).toEqual([
    ['a', ['in']],
    ['b', ['a']],
    ['out', ['a', 'b']],
  ]);
  expect(model?.inputs).toEqual([{ name: 'in', shape: [2], dtype: 'float32' }]);
});

test.each([
  [
    'a list',
    [
      ['b', 0, 0],
      ['in', 0, 0],
    ],
  ],
  ['a mapping', { second: ['b', 0, 0], first: ['in', 0, 0] }],
])('several inputs, named by %s, in its order', (_, input_layers) => {
  const other = { ...input, name: 'b', config: { batch_shape: [null, 7], dtype: 'int32' } };
  const { model, said } = read(
    functional([input, other, layer('out', called([[tensor('in'), tensor('b')]]))], {
      input_layers,
    }),
  );
  expect(said).toEqual([]);
  expect(model?.inputs).toEqual([
    { name: 'b', shape: [7], dtype: 'int32' },
    { name: 'in', shape: [2], dtype: 'float32' },
  ]);
  expect(model?.layers.map(({ inputs }) => inputs)).toEqual([['in', 'b']]);
});

test('a Sequential model, its input said or built', () => {
  const config = { layers: [layer('a'), layer('b')], build_input_shape: [null, 3] };
  const { model } = read({ module: 'keras', class_name: 'Sequential', config });
  expect(model?.layers.map(({ inputs }) => inputs)).toEqual([['input'], ['a']]);
  expect(model?.inputs[0]?.shape).toEqual([3]);
});

describe('told', () => {
  test.each<[string, unknown, RegExp]>([
    ['nothing', null, /dlx reads Sequential and Functional models/],
    ['a class', { class_name: 'Mine', config: {} }, /holds Mine, and dlx reads/],
    [
      'code',
      { ...functional([]), module: 'mine', registered_name: 'mine>Net' },
      /of a class of its own, mine, whose code is not run/,
    ],
    [
      'an input that is not there',
      functional([input], {
        input_layers: [
          ['in', 0, 0],
          ['x', 0, 0],
        ],
      }),
      /the model has no layer for its input/,
    ],
    [
      'inputs in lists of lists',
      functional([input], { input_layers: [[[['in', 0, 0]]]] }),
      /does not say what its inputs are/,
    ],
    [
      'several outputs',
      functional([input], {
        output_layers: { a: ['in', 0, 0], b: ['out', 0, 0] },
      }),
      /several outputs/,
    ],
    ['no sizes', functional([{ ...input, config: { batch_shape: [null, null] } }]), /every size/],
    [
      'a layer called twice',
      functional([
        input,
        layer('out', {
          inbound_nodes: [
            { args: [tensor('in')], kwargs: {} },
            { args: [tensor('out')], kwargs: {} },
          ],
        }),
      ]),
      /the layer out is called 2 times/,
    ],
    [
      'another output',
      functional([input, layer('out', called([tensor('in', 1)]))]),
      /the layer out is called with another result or call of in/,
    ],
    [
      'a circle',
      functional([
        input,
        layer('out', called([tensor('a')])),
        layer('a', called([tensor('b')])),
        layer('b', called([tensor('a')])),
      ]),
      /take what no layer gives/,
    ],
    [
      'a mask of nobody',
      functional([input, layer('out', called([tensor('in')], { mask: tensor('in') }))]),
      /a mask that no layer of the model gives/,
    ],
    ['no layers', functional([{}]), /what is no layer with a name/],
    ['too many', functional(Array.from({ length: 10_001 }, () => input)), /at most 10000/],
  ])('%s', (_, config, message) => {
    const { said } = read(config);
    expect(said.join('\n')).toMatch(message);
  });
});
