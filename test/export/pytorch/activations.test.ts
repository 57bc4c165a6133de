// Keras' activations as PyTorch writes them; that they compute the same, pytorch.test.ts has it show.
import { describe, expect, test } from '@jest/globals';
import {
  activationOf,
  exponentialLinear,
  hasAxis,
  isPlainly,
  rectified,
} from '../../../src/export/pytorch/activations.js';
import { activations } from '../../../src/model/activations.js';

const relu = (negative_slope: number, max_value: number | null, threshold: number) => ({
  name: 'relu',
  arguments: { negative_slope, max_value, threshold },
});

describe('relu', () => {
  test.each([
    [relu(0, null, 0), 'F.relu(x)'],
    [relu(0.1, null, 0), 'F.leaky_relu(x, 0.1)'],
    [relu(0, 6, 0), 'x.clamp(min=0).clamp(0, 6)'],
    [relu(0.1, 2, 1), 'torch.where(x > 1, x, 0.0).clamp(0, 2) - 0.1 * F.relu(1 - x)'],
  ])('%j', (given, python) => {
    expect(activationOf(given, 'x')).toBe(python);
    expect(rectified('x', given)).toBe(python);
  });
});

test('every activation but one has a form', () => {
  const args = {
    ...relu(0, null, 0).arguments,
    axis: -1,
    alpha: 1,
    negative_slope: 0.2,
    approximate: false,
    b: 4,
    threshold: 0.5,
    default_value: 0,
  };
  const lacking = activations.filter(({ name }) => {
    try {
      return !activationOf({ name, arguments: args }, 'x').includes('x');
    } catch {
      return true;
    }
  });
  expect(lacking.map(({ name }) => name)).toEqual(['sparsemax']);
  expect(() => activationOf({ name: 'soft_shrink', arguments: { threshold: -1 } }, 'x')).toThrow(
    /negative threshold/,
  );
});

test('what layers ask of them', () => {
  expect(hasAxis({ name: 'softmax', arguments: { axis: 1 } })).toBe(true);
  expect(isPlainly(relu(0, null, 0), 'relu')).toBe(true);
  expect(isPlainly(relu(0.1, null, 0), 'relu')).toBe(false);
  expect([exponentialLinear('x', 1), exponentialLinear('x', 0.5)]).toEqual([
    'F.elu(x)',
    'F.elu(x, 0.5)',
  ]);
});
