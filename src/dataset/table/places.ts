// Where a row and a cell stand in their file, and how a cell is shown, for messages.
import { failure, type UserError } from '../../ground/errors.js';
import { cutText } from '../../text/cut.js';
import { toDigits } from '../../text/digits.js';
import type { Scale } from '../facts.js';

/** What rows are counted in: lines of a text, or rows of a file that has no lines. */
export type RowUnit = 'line' | 'row';

/**
 * Where a row is: the line of a text on which it begins, or its number in a file without lines; both
 * from 1.
 */
export type RowPlace = { readonly file: string; readonly line: number; readonly unit?: RowUnit };

/** Where a row is, for messages: `data.csv, line 7`. */
export function rowPlace({ file, line, unit = 'line' }: RowPlace): string {
  return `${file}, ${unit} ${line}`;
}

/** Where a cell is, for messages: `data.csv, line 7, column "age"`. */
export function cellPlace(place: RowPlace, column: string): string {
  return `${rowPlace(place)}, column ${JSON.stringify(shownCell(column))}`;
}

/** A cell for a message: its beginning, where it is long. */
export function shownCell(cell: string): string {
  return cutText(cell, 60);
}

/** What to say of a number that is too large for a model. */
export function tooLarge(place: string, cell: string): UserError {
  return failure(`${place} is ${shownCell(cell)}, more than a float32 holds: mend the cell`);
}

/** What to say of a number that is too large for a model once it is standardised. */
export function tooFar(
  place: string,
  value: number,
  { mean, deviation }: Scale,
  cure = 'mend the cell',
): UserError {
  const by = `mean ${toDigits(mean, 4)}, deviation ${toDigits(deviation, 4)}`;
  return failure(
    `${place} is ${value}, more than a float32 holds once it is standardised by the training part (${by}): ${cure}`,
  );
}
