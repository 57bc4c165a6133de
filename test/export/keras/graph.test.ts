// How Keras sees a network: the order by hand, from the rule of keras.src.ops.function.map_graph; in
// keras.test.ts Keras itself says it.
import { describe, expect, test } from '@jest/globals';
import {
  kerasGraph,
  kerasInputNames,
  kerasInputs,
  modelObject,
  orderProblem,
} from '../../../src/export/keras/graph.js';
import { networkOf } from '../../model/specs.js';

const never = () => (what: string) => {
  throw new Error(what);
};

const branched = [
  { Dense: 4, name: 'a' },
  { Dense: 4, name: 'short', inputs: ['a'] },
  { Dense: 3, name: 'unused', inputs: ['a'] },
  { Dense: 4, name: 'long', inputs: ['a'] },
  { Dense: 4, name: 'longer' },
  { Add: null, name: 'sum', inputs: ['short', 'longer'] },
];

describe('a model with branches', () => {
  test('the farthest from the output first, then as they are met from there', () => {
    const graph = kerasGraph(networkOf(branched, [4]));
    expect(graph.isSequential).toBe(false);
    expect(graph.layers.map(({ spec }) => spec.name)).toEqual([
      'a',
      'long',
      'short',
      'longer',
      'sum',
    ]);
    expect(graph.listed.map(({ spec }) => spec.name)).toEqual([
      'a',
      'short',
      'long',
      'longer',
      'sum',
    ]);
    expect(graph.unused).toEqual(['unused']);
  });

  test('calls name what they take', () => {
    const network = networkOf(branched, [4]);
    const model = modelObject(kerasGraph(network), kerasInputs(network), 'm', [], never);
    expect(model).toMatchObject({
      class_name: 'Functional',
      config: { input_layers: ['input', 0, 0], output_layers: ['sum', 0, 0] },
    });
    expect(JSON.stringify(model)).toContain('"keras_history":["longer",0,0]');
  });
});

test('a list is Sequential; attention, which is called with two, is not', () => {
  expect(kerasGraph(networkOf([{ Dense: 2 }, 'Flatten'], [3])).isSequential).toBe(true);
  const attention = { MultiHeadAttention: { num_heads: 1, key_dim: 2 } };
  expect(kerasGraph(networkOf([attention], [3, 2])).isSequential).toBe(false);
});

test('several inputs have names that Keras takes and no layer has', () => {
  const inputs = [
    { name: 'a/b c', shape: [2] },
    { name: 'dense', shape: [2] },
  ];
  const { layers } = networkOf([{ Dense: 2 }], [2]);
  expect(kerasInputNames({ inputs, layers })).toEqual(['a_b_c', 'dense_1']);
  expect(kerasInputNames(networkOf([{ Dense: 2 }], [2]))).toEqual(['input']);
});

test('tokens are whole numbers where only layers for tokens take them', () => {
  const embedding = { Embedding: { input_dim: 5, output_dim: 2 } };
  expect(kerasInputs(networkOf([embedding], [3]))[0]?.dtype).toBe('int32');
  expect(kerasInputs(networkOf([{ Dense: 2 }], [3]))[0]?.dtype).toBe('float32');
});

test('a mask in the middle of branches is refused, one at the front is not', () => {
  const model = (first: readonly object[]) => [
    ...first,
    { Masking: null, name: 'mask' },
    { LSTM: 2, name: 'one' },
    { LSTM: 2, name: 'other', inputs: ['mask'] },
    { Add: null, inputs: ['one', 'other'] },
  ];
  expect(orderProblem(networkOf(model([]), [3, 2]))).toBeNull();
  expect(orderProblem(networkOf(model([{ Dense: 2 }]), [3, 2]))).toMatch(/^Masking \(mask\) /);
});
