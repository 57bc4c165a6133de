// Names with arguments.
import { expect, test } from '@jest/globals';
import { article, findEntry, isTagged, spellings, taggedArgument } from '../../src/words/tagged.js';

const table = [
  { name: 'adam', aliases: ['Adam'], arguments: {}, summary: '' },
  { name: 'sgd', arguments: {}, summary: '' },
];

test('an entry is found by each of its spellings', () => {
  expect([findEntry(table, 'adam'), findEntry(table, 'Adam')]).toEqual([table[0], table[0]]);
  expect([findEntry(table, 'ADAM'), findEntry(table, '')]).toEqual([undefined, undefined]);
  expect(spellings(table)).toEqual(['adam', 'Adam', 'sgd']);
});

test.each([
  [{ name: 'l2', arguments: {} }, true],
  [{ name: 'l2', arguments: null }, false],
  [{ name: 'l2' }, false],
  [{ name: 2, arguments: {} }, false],
  [{ name: 'l2', arguments: {}, label: 'x' }, false],
  [null, false],
  ['l2', false],
])('%j is a name with arguments: %s', (value, is) => {
  expect(isTagged(value)).toBe(is);
});

test('an argument that is one, or null', () => {
  const l2 = { name: 'l2', arguments: {} };
  const args = { a: l2, b: 'l2', c: null };
  expect(['a', 'b', 'c', 'd'].map((name) => taggedArgument(args, name))).toEqual([
    l2,
    null,
    null,
    null,
  ]);
});

test('a and an', () => {
  expect(['optimizer', 'loss', 'activation'].map(article)).toEqual([
    'an optimizer',
    'a loss',
    'an activation',
  ]);
});
