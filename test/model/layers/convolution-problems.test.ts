// Wrong arguments and shapes of layers with windows: where each is refused, and how; and how much
// each layer multiplies.
import { describe, expect, test } from '@jest/globals';
import { language } from '../../../src/experiment/language.js';
import { multiplyAdds } from '../../../src/experiment/plan.js';
import { readSpecText } from '../../../src/spec/read.js';
import { complaintOf } from '../../spec/language.js';
import { networkOf } from '../specs.js';

const complaint = (layer: string): readonly string[] =>
  complaintOf(() =>
    readSpecText(`dataset: spirals\nmodel:\n  - ${layer}\nloss: mse\n`, 'a.yaml', { language }),
  ).split('\n');

const edges =
  'a whole number of at least 0, or a list of 2, each a whole number of at least 0, or a list of 2 such';

describe('arguments', () => {
  test.each<[string, string]>([
    [
      'Conv1D: 3',
      '3:5 Conv1D needs kernel_size: a whole number of at least 1, or a list of 1 such',
    ],
    [
      'Conv1D: {filters: 3, kernel_size: [3, 3]}',
      '3:39 kernel_size must be a whole number of at least 1, or a list of 1 such, got [3,3]',
    ],
    [
      'Conv1D: {filters: 3, kernel_size: 3, dilation_rate: [1, 2]}',
      '3:57 dilation_rate must be a whole number of at least 1, or a list of 1 such, got [1,2]',
    ],
    [
      'Conv2D: {filters: 0, kernel_size: 3}',
      '3:23 filters must be a whole number of at least 1, got 0',
    ],
    [
      'Conv2D: {filters: 3, kernel_size: [3]}',
      '3:39 kernel_size must be a whole number of at least 1, or a list of 2 such, got [3]',
    ],
    [
      'Conv2D: {filters: 3, kernel_size: 3, strides: 0}',
      '3:51 strides must be a whole number of at least 1, or a list of 2 such, got 0',
    ],
    [
      'Conv2D: {filters: 3, kernel_size: 3, padding: causal}',
      '3:51 padding must be one of valid, same, got "causal"',
    ],
    [
      'Conv2D: {filters: 3, kernel_size: 3, groups: 0}',
      '3:50 groups must be a whole number of at least 1, got 0',
    ],
    [
      'Conv2DTranspose: {filters: 3, kernel_size: 3, output_padding: -1}',
      '3:67 output_padding must be a whole number of at least 0, or a list of 2 such, or null, got -1',
    ],
    [
      'DepthwiseConv2D: {kernel_size: 3, depth_multiplier: 0}',
      '3:57 depth_multiplier must be a whole number of at least 1, got 0',
    ],
    [
      'SeparableConv2D: 3',
      '3:5 SeparableConv2D needs kernel_size: a whole number of at least 1, or a list of 2 such',
    ],
    [
      'SeparableConv1D: {filters: 3, kernel_size: 3, padding: causal}',
      '3:60 padding must be one of valid, same, got "causal"',
    ],
    [
      'AveragePooling2D',
      '3:5 AveragePooling2D needs pool_size: a whole number of at least 1, or a list of 2 such',
    ],
    [
      'MaxPooling2D: {strides: 0}',
      '3:29 strides must be a whole number of at least 1, or a list of 2 such, or null, got 0',
    ],
    ['GlobalMaxPooling2D: {keepdims: 1}', '3:36 keepdims must be true or false, got 1'],
    [
      'ZeroPadding1D: -1',
      '3:20 padding must be a whole number of at least 0, or a list of 2 such, got -1',
    ],
    ['ZeroPadding2D: [1, [2, -1]]', `3:20 padding must be ${edges}, got [1,[2,-1]]`],
    ['Cropping2D: [[1, 2, 3], 1]', `3:17 cropping must be ${edges}, got [[1,2,3],1]`],
    ['UpSampling1D: 0', '3:19 size must be a whole number of at least 1, got 0'],
    [
      'UpSampling2D: {interpolation: bicubic}',
      '3:35 interpolation must be one of nearest, bilinear, got "bicubic"',
    ],
    [
      'Conv3D: {filters: 3, kernel_size: 3}',
      '3:5 Keras has Conv3D, dlx does not; the nearest is Conv2D or Conv1D',
    ],
  ])('%s', (layer, message) => {
    expect(complaint(layer)[0]).toBe(`a.yaml:${message}`);
  });

  test.each([
    'Conv2D: {filters: 3, kernel_size: 3, ',
    'GlobalAveragePooling1D: {',
    'UpSampling2D: {',
  ])('%sdata_format: channels_first}', (layer) => {
    const [message = '', , , cure = ''] = complaint(`${layer}data_format: channels_first}`);
    expect([message.slice(message.indexOf(' ')), cure]).toEqual([
      ' data_format must be channels_last, or null, got "channels_first"',
      '    | = remove it: channels always come last; where the data has them first, Permute moves them',
    ]);
  });
});

