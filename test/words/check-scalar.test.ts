// Scalars against what is declared, at the bounds.
import { expect, test } from '@jest/globals';
import {
  anyNumber,
  anyText,
  choice,
  constant,
  duration,
  integer,
  number,
  patternOf,
  text,
} from '../../src/words/arguments.js';
import { numberIn, scalarValue } from '../../src/words/check-scalar.js';
import type { Kind } from '../../src/words/kinds.js';

type Scalar = string | number | boolean | null;

test.each<[string, Kind, readonly Scalar[], readonly Scalar[]]>([
  ['integer', integer(), [0, -3, 2 ** 53 - 1], [1.5, 2 ** 53, '1', true, null, NaN, Infinity]],
  ['integer 1 … 3', integer({ min: 1, max: 3 }), [1, 3], [0, 4]],
  ['number', number(), [0, -1.5, 1e300], [NaN, Infinity, '1', false]],
  ['number > 0, < 1', number({ above: 0, below: 1 }), [1e-300, 0.999], [0, 1]],
  ['number ≥ 0, ≤ 1', number({ min: 0, max: 1 }), [0, 1], [-1e-300, 1.0000001]],
  ['text', text(), ['a', ' '], ['', 1, null]],
  ['text, or none', anyText(), [''], [0]],
  ['digits', patternOf(/^\d+$/, 'digits'), ['12'], ['1a', '']],
  ['one of two', choice(['same', 'valid']), ['same'], ['Same', '', null]],
  ['2', constant(2), [2], ['2', 3]],
])('%s', (_, { form }, right, wrong) => {
  expect(right.map((value) => scalarValue(form, value))).toEqual(right);
  expect(wrong.map((value) => scalarValue(form, value))).toEqual(wrong.map(() => undefined));
});

test('any number may be written as JSON cannot', () => {
  const { form } = anyNumber();
  expect(['NaN', 'Infinity', '-Infinity', 2].map((value) => scalarValue(form, value))).toEqual([
    NaN,
    Infinity,
    -Infinity,
    2,
  ]);
  expect(scalarValue(form, 'nan')).toBeUndefined();
});

test.each([
  [90, 90],
  [0.5, 0.5],
  ['60s', 60],
  ['5m', 300],
  ['1.5h', 5400],
  ['0.5s', 0.5],
  ['007s', 7],
  ['0s', undefined],
  ['0.0m', undefined],
  [0, undefined],
  [-1, undefined],
  ['5 m', undefined],
  ['5d', undefined],
  ['5', undefined],
  ['', undefined],
])('the time %j is %s seconds', (written, seconds) => {
  expect(scalarValue(duration().form, written)).toBe(seconds);
});

test.each([
  ['0.1', 0.1],
  [' 1_000 ', 1000],
  ['-.5', -0.5],
  ['1e-3', 0.001],
  ['5.', 5],
  ['1e999', undefined],
  ['0x10', undefined],
  ['', undefined],
  ['1,5', undefined],
  ['one', undefined],
])('%j looks like the number %s', (text, value) => {
  expect(numberIn(text)).toBe(value);
});
