// Items of a model.
import { expect, test } from '@jest/globals';
import { writtenModel } from '../../src/import/layers.js';
import type { KerasLayer, KerasModel } from '../../src/import/model.js';

const layer = (className: string, name: string, inputs: readonly string[], config: object = {}) =>
  ({
    name,
    inputs,
    call: {},
    object: { className, config: { ...config }, foreign: null },
  }) satisfies KerasLayer;

const model = (...layers: readonly KerasLayer[]): KerasModel => ({
  isSequential: false,
  inputs: [{ name: 'in', shape: [4], dtype: 'float32' }],
  layers,
  isFrozen: false,
  compile: null,
});

const read = (given: KerasModel) => {
  const said: string[] = [];
  return { ...writtenModel(given, (message) => said.push(message)), said };
};

test('names that counting gives are left out, others kept or made legal', () => {
  const { items, notes } = read(
    model(
      layer('Dense', 'dense', ['in'], { units: 1 }),
      layer('Dense', 'dense_1', ['dense'], { units: 2, trainable: false }),
      layer('Flatten', 'a b', ['dense_1']),
      layer('Flatten', 'stem>flat', ['a b']),
      layer('Flatten', 'input', ['stem>flat']),
    ),
  );
  expect(items).toEqual([
    { Dense: { units: 1 } },
    { Dense: { units: 2 }, trainable: false },
    { Flatten: null, name: 'a_b' },
    { Flatten: null, name: 'stem/flat' },
    { Flatten: null, name: 'input_1' },
  ]);
  expect(notes).toEqual(['the layer a b is called a_b', 'the layer input is called input_1']);
});

test('inputs are named where they are not the layer before; attention to oneself has one', () => {
  const attention = { num_heads: 1, key_dim: 2 };
  const { items } = read(
    model(
      layer('Flatten', 'flatten', ['in']),
      layer('Add', 'add', ['in', 'flatten']),
      layer('MultiHeadAttention', 'multi_head_attention', ['add', 'add'], attention),
      layer('MultiHeadAttention', 'cross', ['add', 'flatten'], attention),
    ),
  );
  expect(items).toEqual([
    'Flatten',
    { Add: null, inputs: ['input', 'flatten'] },
    { MultiHeadAttention: attention },
    { MultiHeadAttention: attention, name: 'cross', inputs: ['add', 'flatten'] },
  ]);
});

test('what dlx itself put in front is left out, and said', () => {
  const { items, notes, front } = read(
    model(
      layer('Rescaling', 'preprocessing>divide', ['in'], { scale: 0.1 }),
      layer('Flatten', 'flatten', ['preprocessing>divide']),
    ),
  );
  expect([items, front]).toEqual([['Flatten'], ['Rescaling']]);
  expect(notes).toEqual([expect.stringMatching(/^Rescaling in front is left out/)]);
});

test('classes that are none of dlx, or of nobody that is known', () => {
  const own = layer('Mine', 'mine', ['in']);
  const { said } = read(
    model(
      { ...own, object: { ...own.object, foreign: 'pkg' } },
      layer('ConvLSTM2D', 'x', ['mine']),
    ),
  );
  expect(said).toEqual([
    'Mine (mine): its class is of pkg: code of its own, which is not run',
    expect.stringMatching(/^ConvLSTM2D \(x\): Keras has ConvLSTM2D, dlx does not/),
  ]);
});

test('several inputs have names that a spec may have, in front layers too', () => {
  const { items, inputs, notes } = read({
    ...model(
      layer('Rescaling', 'preprocessing>divide_a', ['a']),
      layer('Dense', 'dense', ['preprocessing>divide_a'], { units: 1 }),
      layer('Dense', 'b>c', ['b c'], { units: 1 }),
      layer('Add', 'add', ['dense', 'b>c']),
    ),
    inputs: [
      { name: 'a', shape: [4], dtype: 'float32' },
      { name: 'b c', shape: [4], dtype: 'float32' },
    ],
  });
  expect(inputs).toEqual(['a', 'b_c']);
  expect(items).toEqual([
    { Dense: { units: 1 }, inputs: ['a'] },
    { Dense: { units: 1 }, name: 'b/c', inputs: ['b_c'] },
    { Add: null, inputs: ['dense', 'b/c'] },
  ]);
  expect(notes).toContain('the layer b c is called b_c');
});
