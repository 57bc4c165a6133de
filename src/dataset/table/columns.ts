// What the columns of a table mean: numbers are standardised, texts become one column a category.
// Everything that is fitted (means, deviations, categories) is fitted on the training rows alone.
import { failure } from '../../ground/errors.js';
import type { ColumnFacts } from '../facts.js';
import { cellPlace, parseNumber, shownCell, type CsvColumn, type CsvTable } from './table.js';

/** What is wanted of the columns. */
export type ColumnSettings = {
  readonly categorical: readonly string[];
  readonly standardize: boolean;
};

// In a column of numbers these mean that the value is missing; in a column of words they are words.
const missingWords = new Set([
  'na',
  'n/a',
  '#n/a',
  '<na>',
  'nan',
  '-nan',
  'null',
  'none',
  'nil',
  '?',
  '-',
  '.',
  'inf',
  '-inf',
  '+inf',
  'infinity',
  '-infinity',
]);

/**
 * Whether a column holds numbers (every cell is one) or words. Throws a UserError that names the
 * cell where a value is missing among numbers or a single word stands among them.
 */
export function columnKind(table: CsvTable, column: CsvColumn): 'number' | 'words' {
  const { texts, numbers, name } = column;
  if (!texts) return 'number';
  const odd = numbers.flatMap((value, row) => (Number.isNaN(value) ? [row] : []));
  const [first] = odd;
  if (first === undefined) return 'number';
  if (odd.length === numbers.length) return 'words';
  const place = cellPlace({ file: table.file, line: table.lines[first] ?? 0 }, name);
  const cell = JSON.stringify(shownCell(texts[first] ?? ''));
  if (odd.every((row) => missingWords.has((texts[row] ?? '').toLowerCase()))) {
    throw failure(`${place} is ${cell} in a column of numbers: fill it in, or remove the line`);
  }
  if (odd.length <= numbers.length / 10) {
    throw failure(
      `${place} is ${cell} where nearly all other cells are numbers: mend the cell, or list the column under categorical`,
    );
  }
  return 'words';
}

/** Fits a column on the training rows. */
export function fitColumn(
  table: CsvTable,
  column: CsvColumn,
  rows: Int32Array,
  settings: ColumnSettings,
): ColumnFacts {
  const forced = settings.categorical.includes(column.name);
  const kind = forced ? 'words' : columnKind(table, column);
  if (kind === 'number') {
    return {
      column: column.name,
      kind,
      distinct: new Set(column.numbers).size,
      missing: 0,
      ...rangeOf(column.numbers),
      ...(settings.standardize ? moments(column.numbers, rows) : { mean: 0, deviation: 1 }),
    };
  }
  if (!forced) refuseIdentifiers(table, column);
  const categories = new Set<string>();
  for (const row of rows) categories.add(column.texts?.[row] ?? '');
  return {
    column: column.name,
    kind: 'categories',
    distinct: new Set(column.texts).size,
    missing: 0,
    categories: [...categories].sort(inOrder),
  };
}

function rangeOf(values: readonly number[]): { readonly min: number; readonly max: number } {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}

/**
 * Mean and deviation of the population (divided by n, as scikit-learn's StandardScaler); a constant
 * column has deviation 0.
 */
export function moments(
  values: readonly number[],
  rows: Int32Array,
): { readonly mean: number; readonly deviation: number } {
  const first = values[rows[0] ?? 0] ?? 0;
  if (rows.every((row) => values[row] === first)) return { mean: first, deviation: 0 };
  let sum = 0;
  for (const row of rows) sum += values[row] ?? 0;
  const mean = sum / rows.length;
  let squares = 0;
  for (const row of rows) squares += ((values[row] ?? 0) - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / rows.length) };
}

/** How many inputs the fitted columns give together. */
export function inputWidth(fitted: readonly ColumnFacts[]): number {
  return fitted.reduce(
    (width, column) => width + (column.kind === 'number' ? 1 : column.categories.length),
    0,
  );
}

// 2 GiB of float32.
const mostInputs = 2 ** 29;

/**
 * A table's inputs, row by row: z-scores and one-hot columns. A category that was not fitted gives
 * zeros.
 */
export function encodeInputs(table: CsvTable, fitted: readonly ColumnFacts[]): Float32Array {
  const width = inputWidth(fitted);
  if (table.count * width > mostInputs) {
    throw failure(
      `${table.file} would make ${table.count} × ${width} inputs, more than dlx holds in memory: choose fewer columns under columns`,
    );
  }
  const inputs = new Float32Array(table.count * width);
  let offset = 0;
  for (const [i, fit] of fitted.entries()) {
    const column = table.columns[i];
    if (!column) break;
    if (fit.kind === 'number') writeNumbers(table, column, fit, { inputs, width, offset });
    else writeCategories(column, fit.categories, { inputs, width, offset });
    offset += fit.kind === 'number' ? 1 : fit.categories.length;
  }
  return inputs;
}

type Where = { readonly inputs: Float32Array; readonly width: number; readonly offset: number };

function writeNumbers(
  table: CsvTable,
  column: CsvColumn,
  { mean, deviation }: { readonly mean: number; readonly deviation: number },
  { inputs, width, offset }: Where,
): void {
  for (const [row, value] of column.numbers.entries()) {
    if (Number.isNaN(value)) throw notANumber(table, column, row);
    inputs[row * width + offset] = deviation === 0 ? 0 : (value - mean) / deviation;
  }
}

function writeCategories(
  { texts, numbers }: CsvColumn,
  categories: readonly string[],
  { inputs, width, offset }: Where,
): void {
  const places = new Map(categories.map((category, i) => [category, i]));
  for (let row = 0; row < numbers.length; row += 1) {
    const place = places.get(texts?.[row] ?? '');
    if (place !== undefined) inputs[row * width + offset + place] = 1;
  }
}

/** What to say of a cell that should hold a number. */
export function notANumber(table: CsvTable, { name, texts }: CsvColumn, row: number): Error {
  return failure(
    `${cellPlace({ file: table.file, line: table.lines[row] ?? 0 }, name)} is ${JSON.stringify(shownCell(texts?.[row] ?? ''))}, expected a number: mend the cell`,
  );
}

/**
 * Refuses a column of words that says something else in most rows: a name or a key, not a category.
 */
export function refuseIdentifiers(table: CsvTable, { name, texts }: CsvColumn): void {
  const distinct = new Set(texts).size;
  if (distinct <= 20 || distinct <= table.count / 2) return;
  throw failure(
    `${table.file}, column ${JSON.stringify(name)} holds ${distinct} different texts in ${table.count} rows, too many for categories: leave it out by listing the others under columns, or list it under categorical`,
  );
}

/** The order of categories and classes: numbers by value, then words by their characters. */
export function inOrder(a: string, b: string): number {
  const [x, y] = [parseNumber(a), parseNumber(b)];
  if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
  if (x < y || x > y) return x - y;
  return a < b ? -1 : a > b ? 1 : 0;
}
