// Different numbers, beside a Set.
import { expect, test } from '@jest/globals';
import { fc } from '../../drawn.js';
import { distinctCount } from '../../../src/dataset/table/distinct.js';

test('are as many as in a Set', () => {
  const value = fc.oneof(fc.double(), fc.integer({ min: -5, max: 5 }), fc.constantFrom(NaN, -0, 0));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 200 }), (values) => {
      expect(distinctCount(values)).toBe(new Set(values).size);
    }),
  );
});

test('of a long column, of few values or of all kinds', () => {
  for (const of of [3, 1000, 1_000_000]) {
    const values = Array.from({ length: 50_000 }, (_, i) => ((i * 7919) % of) / 7);
    expect(distinctCount(values)).toBe(new Set(values).size);
  }
});
