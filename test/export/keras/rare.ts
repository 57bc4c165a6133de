// Models with what random ones do not have, for Keras to open: activations with arguments, layers in
// layers in layers, frozen ones, blocks, masks in branches, averaged weights, schedules.
import type { InputFacts, TargetFacts } from '../../../src/dataset/facts.js';
import { language } from '../../../src/experiment/language.js';
import type { KeptModel } from '../../../src/inference/kept.js';
import { readSpecText } from '../../../src/spec/read.js';
import { keptOf } from '../models.js';

const images = (shape: number[]): InputFacts => ({
  name: 'image',
  kind: 'image',
  shape,
  divide_by: 1,
  vocabulary: null,
  columns: null,
  reading: null,
});
const tokens: InputFacts = { ...images([5]), name: 'tokens', kind: 'tokens', vocabulary: 7 };
const target: TargetFacts = {
  name: 'y',
  kind: 'classes',
  classes: ['a', 'b', 'c'],
  positive: null,
};
const head = { Dense: { units: 3, activation: 'softmax' }, name: 'head' };
const elu = { name: 'elu', alpha: 0.5 };
const lstm = { LSTM: { units: 2, return_sequences: true } };

type Rare = readonly [
  name: string,
  input: InputFacts,
  model: readonly unknown[],
  parts: Readonly<Record<string, unknown>>,
];

