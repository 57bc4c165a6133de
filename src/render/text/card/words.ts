// What stands in a card: names and other people's words in, Markdown out in which they are text and nothing
// else, whatever is in them.
import { escapeText } from '../../../text/escape.js';
import { markdownText } from '../plain.js';

/** A name as code: no mark in it counts, nobody is called by it, and it is no link. */
export function code(text: string): string {
  const shown = escapeText(text).replaceAll('|', '\\|');
  if (shown.trim() === '') return '(empty)';
  const longest = (shown.match(/`+/g) ?? []).reduce(
    (most, { length }) => Math.max(most, length),
    0,
  );
  const fence = '`'.repeat(longest + 1);
  const room = longest > 0 || /^\s|\s$/.test(shown) ? ' ' : '';
  return `${fence}${room}${shown}${room}${fence}`;
}

/** Several of them; of many the first, and how many more. */
export function codes(names: readonly string[], most = 20): string {
  const shown = names.slice(0, most).map(code).join(', ');
  return names.length > most ? `${shown} and more` : shown;
}

/** Somebody's words, a line of theirs a line, as a quotation. */
export function quoted(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => `> ${plainLine(line)}`.trimEnd())
    .join('\n');
}

/** A line of words in which nothing is a mark, a link or a call. */
export function plainLine(text: string): string {
  return markdownText(text)
    .replace(/^(\s*)([#+=-])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2')
    .replaceAll(/@(?=\w)/g, '\\@')
    .replaceAll(/:(?=\/\/)/g, '\\:')
    .replaceAll(/\bwww\./gi, (found) => `${found.slice(0, -1)}\\.`)
    .replaceAll('$', '\\$')
    .replaceAll('!\\[', '\\!\\[');
}

/** A block of code that nothing in it ends. */
export function codeBlock(language: string, text: string): string {
  const lines = text.split('\n').map(escapeText);
  const longest = (text.match(/`+/g) ?? []).reduce((most, { length }) => Math.max(most, length), 2);
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence].join('\n');
}

/** A table; its cells are Markdown already, and columns behind the first `texts` are numbers. */
export function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  texts = 1,
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(heads),
    line(heads.map((_, i) => (i < texts ? '---' : '---:'))),
    ...rows.map(line),
  ].join('\n');
}
