// Where masks end, by Keras' own list of the layers that support them.
import { expect, test } from '@jest/globals';
import { layers } from '../../src/model/layers/layers.js';
import {
  droppedMasks,
  LayerProblem,
  planNetwork,
  type NetworkInput,
} from '../../src/model/network.js';
import { readFixture } from './fixtures.js';
import { networkOf, specOf } from './specs.js';

test('the layers that take a mask are those that do in Keras', () => {
  const supported = readFixture<Readonly<Record<string, boolean>>>('masking_support');
  const found = layers
    // What looks tokens up stands straight on the data, and is given no mask; Keras has no positions.
    .filter(({ name }) => name !== 'Embedding' && name !== 'PositionEmbedding')
    .map(({ name, outputMask, endsMask }) => [name, outputMask !== undefined || endsMask === true]);
  expect(Object.fromEntries(found)).toEqual(
    Object.fromEntries(Object.entries(supported).filter(([name]) => name !== 'Embedding')),
  );
});

const steps = [6, 2];
const lstm = (more: object) => ({ LSTM: { units: 3, ...more } });

test.each<readonly [string, readonly unknown[], readonly string[]]>([
  ['Flatten', ['Masking', 'Flatten'], ['Flatten']],
  [
    'a convolution, after layers that hand it on',
    [
      'Masking',
      { Dense: 4 },
      { Dropout: 0.1 },
      { Conv1D: { filters: 2, kernel_size: 2 } },
      'Flatten',
    ],
    ['Conv1D'],
  ],
  ['nothing where it is used up', ['Masking', lstm({}), { Dense: 1 }], []],
  [
    'nothing where a mean uses it',
    ['Masking', 'GlobalAveragePooling1D', { Reshape: { target_shape: [2, 1] } }],
    [],
  ],
  ['the largest, which does not', ['Masking', 'GlobalMaxPooling1D'], ['GlobalMaxPooling1D']],
  [
    'a sequence handed on by a recurrent layer',
    ['Masking', lstm({ return_sequences: true }), 'Flatten'],
    ['Flatten'],
  ],
  [
    'one both ways',
    ['Masking', { Bidirectional: { layer: lstm({ return_sequences: true }) } }, 'Flatten'],
    ['Flatten'],
  ],
  ['nothing without a mask', [lstm({ return_sequences: true }), 'Flatten'], []],
])('%s', (_, model, dropped) => {
  expect(droppedMasks(networkOf(model, steps)).map(({ spec }) => spec.layer)).toEqual(dropped);
});

test('an Embedding masks where it is told to', () => {
  const model = (mask: boolean) => [
    { Embedding: { input_dim: 5, output_dim: 2, mask_zero: mask } },
    'Flatten',
  ];
  expect(droppedMasks(networkOf(model(true), [4]))).toHaveLength(1);
  expect(droppedMasks(networkOf(model(false), [4]))).toHaveLength(0);
});

const two: readonly NetworkInput[] = [
  { name: 'table', kind: 'values', shape: [5] },
  { name: 'words', kind: 'tokens', shape: [7], vocabulary: 20 },
];
const arrays = (inputs: readonly NetworkInput[]) => ({
  name: 'arrays',
  inputs: Object.fromEntries(inputs.map(({ name }) => [name, 'x.npy'])),
  target: 'y.npy',
  test_split: 0.5,
});
const planOf = (model: readonly unknown[], inputs = two) =>
  planNetwork(specOf({ dataset: arrays(inputs), model }).model, inputs);
const problemOf = (model: readonly unknown[], inputs = two): string => {
  try {
    planOf(model, inputs);
  } catch (error) {
    if (error instanceof LayerProblem) return `${error.message}; ${error.cure ?? ''}`;
    throw error;
  }
  return 'none';
};

test('several inputs have their shapes under their names', () => {
  const network = planOf([
    { Embedding: { input_dim: 20, output_dim: 2 }, inputs: 'words' },
    'Flatten',
    { Concatenate: {}, inputs: ['flatten', 'table'] },
    { Dense: 1 },
  ]);
  expect(network.layers.map(({ outputShape }) => outputShape)).toEqual([[7, 2], [14], [19], [1]]);
  expect([...network.inputPlaces]).toEqual([
    ['table', 0],
    ['words', 1],
  ]);
});

test('a layer that does not say which it takes is told what there is and what to write', () => {
  expect(problemOf([{ Dense: 1 }])).toBe(
    'the data has the inputs table and words, and Dense (dense) does not say which it takes; write beside it inputs: [table], or another of them',
  );
  expect(problemOf(['Add'])).toContain('or another of them, or several: [table, words]');
});

test('what is no token of its input is told with the input', () => {
  const embedding = (inputs: string, tokens: number) => [
    { Embedding: { input_dim: tokens, output_dim: 2 }, inputs },
  ];
  expect(problemOf(embedding('table', 20))).toContain('the data set gives values in table');
  expect(problemOf(embedding('words', 9))).toContain('tokens up to 19 in words');
  expect(problemOf(embedding('words', 20))).toBe('none');
});
