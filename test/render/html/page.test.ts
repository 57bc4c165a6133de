import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import naughtyStrings from 'big-list-of-naughty-strings' with { type: 'json' };
import { parseHTML } from 'linkedom';
import { escapeHtml, htmlPage, htmlTable, section } from '../../../src/render/html/page.js';

test('no text is markup, in an element or in an attribute', () => {
  expect(escapeHtml(`<a b="c" d='e'>&\u202e`)).toBe(
    '&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;\\u202e',
  );
  const cells = naughtyStrings.map((text) => [text]);
  const { document } = parseHTML(htmlPage('x', [htmlTable([{ head: 'text' }], cells)]));
  expect(document.querySelectorAll('td')).toHaveLength(naughtyStrings.length);
  expect(document.querySelectorAll('td *, script')).toHaveLength(0);
});

test('a page says what it may load: nothing', () => {
  const page = htmlPage('a <b>', section('Part', ['<p>x</p>']));
  const [, style = ''] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  expect(page).toContain(
    `"default-src 'none'; img-src data:; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
  );
  expect(page).toContain('<title>a &lt;b&gt;</title>');
  expect(page).not.toMatch(/<script|https?:/);
  expect(section('Empty', [])).toEqual([]);
});

test('a script runs where its hash says so', () => {
  const page = htmlPage('a', [], { script: 'f();' });
  const hash = createHash('sha256').update('f();').digest('base64');
  expect(page).toContain(`script-src 'sha256-${hash}'`);
  expect(page).toContain('<script>f();</script>');
});
