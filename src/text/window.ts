// A line of a file in, as much of it as a terminal shows in one line around the part that matters,
// out: escaped, and measured in columns.
import { escapeText } from './escape.js';
import { charactersOf, displayWidth } from './width.js';

const widestLine = 100;
const tabWidth = 2;

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
  const end = column + Math.min(length, widestLine);
  const right = cells(line.slice(end, end + widestLine));
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
    end + widestLine < line.length;
  const head = cutLeft ? ['…', ...shownLeft] : shownLeft;
  return {
    shown: [...head, ...shownPart, ...shownRight, ...(cutRight ? ['…'] : [])].join(''),
    before: widthOf(head),
    width: widthOf(shownPart),
  };
}

function cells(text: string): string[] {
  return charactersOf(text).map((character) =>
    character === '\t' ? ' '.repeat(tabWidth) : escapeText(character),
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
