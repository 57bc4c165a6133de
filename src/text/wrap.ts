// Sentences in, lines that a terminal need not break in the middle of a word out; and counts with
// their nouns, or their thousands apart.

/**
 * The pieces in lines of at most `width`, `gap` between two on one line; a piece that is wider
 * stands on a line of its own. `widthOf` says how wide a text is.
 */
export function linesOf(
  pieces: readonly string[],
  width: number,
  { gap = ' ', widthOf = (text: string): number => text.length } = {},
): readonly string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const longer = `${lines.at(-1)}${gap}${piece}`;
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines;
}

/**
 * A text in lines of at most `width`, broken at blanks; what stands between backticks is one word,
 * to be copied. Lines that begin with a blank (a spec's line with what is wrong underlined) stay as
 * they are, but for the cure below them.
 */
export function wrapped(
  text: string,
  width: number,
  widthOf: (text: string) => number = (line) => line.length,
): string {
  const lines = text.split('\n').flatMap((line) => {
    if (widthOf(line) <= width) return [line];
    const before = /^\s+(?:\| )?= /.exec(line)?.[0] ?? '';
    if (before === '' && /^\s/.test(line)) return [line];
    const words = line.slice(before.length).match(/(?:[^\s`]|`[^`]*`|`)+/g) ?? [];
    return linesOf(words, width - before.length, { widthOf }).map(
      (part, i) => (i === 0 ? before : ' '.repeat(before.length)) + part,
    );
  });
  return lines.join('\n');
}

/** A count with its noun: `1 thread`, `2 threads`, `2 classes`. */
export function counted(count: number, noun: string): string {
  const ending = noun.endsWith('s') ? 'es' : 's';
  return `${count} ${noun}${count === 1 ? '' : ending}`;
}

// Made once, where it is asked for: most commands start without.
let apart: Intl.NumberFormat | undefined;

/** A count with its thousands apart: `48,000`. */
export function thousands(count: number): string {
  apart ??= new Intl.NumberFormat('en-US');
  return apart.format(count);
}
