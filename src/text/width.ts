// Text in, the room it takes on a terminal, or as much of it as there is room for, out.
import stringWidth from 'string-width';

/**
 * How many columns of a terminal a text takes: wide characters two, combining ones none, colours
 * none. Measured as cli-table3 measures what it lays out.
 */
export function displayWidth(text: string): number {
  return isPlain(text) ? text.length : stringWidth(text);
}

// Printable ASCII, each of which is one character in one column.
const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

const segmenter = new Intl.Segmenter('en');

/** The characters of a text as a reader counts them: a letter with its accents is one. */
export function charactersOf(text: string): readonly string[] {
  if (isPlain(text)) return [...text];
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** The text, or its beginning and `…` where it is wider than `width`. */
export function shortened(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  let taken = 0;
  for (const character of charactersOf(text)) {
    taken += displayWidth(character);
    if (taken > width - 1) break;
    kept += character;
  }
  return width < 1 ? '' : `${kept.trimEnd()}…`;
}
