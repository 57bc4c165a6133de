// Wrong arguments and shapes of activations, of noise, rearranging and merging layers: where each
// is refused, and how.
import { describe, expect, test } from '@jest/globals';
import { language } from '../../../src/experiment/language.js';
import { readSpecText } from '../../../src/spec/read.js';
import { complaintOf } from '../../spec/language.js';
import { networkOf } from '../specs.js';

const complaint = (layer: string): string =>
  complaintOf(() =>
    readSpecText(`dataset: spirals\nmodel:\n  - ${layer}\nloss: mse\n`, 'a.yaml', { language }),
  ).split('\n')[0] ?? '';

describe('arguments', () => {
  test.each<[string, string]>([
    ['Dense: 0', '3:12 units must be a whole number of at least 1, got 0'],
    ['Dense: {activation: relu}', '3:5 Dense needs units: a whole number of at least 1'],
    ['Dense: {units: 3, activation: glu}', '3:35 Keras has glu, dlx does not'],
    [
      'Activation',
      '3:5 Activation needs activation: the name of an activation, or a mapping with its name and arguments',
    ],
    [
      'Activation: {activation: relu, alpha: 1}',
      '3:36 unknown argument "alpha" of Activation; expected one of activation',
    ],
    [
      'Activation: {activation: {name: relu, max_value: -1}}',
      '3:54 max_value must be a finite number of at least 0, or null, got -1',
    ],
    [
      'Activation: {activation: {name: threshold, threshold: 1}}',
      '3:37 threshold needs default_value: a finite number',
    ],
    [
      'Activation: {activation: {name: softmax, axis: last}}',
      '3:52 axis must be a whole number, got "last"',
    ],
    [
      'ReLU: {negative_slope: -0.1}',
      '3:28 negative_slope must be a finite number of at least 0, got -0.1',
    ],
    [
      'ReLU: {max_value: -1}',
      '3:23 max_value must be a finite number of at least 0, or null, got -1',
    ],
    ['ReLU: {threshold: -1}', '3:23 threshold must be a finite number of at least 0, got -1'],
    [
      'LeakyReLU: {alpha: 0.1}',
      '3:17 unknown argument "alpha" of LeakyReLU; expected one of negative_slope',
    ],
    ['LeakyReLU: -1', '3:16 negative_slope must be a finite number of at least 0, got -1'],
    [
      'PReLU: {shared_axes: 0}',
      '3:26 shared_axes must be a whole number of at least 1, or a list of at least 1, each a whole number of at least 1, or null, got 0',
    ],
    ['ELU: {alpha: high}', '3:18 alpha must be a finite number, got "high"'],
    [
      'Softmax: {axis: 1.5}',
      '3:21 axis must be a whole number, or a list of at least 1, each a whole number, got 1.5',
    ],
    ['Dropout', '3:5 Dropout needs rate: a finite number from 0 to 1'],
    ['Dropout: 1.5', '3:14 rate must be a finite number from 0 to 1, got 1.5'],
    [
      'Dropout: {rate: 0.5, noise_shape: [0, 1]}',
      '3:40 each of noise_shape must be a whole number of at least 1, or null, got 0',
    ],
    ['SpatialDropout1D: -0.1', '3:23 rate must be a finite number from 0 to 1, got -0.1'],
    [
      'SpatialDropout2D: {rate: 0.5, data_format: channels_first}',
      '3:35 Keras has the argument data_format of SpatialDropout2D, dlx does not: channels always come last',
    ],
    ['GaussianNoise: 2', '3:20 stddev must be a finite number from 0 to 1, got 2'],
    ['GaussianDropout: 1', '3:22 rate must be a finite number of at least 0 and below 1, got 1'],
    ['AlphaDropout: 1', '3:19 rate must be a finite number of at least 0 and below 1, got 1'],
    ['ActivityRegularization: {l1: -1}', '3:34 l1 must be a finite number of at least 0, got -1'],
    ['Identity: 3', '3:15 Identity takes no arguments, got 3'],
    ['Reshape: [2, -2]', '3:18 each of target_shape must be a whole number of at least -1, got -2'],
    ['Permute: [0, 1]', '3:15 each of dims must be a whole number of at least 1, got 0'],
    ['RepeatVector: 0', '3:19 n must be a whole number of at least 1, got 0'],
    [
      'Rescaling',
      '3:5 Rescaling needs scale: a finite number, or a list of at least 1, each a finite number',
    ],
    [
      'Rescaling: {offset: 1}',
      '3:5 Rescaling needs scale: a finite number, or a list of at least 1, each a finite number',
    ],
    [
      'Rescaling: {scale: [1, x]}',
      '3:24 scale must be a finite number, or a list of at least 1, each a finite number, got [1,"x"]',
    ],
    ['Concatenate: {axis: 1.5}', '3:25 axis must be a whole number, got 1.5'],
    ['Dot: {normalize: true}', '3:5 Dot needs axes: a whole number, or a list of 2 such'],
    [
      'Dot: {axes: [1, 2, 3]}',
      '3:17 axes must be a whole number, or a list of 2 such, got [1,2,3]',
    ],
    ['Add: {axis: 1}', '3:11 Add takes no arguments, got "axis"'],
  ])('%s', (layer, message) => {
    expect(complaint(layer)).toBe(`a.yaml:${message}`);
  });
});

