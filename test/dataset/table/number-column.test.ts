import { describe, expect, test } from '@jest/globals';
import { moments } from '../../../src/dataset/table/number-column.js';

const rowsOf = (values: readonly number[]): Int32Array => Int32Array.from(values, (_, i) => i);

describe('mean and deviation', () => {
  // By scikit-learn 1.9's StandardScaler: mean_ and scale_, which is 1 for a constant feature.
  test.each<[string, readonly number[], number, number]>([
    ['of a few numbers', [1, 2, 6], 3, Math.sqrt(14 / 3)],
    ['of a constant', [0.1, 0.1, 0.1, 0.1], 0.1, 0],
    ['but for rounding', [0.1, 0.1, 0.1000000000000001, 0.1], 0.1, 0],
    ['but for rounding, far from 0', [1e9, 1e9, 1e9 + 1.2e-7, 1e9], 1e9, 0],
    ['of small steps that are none of rounding', [1, 1 + 1e-9, 1, 1 + 1e-9], 1, 5e-10],
    ['of small numbers', [1e-20, 3e-20, 1e-20, 3e-20], 2e-20, 1e-20],
  ])('%s', (_name, values, mean, deviation) => {
    const got = moments({ values }, rowsOf(values));
    expect(got.mean / mean).toBeCloseTo(1, 8);
    if (deviation === 0) expect(got.deviation).toBe(0);
    else expect(got.deviation / deviation).toBeCloseTo(1, 6);
  });
});
