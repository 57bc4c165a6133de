// Text of unknown origin made safe and measured for a terminal: in goes any string, out comes one
// line of printable characters and the columns it takes.

const widestLine = 100;
const tabWidth = 2;

// Controls, bidirectional marks and other characters that show nothing or reorder what is shown.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const combining = /\p{Mn}|\p{Me}/u;

/** The text with every character that a terminal would not show as itself written as an escape. */
export function printable(text: string): string {
  return text.replaceAll(unprintable, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code <= 0xffff
      ? `\\u${code.toString(16).padStart(4, '0')}`
      : `\\u{${code.toString(16)}}`;
  });
}

/** How many columns a printable text takes in a terminal. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}

/**
 * A line as it can be shown: at most about a hundred columns, around the part of it that matters.
 */
export type Window = { readonly shown: string; readonly before: number; readonly width: number };

/**
 * Cuts a line around the `length` characters at `column`; tells the columns before that part and
 * those it takes.
 */
export function windowOf(line: string, column: number, length: number): Window {
  // Far from the part nothing is shown, so a long line is cut before it is measured.
  const from = Math.max(0, column - 2 * widestLine);
  const near = line.slice(from, column + widestLine);
  const left = cells(near.slice(0, column - from));
  const part = cells(near.slice(column - from, column - from + length));
  const right = cells(
    line.slice(column + Math.min(length, widestLine), column + length + widestLine),
  );
  const total = widthOf([...left, ...part, ...right]);
  if (from === 0 && total <= widestLine) {
    return {
      shown: [...left, ...part, ...right].join(''),
      before: widthOf(left),
      width: widthOf(part),
    };
  }
  const shownPart = takeWidth(part, 60);
  const shownLeft = takeWidth(left.toReversed(), 30).toReversed();
  const shownRight = shownPart.length < part.length ? [] : takeWidth(right, 30);
  const cutLeft = from > 0 || shownLeft.length < left.length;
  const cutRight =
    shownPart.length < part.length ||
    shownRight.length < right.length ||
    column + length + widestLine < line.length;
  const head = cutLeft ? ['…', ...shownLeft] : shownLeft;
  return {
    shown: [...head, ...shownPart, ...shownRight, ...(cutRight ? ['…'] : [])].join(''),
    before: widthOf(head),
    width: widthOf(shownPart),
  };
}

function cells(text: string): string[] {
  return [...text].map((character) =>
    character === '\t' ? ' '.repeat(tabWidth) : printable(character),
  );
}

function widthOf(parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum + displayWidth(part), 0);
}

function takeWidth(parts: readonly string[], most: number): string[] {
  let width = 0;
  const end = parts.findIndex((part) => (width += displayWidth(part)) > most);
  return parts.slice(0, end < 0 ? parts.length : end);
}

function columnsOf(character: string): number {
  if (combining.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
