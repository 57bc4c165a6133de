// How the columns of a table become inputs: numbers are standardised, texts become one column a
// category. `fitColumns` learns that from the training rows alone; `encodeInputs` needs nothing but
// what was learned, so that other rows become inputs in the same way.
import { failure } from '../../ground/errors.js';
import type { CategoryColumn, ColumnFacts, NumberColumn } from '../facts.js';
import type { WantedCells } from './cells.js';
import type { Meaning, NumberCells, TextCells } from './meaning.js';
import { isTime } from './looks.js';
import { parseNumber } from './numbers.js';

/** What is wanted of the columns. */
export type FitSettings = {
  /** The file, for messages. */
  readonly file: string;
  readonly rows: Int32Array;
  readonly standardize: boolean;
  /** Columns whose texts are categories, however many they are. */
  readonly categorical: readonly string[];
};

/**
 * Learns from the training rows what each column becomes. Throws a UserError where a column of
 * words says something else in nearly every row.
 */
export function fitColumns(
  columns: readonly Meaning[],
  settings: FitSettings,
): readonly ColumnFacts[] {
  return columns.map((column) =>
    column.kind === 'number' ? fitNumbers(column, settings) : fitCategories(column, settings),
  );
}

function fitNumbers({ name, values, notation }: NumberCells, settings: FitSettings): NumberColumn {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return {
    column: name,
    kind: 'number',
    distinct: new Set(values).size,
    missing: 0,
    ...notation,
    min,
    max,
    ...(settings.standardize ? moments(values, settings.rows) : { mean: 0, deviation: 1 }),
  };
}

function fitCategories(column: TextCells, settings: FitSettings): CategoryColumn {
  const { name, texts } = column;
  if (!settings.categorical.includes(name)) refuseIdentifiers(settings.file, column);
  const categories = new Set<string>();
  for (const row of settings.rows) categories.add(texts[row] ?? '');
  return {
    column: name,
    kind: 'categories',
    distinct: new Set(texts).size,
    missing: 0,
    categories: [...categories].sort(inOrder),
  };
}

/**
 * Mean and deviation of the population (divided by n, as scikit-learn's StandardScaler). The
 * deviation is 0 where it is within the rounding of the mean, by scikit-learn's bound for constant
 * features: variance ≤ n · ε · variance + (n · mean · ε)².
 */
export function moments(
  values: readonly number[],
  rows: Int32Array,
): { readonly mean: number; readonly deviation: number } {
  const n = rows.length;
  const first = values[rows[0] ?? 0] ?? 0;
  if (rows.every((row) => values[row] === first)) return { mean: first, deviation: 0 };
  let sum = 0;
  for (const row of rows) sum += values[row] ?? 0;
  const mean = sum / n;
  let squares = 0;
  for (const row of rows) squares += ((values[row] ?? 0) - mean) ** 2;
  const variance = squares / n;
  const bound = n * Number.EPSILON * variance + (n * mean * Number.EPSILON) ** 2;
  return { mean, deviation: variance <= bound ? 0 : Math.sqrt(variance) };
}

/** How many inputs the fitted columns give together. */
export function inputWidth(fitted: readonly ColumnFacts[]): number {
  return fitted.reduce(
    (width, column) => width + (column.kind === 'number' ? 1 : column.categories.length),
    0,
  );
}

/** How the cells of a fitted column are to be read from another file. */
export function cellsFor(column: ColumnFacts, missing: ReadonlySet<string>): WantedCells {
  const { kind } = column;
  if (kind === 'categories') return { as: 'text', written: null, missing };
  const { decimal, thousands, unit } = column;
  return { as: { decimal, thousands, unit }, written: null, missing };
}

// 2 GiB of float32.
const mostInputs = 2 ** 29;

/**
 * The inputs of a table's rows, one row after another: z-scores and one-hot columns. A category
 * that was not fitted gives zeros. Throws a UserError that names `file` where they are too many.
 */
export function encodeInputs(
  { file, count }: { readonly file: string; readonly count: number },
  columns: readonly Meaning[],
  fitted: readonly ColumnFacts[],
): Float32Array {
  const width = inputWidth(fitted);
  if (count * width > mostInputs) {
    throw failure(
      `${file} would make ${count} × ${width} inputs, more than dlx holds in memory: choose fewer columns under columns`,
    );
  }
  const inputs = new Float32Array(count * width);
  let offset = 0;
  for (const [i, fit] of fitted.entries()) {
    const column = columns[i];
    const where = { inputs, width, offset };
    if (fit.kind === 'number' && column?.kind === 'number') {
      writeNumbers(column.values, fit, where);
    } else if (fit.kind === 'categories' && column?.kind === 'text') {
      writeCategories(column.texts, fit.categories, where);
    } else {
      throw new Error(`the column ${fit.column} was not read as it was fitted`);
    }
    offset += fit.kind === 'number' ? 1 : fit.categories.length;
  }
  return inputs;
}

type Where = { readonly inputs: Float32Array; readonly width: number; readonly offset: number };

function writeNumbers(
  values: readonly number[],
  column: NumberColumn,
  { inputs, width, offset }: Where,
): void {
  for (const [row, value] of values.entries()) {
    inputs[row * width + offset] = standardScore(value, column);
  }
}

/** What goes in for a number of a fitted column: (value − mean) / deviation; 0 of a constant one. */
export function standardScore(value: number, { mean, deviation }: NumberColumn): number {
  return deviation === 0 ? 0 : (value - mean) / deviation;
}

function writeCategories(
  texts: readonly string[],
  categories: readonly string[],
  { inputs, width, offset }: Where,
): void {
  const places = new Map(categories.map((category, i) => [category, i]));
  for (const [row, text] of texts.entries()) {
    const place = places.get(text);
    if (place !== undefined) inputs[row * width + offset + place] = 1;
  }
}

// A column of words that says something else in most rows is a name or a key, not a category.
function refuseIdentifiers(file: string, { name, texts }: TextCells): void {
  const distinct = new Set(texts).size;
  if (distinct <= 20 || distinct <= texts.length / 2) return;
  const cure = 'leave it out by listing the others under columns, or list it under categorical';
  const place = `${file}, column ${JSON.stringify(name)}`;
  if (texts.every(isTime)) {
    throw failure(
      `${place} holds dates or times, which dlx does not read: write them as numbers (a year, days since the first), ${cure}`,
    );
  }
  throw failure(
    `${place} holds ${distinct} different texts in ${texts.length} rows, too many for categories: ${cure}`,
  );
}

/** The order of categories and classes: numbers by value, then words by their characters. */
export function inOrder(a: string, b: string): number {
  const [x, y] = [parseNumber(a), parseNumber(b)];
  if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
  if (!Number.isNaN(x) && x !== y) return x - y;
  return a < b ? -1 : a > b ? 1 : 0;
}
