// Rows whose cells have types, as JSON and Parquet have them, some at a time and by columns.
import { failure, type UserError } from '../../ground/errors.js';
import type { TakeRow } from './plain-rows.js';
import type { RowUnit } from './places.js';

/** A cell that holds more than one value: a list, or an object. `text` is it as JSON, where that is known. */
export class Nested {
  readonly text: string | null;

  constructor(text: string | null) {
    this.text = text;
  }
}

/** One cell: a number, a text without blanks around it, nothing (''), or several values. */
export type Cell = number | string | Nested;

/** Some rows of a table, by columns. */
export type Block = {
  readonly rows: number;
  readonly unit: RowUnit;
  /** Where its first row stands in `columns`. */
  readonly from: number;
  /** Where each row stands in the file, counted from 1. */
  readonly lines: readonly number[];
  /** In the order of the header; each has a cell a row from `from` on, where its cells are wanted. */
  readonly columns: readonly ArrayLike<Cell>[];
};

/** Gives the rows of a block as texts. `place` names a cell that holds several values. */
export function textRows(
  { rows, from, unit, lines, columns }: Block,
  take: TakeRow,
  place: (row: number, column: number) => string,
): void {
  for (let row = 0; row < rows; row += 1) {
    const texts = columns.map((cells, i) => {
      const cell = cells[from + row] ?? '';
      if (cell instanceof Nested) throw nestedCell(place(row, i));
      return typeof cell === 'string' ? cell : String(cell);
    });
    take(texts, lines[row] ?? 0, unit);
  }
}

/** What to say of a cell that holds several values. */
export function nestedCell(place: string): UserError {
  return failure(
    `${place} holds a list or an object, and a cell is one value: write its parts as columns of their own, or leave the column out with exclude`,
  );
}
