import { expect, test } from '@jest/globals';
import { fc } from '../../drawn.js';
import { parse } from 'yaml';
import { endLines, inline, trainingLines } from '../../../src/experiment/first-spec/lines.js';

test('a value on one line is read back as itself, and shows no control', () => {
  const values = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.string()), fc.double());
  fc.assert(
    fc.property(values, (value) => {
      const line = inline(value);
      expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/u);
      expect(parse(`[${line}]`)).toEqual([value]);
    }),
    { numRuns: 500 },
  );
});

test('two classes end in one unit, more in one each, a number in itself', () => {
  const first = (classes: number | null): unknown => parse(endLines(classes)[0] ?? '');
  expect(first(2)).toEqual([{ Dense: { units: 1, activation: 'sigmoid' } }]);
  expect(first(7)).toEqual([{ Dense: { units: 7, activation: 'softmax' } }]);
  expect(first(null)).toEqual([{ Dense: { units: 1, activation: 'linear' } }]);
});

test('epochs are between ten and two hundred', () => {
  const epochs = (rows: number): unknown =>
    Object(parse(trainingLines(rows, 400_000).join('\n')))['epochs'];
  expect([1, 2000, 4000, 40_000, 1e6].map(epochs)).toEqual([200, 200, 100, 10, 10]);
});
