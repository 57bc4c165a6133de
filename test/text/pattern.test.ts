// Names with `*`: against the same as a regular expression, and by hand.
import { expect, test } from '@jest/globals';
import { fc } from '../drawn.js';
import { matchesAny, matchesPattern } from '../../src/text/pattern.js';

test.each([
  ['conv', 'conv', true],
  ['conv', 'conv_1', false],
  ['conv_*', 'conv_1', true],
  ['conv_*', 'conv', false],
  ['*', '', true],
  ['*/kernel', 'block/conv/kernel', true],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['a*b*c', 'a-b-bc', true],
  ['*ab*ab', 'ab', false],
  ['a.c', 'abc', false],
])('%j and %j: %j', (pattern, name, expected) => {
  expect(matchesPattern(pattern, name)).toBe(expected);
});

test('as a regular expression says', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
  const name = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
  fc.assert(
    fc.property(word, name, (pattern, of) => {
      expect(matchesPattern(pattern, of)).toBe(
        new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(of),
      );
    }),
  );
});

test('any of several', () => {
  expect(matchesAny(['x', 'a*'], 'ab')).toBe(true);
  expect(matchesAny([], 'ab')).toBe(false);
});
