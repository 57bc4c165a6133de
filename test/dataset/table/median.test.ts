// The middle of numbers, beside sorting them.
import { expect, test } from '@jest/globals';
import { fc } from '../../drawn.js';
import { medianOf } from '../../../src/dataset/table/median.js';

// By numpy.median.
test.each([
  [[3], 3],
  [[4, 1, 3, 2], 2.5],
  [[-1, 7, -5], -1],
  [[-0.5, -0.25, 1e300, -1e300], -0.375],
  [[5e-324, 0, -5e-324], 0],
])('of %j', (values, expected) => {
  for (const most of [1, 100]) {
    expect(medianOf(() => [Float64Array.from(values)], values.length, most)).toBe(expected);
  }
});

test('is that of the sorted ones, however they are cut and few are sorted at once', () => {
  const value = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e100, max: 1e100 }),
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom(1, 1 + Number.EPSILON, 1 + 2 * Number.EPSILON),
  );
  fc.assert(
    fc.property(
      fc.array(fc.array(value, { maxLength: 30 }), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 0, max: 40 }),
      (parts, most) => {
        const sorted = parts.flat().sort((a, b) => a - b);
        fc.pre(sorted.length > 0);
        const middle = sorted.length / 2;
        const [lower = NaN, upper = NaN] = [
          sorted[Math.ceil(middle) - 1],
          sorted[Math.floor(middle)],
        ];
        const expected = sorted.length % 2 === 1 ? upper : (lower + upper) / 2;
        const got = medianOf(
          () => parts.map((part) => Float64Array.from(part)),
          sorted.length,
          most,
        );
        expect(got + 0).toBe(expected + 0);
      },
    ),
  );
});
