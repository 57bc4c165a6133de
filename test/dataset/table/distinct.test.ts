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

test('of more than are held at a time', () => {
  const values = Float64Array.from({ length: 60_000 }, (_, i) => ((i * 7919) % 20_011) / 3);
  values[7] = NaN;
  values[8] = NaN;
  values[9] = -0;
  for (const most of [1000, 4096, 20_000]) {
    expect(distinctCount(values, most)).toBe(new Set(values).size);
  }
});

test('takes one look at a column of few different values, however long', () => {
  let looks = 0;
  const values = new Proxy(Object.assign([] as number[], { length: 5_000 }), {
    get: (target, key) => {
      if (key === 'length') return target.length;
      looks += 1;
      return Number(key) % 7;
    },
  });
  expect(distinctCount(values, 100)).toBe(7);
  expect(looks).toBe(5_000);
});
