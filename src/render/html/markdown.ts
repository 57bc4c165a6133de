// Markdown in, HTML out that holds nothing but text and its shape: what is HTML in it is shown as text,
// links lead to pages alone, and nothing is fetched. The only door to markdown-it.
import MarkdownIt from 'markdown-it';
import { escapeText } from '../../text/escape.js';

const lower: Readonly<Record<string, string>> = { h1: 'h2', h2: 'h3', h3: 'h4', h4: 'h5' };

/** The text as HTML; its headings stand below the page's title. */
export function markdownHtml(text: string): string {
  const markdown = new MarkdownIt({ html: false, linkify: false });
  // A picture would have to come from somewhere.
  markdown.disable('image');
  markdown.validateLink = (link) => /^(?:https?:\/\/|mailto:|#)/i.test(link.trim());
  // The page's own title stands above.
  markdown.core.ruler.push('below', ({ tokens }) => {
    for (const token of tokens) {
      if (token.type.startsWith('heading_')) token.tag = lower[token.tag] ?? 'h6';
    }
  });
  const lines = text.replaceAll('\r\n', '\n').replaceAll('\t', '  ').split('\n');
  return markdown.render(lines.map(escapeText).join('\n'));
}