const rare: readonly Rare[] = [
  [
    'activations with arguments',
    images([6]),
    [
      { Dense: { units: 4, activation: { name: 'leaky_relu', negative_slope: 0.1 } } },
      { Activation: { activation: { name: 'relu', max_value: 2, threshold: 0.1 } } },
      { Activation: { activation: { name: 'softmax', axis: 1 } } },
      { Dense: { units: 5, activation: elu } },
    ],
    {
      optimizer: {
        name: 'adamw',
        amsgrad: true,
        use_ema: true,
        learning_rate: {
          name: 'CosineDecay',
          initial_learning_rate: 0,
          warmup_target: 0.1,
          warmup_epochs: 1,
        },
      },
    },
  ],
  [
    'layers in layers',
    images([5, 3]),
    [
      {
        Bidirectional: {
          layer: { LSTM: { units: 3, activation: elu, return_sequences: true } },
          merge_mode: 'sum',
        },
        name: '_bi',
        trainable: false,
      },
      {
        Bidirectional: {
          layer: { GRU: { units: 2, reset_after: false } },
          backward_layer: { GRU: { units: 2, go_backwards: true, activation: 'relu' } },
        },
      },
    ],
    { optimizer: 'nadam' },
  ],
  [
    'layers in layers in layers',
    images([3, 4, 2]),
    [
      { TimeDistributed: { layer: { Bidirectional: { layer: { SimpleRNN: 2 } } } }, name: 'steps' },
      { TimeDistributed: { layer: 'BatchNormalization' }, trainable: false },
      'Flatten',
    ],
    { optimizer: { name: 'rmsprop', momentum: 0.5, centered: true, use_ema: true } },
  ],
  [
    'blocks',
    images([4]),
    [
      { Dense: 4, name: '-x' },
      {
        block: [
          { Dense: 4, name: 'a' },
          { Dense: 4, name: 'b', inputs: 'input' },
          { Add: null, inputs: ['a', 'b'] },
        ],
        name: 'stem',
        repeat: 2,
      },
      { Dense: 4, name: 'side', inputs: ['-x'] },
      { Concatenate: null, inputs: ['stem', 'side'] },
    ],
    { optimizer: { name: 'ftrl', learning_rate: 1 } },
  ],
  [
    'attention that is frozen',
    images([4, 3]),
    [
      { LSTM: { units: 3, return_sequences: true }, name: 'q' },
      { GRU: { units: 3, return_sequences: true }, name: 'k', inputs: ['input'] },
      {
        MultiHeadAttention: { num_heads: 2, key_dim: 2, use_bias: false },
        inputs: ['q', 'k', 'q'],
        trainable: false,
      },
      'GlobalAveragePooling1D',
    ],
    { optimizer: { name: 'sgd', momentum: 1 } },
  ],
  [
    'masks in branches',
    tokens,
    [
      { Embedding: { input_dim: 7, output_dim: 3, mask_zero: true }, name: 'e' },
      { ...lstm, name: 'a' },
      { ...lstm, name: 'b', inputs: ['e'] },
      { Add: null, inputs: ['a', 'b'] },
      { ...lstm, name: 'c' },
      { Concatenate: null, inputs: ['c', 'a', 'b'] },
      { GRU: 2 },
      { LSTM: 2, name: 'd', inputs: ['e'] },
      { Concatenate: null, inputs: ['gru', 'd'] },
    ],
    { optimizer: 'lion' },
  ],
  [
    'positions',
    tokens,
    [
      { Embedding: { input_dim: 7, output_dim: 4, mask_zero: true }, name: 'e' },
      { PositionEmbedding: { sequence_length: 8, initializer: 'normal' }, name: 'p' },
      { Add: null, inputs: ['e', 'p'], name: 'sum' },
      { PositionEmbedding: { sequence_length: 5 }, name: 'still', trainable: false },
      { Add: null, inputs: ['sum', 'still'] },
      { MultiHeadAttention: { num_heads: 2, key_dim: 2 } },
      'LayerNormalization',
      'GlobalAveragePooling1D',
    ],
    { optimizer: 'adam' },
  ],
  [
    'a mask at the front',
    images([5, 3]),
    [
      { Masking: { mask_value: 0.5 } },
      { ...lstm, name: 'a' },
      { LSTM: 2, name: 'b', inputs: ['masking'] },
      { GlobalAveragePooling1D: null, inputs: ['a'], name: 'g' },
      { Concatenate: null, inputs: ['b', 'g'] },
    ],
    { optimizer: 'adamax' },
  ],
  [
    'names with marks',
    images([4]),
    [
      { Dense: 4, name: '_x' },
      {
        block: [
          { Dense: 4, name: '-a' },
          { Dense: 4, name: '_b' },
        ],
        name: '_stem',
      },
      { block: [{ Dense: 4, name: 'divide' }], name: 'preprocessing' },
      { Dense: 4, name: '0--_x' },
      { Dense: 4, name: 'where', inputs: ['_x'] },
      { Add: null, inputs: ['0--_x', 'where'] },
    ],
    { optimizer: 'adam', name: 'x.y-' },
  ],
  [
    'values in lists',
    images([2, 3]),
    [
      { Normalization: { axis: -1, mean: [1, 2, 3], variance: [1, 4, 9] } },
      { Normalization: { axis: null, mean: 1, variance: 2, invert: true } },
      { LayerNormalization: { axis: [1, 2] } },
      { Rescaling: { scale: [1, 2, 3], offset: 1 } },
      { Permute: [2, 1] },
      { GroupNormalization: { groups: -1 } },
      'Flatten',
    ],
    {
      optimizer: {
        name: 'adadelta',
        learning_rate: {
          name: 'PiecewiseConstantDecay',
          boundary_epochs: [1],
          values: [0.1, 0.01],
        },
      },
      metrics: ['accuracy', { name: 'sparse_top_k_categorical_accuracy', k: 2, label: 'top2' }],
    },
  ],
];

/** Each by its name. */
export const rareModels: readonly (readonly [name: string, make: () => KeptModel])[] = rare.map(
  ([name, input, model, parts]) => [
    name,
    () => {
      const spec = {
        dataset: 'spirals',
        loss: 'sparse_categorical_crossentropy',
        model: [...model, head],
        ...parts,
      };
      return keptOf(readSpecText(JSON.stringify(spec), 'rare.yaml', { language }), input, target);
    },
  ],
);
