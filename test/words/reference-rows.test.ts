// What is said of one argument, in full and in the reference.
import { expect, test } from '@jest/globals';
import {
  boolean,
  choice,
  integer,
  listOf,
  number,
  pair,
  sizes,
  text,
} from '../../src/words/arguments.js';
import type { Kind } from '../../src/words/kinds.js';
import { brieflySaidOf, exampleOf, otherNames, saidOf } from '../../src/words/reference-rows.js';
import { tagged } from '../../src/words/tagged.js';

const initializers = [{ name: 'zeros', arguments: {}, summary: '' }];

test.each<[Kind, string, string]>([
  [integer({ min: 1 }), ': integer ≥ 1', ': integer ≥ 1'],
  [number({ min: 0 }).default(0.1), ' = `0.1`: number ≥ 0', ' = 0.1: ≥ 0'],
  [number().default(1), ' = `1`: number', ' = 1'],
  [number({ min: 0 }).nullable().default(null), ' = `null`: number ≥ 0, or null', ': ≥ 0, or null'],
  [number({ min: 0 }).nullable().default(3), ' = `3`: number ≥ 0, or null', ' = 3: ≥ 0, or null'],
  [boolean().default(true), ' = `true`: true, false', ' = true'],
  [boolean(), ': true, false', ': true, false'],
  [choice(['a', 'b']).default('b'), ' = `b`: a, b', ' = b: a, b'],
  [text().nullable().default(null), ' = `null`: text, or null', ': text, or null'],
  [pair({ min: 1 }).default([2, 2]), ' = `2`: integer ≥ 1, for all axes or each', ' = 2: size ≥ 1'],
  [sizes(2, {}), ': integer, for all axes or each', ': integer, for all axes or each'],
  [listOf(integer()).default([]), ' = `[]`: list of integer', ' = []: list of integer'],
  [tagged('initializer', initializers).prefault('zeros'), ' = `zeros`: initializer', ' = zeros'],
  [tagged('initializer', initializers), ': initializer', ': initializer'],
  [
    tagged('initializer', initializers).nullable().default(null),
    ' = `null`: initializer, or null',
    '',
  ],
])('%# %s', (kind, full, brief) => {
  expect([saidOf(kind), brieflySaidOf(kind)]).toEqual([full, brief]);
});

test('an example is written with what must be written', () => {
  const dense = { name: 'Dense', arguments: { units: integer({ min: 1 }) }, summary: '' };
  expect(exampleOf('layer', dense, (name) => `${name} shapes`)).toEqual({
    written: 'Dense: {units: 10}',
    shapes: 'Dense shapes',
  });
  expect(exampleOf('layer', { ...dense, arguments: {} }, () => '8 → 8')?.written).toBe('Dense');
  expect(exampleOf('layer', dense, () => null)).toBeNull();
  expect(exampleOf('loss', dense, () => '8 → 8')).toBeNull();
});

test('other names, where there are any', () => {
  expect([otherNames([]), otherNames(['mse', 'MSE'])]).toEqual(['', ' (also mse, MSE)']);
});
