import { describe, expect, test } from '@jest/globals';
import { markedNumbers, withNumbers, withPart } from '../../bench/marked.js';

describe('a part', () => {
  test('takes the place of what was there, and nothing else changes', () => {
    const text = 'before\n<!-- speed -->\nold\n\nolder\n<!-- /speed -->\nafter <!-- other -->\n';
    expect(withPart(text, 'speed', '| new |')).toBe(
      'before\n<!-- speed -->\n| new |\n<!-- /speed -->\nafter <!-- other -->\n',
    );
    expect(withPart(withPart(text, 'speed', 'a'), 'speed', 'a')).toBe(withPart(text, 'speed', 'a'));
  });

  test('may hold what a replacement would read otherwise', () => {
    expect(withPart('<!-- a --><!-- /a -->', 'a', '$& $1')).toBe('<!-- a -->\n$& $1\n<!-- /a -->');
  });

  test.each([
    'no mark',
    '<!-- a -->',
    '<!-- /a --><!-- a -->',
    '<!-- a -->1<!-- /a --><!-- a -->2<!-- /a -->',
  ])('that is not there once is missed: %s', (text) => {
    expect(() => withPart(text, 'a', 'new')).toThrow(
      'expected one part between <!-- a --> and <!-- /a -->',
    );
  });
});

describe('numbers', () => {
  const text = '| over 1,842<!-- = states --> states, 0<!-- = states lost --> lost, 4 others |';

  test('are found with their names', () => {
    expect(markedNumbers(text)).toEqual([
      { name: 'states', written: '1,842' },
      { name: 'states lost', written: '0' },
    ]);
  });

  test('are written with separators; one that nobody knows stays', () => {
    expect(withNumbers(text, (name) => (name === 'states' ? 12345 : undefined))).toBe(
      '| over 12,345<!-- = states --> states, 0<!-- = states lost --> lost, 4 others |',
    );
  });
});