describe('shapes', () => {
  const merged = (
    layer: Readonly<Record<string, unknown>>,
    ...shapes: readonly (readonly number[])[]
  ): readonly unknown[] => [
    ...shapes.map((shape, i) => ({ Reshape: [...shape], name: `r${i}`, inputs: ['input'] })),
    { ...layer, name: 'it', inputs: shapes.map((_, i) => `r${i}`) },
  ];

  test.each<[string, readonly unknown[], readonly number[], string]>([
    [
      'an activation along an axis that is not there',
      [{ Activation: { activation: { name: 'softmax', axis: 3 } }, name: 'it' }],
      [3, 2],
      'Activation (it) applies softmax along axis 3, but its output has the axes 1 to 2 beside the batch',
    ],
    [
      'an activation along the batch',
      [{ Dense: { units: 2, activation: { name: 'sparsemax', axis: 0 } }, name: 'it' }],
      [3],
      'Dense (it) applies sparsemax along axis 0, but its output has the axes 1 to 1 beside the batch',
    ],
    [
      'Softmax over the batch',
      [{ Softmax: { axis: 0 }, name: 'it' }],
      [3],
      'Softmax (it) has axis 0, but its input has the axes 1 to 1 beside the batch',
    ],
    [
      'Softmax over an axis that is not there',
      [{ Softmax: { axis: [1, 2] }, name: 'it' }],
      [3],
      'Softmax (it) has axis 2, but its input has the axes 1 to 1 beside the batch',
    ],
    [
      'PReLU sharing an axis that is not there',
      [{ PReLU: { shared_axes: [1, 3] }, name: 'it' }],
      [3, 2],
      'PReLU (it) cannot share axis 3 of an input with the axes 1 to 2 beside the batch',
    ],
    [
      'Dropout noise of too few axes',
      [{ Dropout: { rate: 0.5, noise_shape: [null, 1] }, name: 'it' }],
      [3, 2],
      "Dropout (it) has noise_shape [null,1], which does not spread over (None, 3, 2): each size, the batch's first, is 1, null, or the input's own",
    ],
    [
      'Dropout noise of a batch',
      [{ Dropout: { rate: 0.5, noise_shape: [8, 1, 1] }, name: 'it' }],
      [3, 2],
      "Dropout (it) has noise_shape [8,1,1], which does not spread over (None, 3, 2): each size, the batch's first, is 1, null, or the input's own",
    ],
    [
      'Dropout noise of another size',
      [{ Dropout: { rate: 0.5, noise_shape: [null, 2, 1] }, name: 'it' }],
      [3, 2],
      "Dropout (it) has noise_shape [null,2,1], which does not spread over (None, 3, 2): each size, the batch's first, is 1, null, or the input's own",
    ],
    [
      'SpatialDropout1D of rows',
      [{ SpatialDropout1D: 0.5, name: 'it' }],
      [3],
      'SpatialDropout1D (it) expects sequences (steps × features), got (None, 3)',
    ],
    [
      'SpatialDropout2D of sequences',
      [{ SpatialDropout2D: 0.5, name: 'it' }],
      [3, 2],
      'SpatialDropout2D (it) expects images (height × width × channels), got (None, 3, 2)',
    ],
    [
      'Reshape into more',
      [{ Reshape: [4, 2], name: 'it' }],
      [3, 2],
      'Reshape (it) cannot bring (None, 3, 2), 6 values, into [4,2]',
    ],
    [
      'Reshape with two open sizes',
      [{ Reshape: [-1, -1], name: 'it' }],
      [3, 2],
      'Reshape (it) can work out only one size, but more than one is -1',
    ],
    [
      'Reshape that does not divide',
      [{ Reshape: [4, -1], name: 'it' }],
      [3, 2],
      'Reshape (it) cannot bring (None, 3, 2), 6 values, into [4,-1]',
    ],
    [
      'Permute of too few axes',
      [{ Permute: [2, 1], name: 'it' }],
      [3, 2, 1],
      'Permute (it) needs each of [1,2,3] once in dims for an input of (None, 3, 2, 1), got [2,1]',
    ],
    [
      'Permute with an axis twice',
      [{ Permute: [1, 1], name: 'it' }],
      [3, 2],
      'Permute (it) needs each of [1,2] once in dims for an input of (None, 3, 2), got [1,1]',
    ],
    [
      'RepeatVector of sequences',
      [{ RepeatVector: 2, name: 'it' }],
      [3, 2],
      'RepeatVector (it) expects one row of values a sample, got (None, 3, 2)',
    ],
    [
      'Rescaling with too few factors',
      [{ Rescaling: { scale: [1, 2] }, name: 'it' }],
      [3],
      'Rescaling (it) has 2 values for the 3 of the last axis of (None, 3)',
    ],
    [
      'Rescaling with too many offsets',
      [{ Rescaling: { scale: 1, offset: [1, 2, 3] }, name: 'it' }],
      [3, 2],
      'Rescaling (it) has 3 values for the 2 of the last axis of (None, 3, 2)',
    ],
    [
      'Add of one input',
      [{ Add: null, name: 'it' }],
      [3],
      'Add takes two or more inputs, got 1: input',
    ],
    [
      'Add of shapes that do not spread',
      merged({ Add: null }, [2, 6], [4, 3]),
      [12],
      'Add (it) expects inputs of one shape, or sizes of 1 that spread over the others, got (None, 2, 6) and (None, 4, 3)',
    ],
    [
      'Multiply of fewer axes that do not fit',
      merged({ Multiply: null }, [12], [4, 3]),
      [12],
      'Multiply (it) expects inputs of one shape, or sizes of 1 that spread over the others, got (None, 12) and (None, 4, 3)',
    ],
    [
      'Subtract of three',
      merged({ Subtract: null }, [12], [12], [12]),
      [12],
      'Subtract takes two inputs, got 3: r0, r1, r2',
    ],
    [
      'Concatenate of other shapes',
      merged({ Concatenate: null }, [2, 6], [4, 3]),
      [12],
      'Concatenate (it) expects inputs that differ along axis -1 alone, got (None, 2, 6) and (None, 4, 3)',
    ],
    [
      'Concatenate of the batch',
      merged({ Concatenate: { axis: 0 } }, [12], [12]),
      [12],
      'Concatenate (it) has axis 0, but its input has the axes 1 to 1 beside the batch',
    ],
    [
      'Dot of three',
      merged({ Dot: 1 }, [12], [12], [12]),
      [12],
      'Dot takes two inputs, got 3: r0, r1, r2',
    ],
    [
      'Dot of the batch',
      merged({ Dot: 0 }, [12], [12]),
      [12],
      'Dot (it) has axis 0, but its input has the axes 1 to 1 beside the batch',
    ],
    [
      'Dot of different sizes',
      merged({ Dot: 1 }, [2, 6], [4, 3]),
      [12],
      'Dot (it) expects axes of one size, got 2 (axis 1 of (None, 2, 6)) and 4 (axis 1 of (None, 4, 3))',
    ],
  ])('%s', (_, model, input, message) => {
    expect(() => networkOf(model, input)).toThrow(new Error(message));
  });
});
