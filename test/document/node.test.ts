// Mappings are changed into others, and what somebody wrote is said in a few words.
import { expect, test } from '@jest/globals';
import { mappingOf, plainOf, withEntries, wordingOf } from '../../src/document/node.js';
import { parsed, parsedMapping } from './parsed.js';

test('entries are set, added or removed, and the mapping itself stays as it is', () => {
  const node = parsedMapping('{a: 1, b: 2}');
  const member = parsedMapping('{c: 3}').entries.get('c');
  const changed = withEntries(node, [
    ['a', undefined],
    ['b', member],
    ['d', member],
  ]);
  expect(plainOf(changed)).toEqual({ b: 3, d: 3 });
  expect(plainOf(node)).toEqual({ a: 1, b: 2 });
  expect(member && plainOf(mappingOf('x', member, node.place))).toEqual({ x: 3 });
});

test.each([
  ['0x10', '0x10'],
  ['1e-3', '1e-3'],
  ['1.50', '1.50'],
  ['adam', '"adam"'],
  ["'1'", '"1"'],
  ['true', 'true'],
  ['~', 'nothing'],
  ['[1, {a: b}]', '[1,{"a":"b"}]'],
  [`x${'y'.repeat(100)}`, `"x${'y'.repeat(58)}…`],
])('%s is said as %s', (text, words) => {
  expect(wordingOf(parsed(text))).toBe(words);
});
