// Columns that rows are put in order or grouped by: cells as they are written in, times and groups
// out. What is none is refused with its place.
import { failure } from '../../ground/errors.js';
import { didYouMean } from '../../text/suggest.js';
import type { CutColumns, TimeColumn } from '../split.js';
import type { CellColumn } from './cells.js';
import { parseNumber } from './numbers.js';
import { cellPlace, shownCell, type CsvTable } from './table.js';
import { parseTime } from './time.js';

/** What rows are cut by, from the columns that a table was read with. */
export function cutColumns(table: Pick<CsvTable, 'beside' | 'at' | 'file'>): CutColumns {
  return {
    times: (name) => timesIn(table, besideOf(table, name)),
    groups: (name) => groupsIn(table, besideOf(table, name)),
  };
}

function besideOf({ beside, file }: Pick<CsvTable, 'beside' | 'file'>, name: string): CellColumn {
  const column = beside.find((one) => one.name === name);
  if (column) return column;
  const names = beside.map((one) => one.name);
  throw failure(`${file} was read without ${JSON.stringify(name)}${didYouMean(name, names)}`);
}

/**
 * The times of every row: numbers, or dates as ISO 8601 writes them, in milliseconds. Throws a
 * UserError where a cell is neither, or where the column has both.
 */
export function timesIn(
  { at, file }: Pick<CsvTable, 'at' | 'file'>,
  column: CellColumn,
): TimeColumn {
  const cells = textsOf(file, column);
  const values = new Float64Array(cells.length);
  let isDate: boolean | null = null;
  for (const [row, cell] of cells.entries()) {
    const number = parseNumber(cell);
    const value = Number.isNaN(number) ? parseTime(cell) : number;
    const place = (): string => cellPlace(at(row), column.name);
    if (Number.isNaN(value)) throw failure(noTime(place(), cell));
    isDate ??= Number.isNaN(number);
    if (isDate !== Number.isNaN(number)) {
      throw failure(
        `${place()} is ${JSON.stringify(shownCell(cell))}, and the rows before have ${isDate ? 'dates' : 'numbers'}: write all times in one way`,
      );
    }
    values[row] = value;
  }
  return { values, shown: (row) => shownCell(cells[row] ?? ''), isDate: isDate === true };
}

function noTime(place: string, cell: string): string {
  if (cell === '') return `${place} is empty, expected a time: fill it in, or remove the row`;
  return `${place} is ${JSON.stringify(shownCell(cell))}, expected a time: a number, or a date as 2026-01-31 or 2026-01-31T12:00:00Z`;
}

/** The group of every row. Throws a UserError where a cell is empty. */
export function groupsIn(
  { at, file }: Pick<CsvTable, 'at' | 'file'>,
  column: CellColumn,
): readonly string[] {
  const cells = textsOf(file, column);
  const empty = cells.indexOf('');
  if (empty < 0) return cells;
  throw failure(
    `${cellPlace(at(empty), column.name)} is empty, and rows are grouped by it: fill it in, or remove the row`,
  );
}

function textsOf(file: string, { name, texts, hasLostTexts }: CellColumn): readonly string[] {
  if (texts) return texts;
  if (hasLostTexts) {
    throw failure(
      `${file}, column ${JSON.stringify(shownCell(name))} holds more different texts than are kept of a table that is streamed, and rows cannot be cut by it: make a file of each part (validation_file, test_file), or cut them by order or at random`,
    );
  }
  throw new Error(`the cells of ${name} were not kept as they are written`);
}
