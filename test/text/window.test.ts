import { expect, test } from '@jest/globals';
import { displayWidth } from '../../src/text/width.js';
import { windowOf } from '../../src/text/window.js';

test.each([
  ['epochs: soon', 8, 4, { shown: 'epochs: soon', before: 8, width: 4 }],
  // A tab takes two columns, a control what its escape takes, a wide character two.
  ['\tunits: x', 8, 1, { shown: '  units: x', before: 9, width: 1 }],
  ['a\u001bb', 2, 1, { shown: 'a\\u001bb', before: 7, width: 1 }],
  ['名前: x', 4, 1, { shown: '名前: x', before: 6, width: 1 }],
  // Joined characters are one.
  ['👩‍🔬: x', 7, 1, { shown: '👩‍🔬: x', before: 4, width: 1 }],
])('%j at %i', (line, column, length, window) => {
  expect(windowOf(line, column, length)).toEqual(window);
});

test('a long line is cut around its part', () => {
  const line = `${'a'.repeat(500)}WRONG${'b'.repeat(500)}`;
  const { shown, before, width } = windowOf(line, 500, 5);
  expect(shown).toBe(`…${'a'.repeat(30)}WRONG${'b'.repeat(30)}…`);
  expect([before, width]).toEqual([31, 5]);
  const part = windowOf('x'.repeat(1000), 0, 1000);
  expect([part.shown, part.width]).toEqual([`${'x'.repeat(60)}…`, 60]);
  expect(displayWidth(shown)).toBeLessThan(100);
});
