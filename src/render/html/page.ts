// A page of HTML that stands by itself: a title and parts of a body in, a document out that asks
// nothing of a network, runs no script, and is readable in light, in dark, on a phone and on paper.
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
:root { color-scheme: light dark; --first: #2f6fb4; --second: #c4742a; --third: #3c8f5a; --line: #8884; --warn: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --first: #7ab0ee; --second: #e8a35f; --third: #79c795; --warn: #ff8a80; } }
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
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.pictures { display: flex; flex-wrap: wrap; gap: 4px; }
.pictures img { width: 64px; height: 64px; object-fit: contain; image-rendering: pixelated; background: #8882; }
.first { color: var(--first); } .second { color: var(--second); } .third { color: var(--third); }
svg { max-width: 100%; height: auto; }
@media print { body { max-width: none; } h2 { break-after: avoid; } .grid > * { break-inside: avoid; } }
`;

/** A whole page; the parts of its body are HTML. */
export function htmlPage(title: string, body: readonly string[]): string {
  const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<link rel="icon" href="data:,">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<main>',
    ...body,
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** A section with its heading, or nothing where there is nothing in it. */
export function section(heading: string, content: readonly string[]): readonly string[] {
  return content.length === 0
    ? []
    : ['<section>', `<h2>${escapeHtml(heading)}</h2>`, ...content, '</section>'];
}

/** A table: heads and cells are texts; those of columns of numbers stand to the right. */
export function htmlTable(
  heads: readonly { readonly head: string; readonly isNumber?: boolean }[],
  rows: readonly (readonly string[])[],
): string {
  const classOf = (i: number): string => (heads[i]?.isNumber ? ' class="number"' : '');
  const head = heads.map((one, i) => `<th scope="col"${classOf(i)}>${escapeHtml(one.head)}</th>`);
  const body = rows.map(
    (row) =>
      `<tr>${row.map((cell, i) => `<td${classOf(i)}>${escapeHtml(cell)}</td>`).join('')}</tr>`,
  );
  return `<div class="scroll" tabindex="0"><table><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}