describe('shapes', () => {
  const conv = (
    more: Readonly<Record<string, unknown>> = {},
  ): Readonly<Record<string, unknown>> => ({ filters: 4, kernel_size: 3, ...more });

  test.each<[Readonly<Record<string, unknown>>, readonly number[], string]>([
    [
      { Conv2D: conv() },
      [4, 3],
      'Conv2D (it) expects images (height × width × channels), got (None, 4, 3)',
    ],
    [
      { Conv1D: conv() },
      [4, 3, 2],
      'Conv1D (it) expects sequences (steps × features), got (None, 4, 3, 2)',
    ],
    [
      { Conv2D: conv() },
      [4, 2, 1],
      'Conv2D (it) has a window of 3 × 3 that does not fit into (None, 4, 2, 1); padding: same, or fewer poolings before it, would',
    ],
    [
      { Conv2D: conv({ dilation_rate: [1, 2] }) },
      [6, 4, 1],
      'Conv2D (it) has a window of 3 × 5 (kernel_size 3 × 3, dilation_rate 1 × 2) that does not fit into (None, 6, 4, 1); padding: same, or fewer poolings before it, would',
    ],
    [
      { DepthwiseConv1D: { kernel_size: 3, dilation_rate: 3 } },
      [6, 1],
      'DepthwiseConv1D (it) has a window of 7 (kernel_size 3, dilation_rate 3) that does not fit into (None, 6, 1); padding: same, or fewer poolings before it, would',
    ],
    [
      { SeparableConv1D: conv() },
      [2, 3],
      'SeparableConv1D (it) has a window of 3 that does not fit into (None, 2, 3); padding: same, or fewer poolings before it, would',
    ],
    [
      { Conv2D: conv({ strides: [2, 1], dilation_rate: [1, 2], padding: 'same' }) },
      [9, 9, 1],
      'Conv2D (it) has strides and dilation_rate both above 1; one of them must be 1',
    ],
    [
      { Conv1DTranspose: conv({ strides: 2, dilation_rate: 2 }) },
      [3, 1],
      'Conv1DTranspose (it) has strides and dilation_rate both above 1; one of them must be 1',
    ],
    [
      { Conv2D: conv({ groups: 3 }) },
      [9, 9, 3],
      'Conv2D (it) has 3 groups, which must divide its 4 filters and the 3 channels of its input',
    ],
    [
      { Conv1D: conv({ groups: 2 }) },
      [9, 3],
      'Conv1D (it) has 2 groups, which must divide its 4 filters and the 3 channels of its input',
    ],
    [
      { Conv2DTranspose: conv({ strides: 2, output_padding: [0, 2] }) },
      [3, 3, 1],
      'Conv2DTranspose (it) has output_padding 0 × 2, which must be smaller than its strides 2 × 2',
    ],
    // Keras itself fails on this one when it runs.
    [
      { Conv2DTranspose: conv({ kernel_size: 2, strides: 2, padding: 'same', output_padding: 0 }) },
      [3, 3, 1],
      'Conv2DTranspose (it) would give 4 × 4, of which a convolution does not make its input; another output_padding would',
    ],
    [
      { MaxPooling2D: 2 },
      [1, 3, 1],
      'MaxPooling2D (it) has a window of 2 × 2 that does not fit into (None, 1, 3, 1); padding: same, or fewer poolings before it, would',
    ],
    [
      { MaxPooling1D: 2 },
      [3, 3, 1],
      'MaxPooling1D (it) expects sequences (steps × features), got (None, 3, 3, 1)',
    ],
    [
      { GlobalMaxPooling1D: null },
      [4],
      'GlobalMaxPooling1D (it) expects sequences (steps × features), got (None, 4)',
    ],
    [
      { GlobalAveragePooling2D: null },
      [4, 2],
      'GlobalAveragePooling2D (it) expects images (height × width × channels), got (None, 4, 2)',
    ],
    [
      { ZeroPadding2D: 1 },
      [4, 2],
      'ZeroPadding2D (it) expects images (height × width × channels), got (None, 4, 2)',
    ],
    [{ Cropping1D: 2 }, [4, 2], 'Cropping1D (it) leaves nothing of (None, 4, 2)'],
    [
      {
        Cropping2D: [
          [1, 1],
          [0, 2],
        ],
      },
      [3, 2, 1],
      'Cropping2D (it) leaves nothing of (None, 3, 2, 1)',
    ],
    [
      { UpSampling1D: 2 },
      [4],
      'UpSampling1D (it) expects sequences (steps × features), got (None, 4)',
    ],
  ])('%j on %j', (layer, shape, message) => {
    expect(() => networkOf([{ ...layer, name: 'it' }], shape)).toThrow(new Error(message));
  });
});

// Places × kernel: the numbers are worked out by hand.
test.each<[Readonly<Record<string, unknown>>, readonly number[], number]>([
  [{ Conv2D: { filters: 4, kernel_size: 3, padding: 'same' } }, [9, 9, 2], 81 * 9 * 2 * 4],
  [
    { Conv2D: { filters: 4, kernel_size: 3, padding: 'same', dilation_rate: 2, groups: 2 } },
    [9, 9, 2],
    81 * 9 * 1 * 4,
  ],
  [
    { Conv1D: { filters: 4, kernel_size: 3, padding: 'causal', strides: 2 } },
    [10, 2],
    5 * 3 * 2 * 4,
  ],
  [{ Conv2DTranspose: { filters: 4, kernel_size: 3, strides: 2 } }, [3, 3, 2], 9 * 9 * 2 * 4],
  [{ Conv1DTranspose: { filters: 2, kernel_size: 3 } }, [5, 3], 5 * 3 * 3 * 2],
  [{ DepthwiseConv2D: { kernel_size: 3, depth_multiplier: 2 } }, [5, 5, 3], 9 * 9 * 3 * 2],
  [
    { SeparableConv2D: { filters: 4, kernel_size: 3, depth_multiplier: 2 } },
    [5, 5, 3],
    9 * (9 * 3 * 2 + 6 * 4),
  ],
  [{ MaxPooling2D: 2 }, [4, 4, 3], 0],
])('%j on %j multiplies', (layer, shape, expected) => {
  expect(multiplyAdds(networkOf([layer], shape))).toBe(expected);
});
