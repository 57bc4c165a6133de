// Text in, the room it takes on a terminal, or as much of it as there is room for, out.
import { createRequire } from 'node:module';

/**
 * How many columns of a terminal a text takes: wide characters two, combining ones none, colours
 * none.
 */
export function displayWidth(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : libraryWidth(text);
}

// The very function by which cli-table3 pads, so that what is measured here agrees with what it
// lays out.
const { strlen: libraryWidth } = createRequire(import.meta.url)('cli-table3/src/utils.js') as {
  readonly strlen: (text: string) => number;
};

const segmenter = new Intl.Segmenter('en');

/** The text, or its beginning and `…` where it is wider than `width`. */
export function shortened(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  let taken = 0;
  for (const { segment } of segmenter.segment(text)) {
    taken += displayWidth(segment);
    if (taken > width - 1) break;
    kept += segment;
  }
  return width < 1 ? '' : `${kept.trimEnd()}…`;
}
