import { expect, test } from '@jest/globals';
import { fc } from '../drawn.js';
import { escapeJsonText, escapeText } from '../../src/text/escape.js';

test.each([
  ['adam 0.001', 'adam 0.001'],
  ['Überanpassung 日本語 😀 👩‍🔬', 'Überanpassung 日本語 😀 👩‍🔬'],
  ['\u001b[31mred\u001b[0m', '\\u001b[31mred\\u001b[0m'],
  ['two\r\nlines\t', 'two\\r\\nlines\\t'],
  ['\u0000\u007f\u009b2J', '\\u0000\\u007f\\u009b2J'],
  ['\u202egnp.exe\u202c \u2066x\u2069 \u200f', '\\u202egnp.exe\\u202c \\u2066x\\u2069 \\u200f'],
  ['\ufeffbom\u200bzero\u00adhyphen\u2028line', '\\ufeffbom\\u200bzero\\u00adhyphen\\u2028line'],
  ['\u{e0041}tag', '\\udb40\\udc41tag'],
  ['half \ud83d', 'half \\ud83d'],
])('%j is shown as %s', (text, shown) => {
  expect(escapeText(text)).toBe(shown);
});

test('JSON says the same when it is made safe to show', () => {
  expect(escapeJsonText(JSON.stringify({ a: '\u202e\u{e0041}\u009b日本' }))).toBe(
    '{"a":"\\u202e\\udb40\\udc41\\u009b日本"}',
  );
  fc.assert(
    fc.property(fc.jsonValue(), (value) =>
      expect(JSON.parse(escapeJsonText(JSON.stringify(value, null, 2)))).toEqual(
        JSON.parse(JSON.stringify(value)),
      ),
    ),
  );
});
