// Words of others in Markdown: read by the Markdown library, they are text.
import naughtyStrings from 'big-list-of-naughty-strings' with { type: 'json' };
import { expect, test } from '@jest/globals';
import MarkdownIt from 'markdown-it';
import { escapeText } from '../../../../src/text/escape.js';
import {
  code,
  codeBlock,
  codes,
  plainLine,
  quoted,
  table,
} from '../../../../src/render/text/card/words.js';

const markdown = new MarkdownIt({ html: true, linkify: true });
const all = [
  ...naughtyStrings.filter((text) => Buffer.from(text).toString() === text),
  '`a`|``b',
  '1. a',
  '# a #',
  '- a',
  '![a](b)',
  '[a](b)',
  '[a]: b',
  'https://a.example www.a.example',
  '***a*** __b__ ~~c~~',
  '<b>a</b> &lt;',
  '=== ',
  '    a',
];

test('a line is a paragraph of text, in a quotation too', () => {
  for (const text of all.map((one) => one.replaceAll(/[\r\n]+/g, ' ').trim())) {
    if (escapeText(text).trim() === '') continue;
    const kinds = markdown
      .parse(`x ${plainLine(text)}`, {})
      .flatMap(({ children }) => children ?? []);
    expect([text, [...new Set(kinds.map(({ type }) => type))]]).toEqual([text, ['text']]);
    const types = markdown.parse(quoted(text), {}).map(({ type }) => type);
    expect([text, types]).toEqual([
      text,
      ['blockquote_open', 'paragraph_open', 'inline', 'paragraph_close', 'blockquote_close'],
    ]);
  }
});

test('a name is code, in a cell too', () => {
  for (const text of all) {
    if (escapeText(text).trim() === '') continue;
    const html = markdown.render(table(['a', 'b'], [[code(text), 'y']]));
    expect([text, html.match(/<td[^>]*>/g)?.length]).toEqual([text, 2]);
    expect(html.replace(/<code>[^<]*<\/code>/, '')).not.toMatch(
      /<(?:a|em|strong|img|s|b|script)\b/,
    );
  }
  expect(code('')).toBe('(empty)');
  expect(codes(['a', 'b', 'c'], 2)).toBe('`a`, `b` and more');
});

test('nothing ends a block of code', () => {
  expect(codeBlock('sh', 'a\n```\nb')).toBe('````sh\na\n```\nb\n````');
});
