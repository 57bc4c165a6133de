// A page of HTML that stands by itself: a title and parts of a body in, a document out that asks
// nothing of a network, and is readable in light, in dark, on a phone and on paper. Nothing runs in it,
// and nothing changes how it looks, but what is known by its SHA-256.
import { createHash } from 'node:crypto';
import { escapeText } from '../../text/escape.js';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text from anywhere as text of HTML, in an attribute, too: nothing in it is markup, or unseen. */
export function escapeHtml(text: string): string {
  return escapeText(text).replaceAll(/[&<>"']/g, (one) => entities[one] ?? '');
}

const style = `
:root { color-scheme: light dark; --first: #2f6fb4; --second: #c4742a; --third: #3c8f5a; --line: #8884; --warn: #b3261e; --ground: #fff; --ink: #1b1b1b; }
@media screen and (prefers-color-scheme: dark) { :root { --first: #7ab0ee; --second: #e8a35f; --third: #79c795; --warn: #ff8a80; --ground: #161616; --ink: #e8e8e8; } }
html { background: var(--ground); color: var(--ink); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 66rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 0 0 .25rem; }
p, ul { margin: .5rem 0; }
.doubts li { color: var(--warn); }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1.25rem; }
.grid > * { min-width: 0; }
.note { opacity: .75; font-size: .85rem; margin: .25rem 0; }
.scroll { overflow-x: auto; overflow-wrap: normal; }
table { border-collapse: collapse; font-size: .9rem; }
th, td { text-align: left; padding: .2rem .75rem .2rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number, th.number, td.short { white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.pictures { display: flex; flex-wrap: wrap; gap: 4px; }
.pictures img { width: 64px; height: 64px; object-fit: contain; image-rendering: pixelated; background: #8882; }
.first { color: var(--first); } .second { color: var(--second); } .third { color: var(--third); }
svg { max-width: 100%; height: auto; }
svg text, svg tspan { white-space: pre; }
@media print { :root { color-scheme: light; } body { max-width: none; } h2 { break-after: avoid; } .grid > * { break-inside: avoid; } }
`;

/** What a page has beside its body: more rules of style, and a script. */
export type PageParts = { readonly style?: string; readonly script?: string };

/** A whole page; the parts of its body are HTML. */
export function htmlPage(
  title: string,
  body: readonly string[],
  { style: more = '', script }: PageParts = {},
): string {
  const whole = style + more;
  const policy = [
    "default-src 'none'",
    'img-src data:',
    `style-src ${hashOf(whole)}`,
    ...(script === undefined ? [] : [`script-src ${hashOf(script)}`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<link rel="icon" href="data:,">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${whole}</style>`,
    '</head>',
    '<body>',
    '<main>',
    ...body,
    '</main>',
    ...(script === undefined ? [] : [`<script>${script}</script>`]),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

// As a policy names what stands in the page itself.
function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** A section with its heading, or nothing where there is nothing in it. */
export function section(heading: string, content: readonly string[]): readonly string[] {
  return content.length === 0
    ? []
    : ['<section>', `<h2>${escapeHtml(heading)}</h2>`, ...content, '</section>'];
}

/** What is no longer than this is never broken into lines. */
export const longestShort = 28;

/** A table: heads and cells are texts; those of columns of numbers stand to the right. */
export function htmlTable(
  heads: readonly { readonly head: string; readonly isNumber?: boolean }[],
  rows: readonly (readonly string[])[],
): string {
  const classes = heads.map(({ isNumber }, i) => {
    if (isNumber) return ' class="number"';
    return rows.every((row) => (row[i] ?? '').length <= longestShort) ? ' class="short"' : '';
  });
  const classOf = (i: number): string => classes[i] ?? '';
  const head = heads.map((one, i) => `<th scope="col"${classOf(i)}>${escapeHtml(one.head)}</th>`);
  const body = rows.map(
    (row) =>
      `<tr>${row.map((cell, i) => `<td${classOf(i)}>${escapeHtml(cell)}</td>`).join('')}</tr>`,
  );
  return `<div class="scroll" tabindex="0"><table><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}
