// Columns of numbers: what is learned of them from the training rows, and how they become inputs.
import type { Gaps, NumberColumn } from '../facts.js';
import { distinctCount } from './distinct.js';
import { numberGaps, type GapRule } from './gaps.js';
import type { NumberCells } from './meaning.js';
import { parseIn } from './numbers.js';

/** What a column is fitted by. */
export type FitRequest = {
  /** Where the column is, for messages. */
  readonly place: string;
  /** The rows of the training part. */
  readonly rows: Int32Array;
  readonly standardize: boolean;
  /** What becomes of cells without a value. */
  readonly gaps: GapRule;
};

/** Where the values of a column go: `inputs` has `width` values a row, of which these start at `offset`. */
export type Where = {
  readonly inputs: Float32Array | Int32Array;
  readonly width: number;
  readonly offset: number;
};

/** Learns from the training rows what standardises a column of numbers, and what fills it. */
export function fitNumbers(cells: NumberCells, request: FitRequest): NumberColumn {
  const { name, values, notation, missing } = cells;
  const { rows, standardize } = request;
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const gaps = fitGaps(values, request, (text) => parseIn(text, notation));
  return {
    column: name,
    kind: 'number',
    distinct: distinctCount(values) - (missing > 0 ? 1 : 0),
    missing,
    ...notation,
    min,
    max,
    ...(standardize ? moments(filled(values, gaps), rows) : { mean: 0, deviation: 1 }),
    ...(gaps ? { gaps } : {}),
  };
}

/** What fills values of which some are NaN, by the training rows. */
export function fitGaps(
  values: ArrayLike<number>,
  { rows, gaps, place }: FitRequest,
  parse: (text: string) => number,
): Gaps<number> | null {
  if (gaps === 'refuse') return null;
  const present = new Float64Array(rows.length);
  let length = 0;
  for (const row of rows) {
    const value = values[row] ?? NaN;
    if (!Number.isNaN(value)) present[length++] = value;
  }
  return numberGaps(gaps, {
    present: present.subarray(0, length),
    trained: rows.length,
    place,
    parse,
  });
}

/** The values with their gaps filled; the same where none are. */
export function filled(
  values: ArrayLike<number>,
  gaps: Gaps<number> | null | undefined,
): ArrayLike<number> {
  if (!gaps || gaps === 'drop') return values;
  return Float64Array.from(values, (value) => (Number.isNaN(value) ? gaps.value : value));
}

/**
 * Mean and deviation of the population (divided by n, as scikit-learn's StandardScaler). The
 * deviation is 0 where it is within the rounding of the mean, by scikit-learn's bound for constant
 * features: variance ≤ n · ε · variance + (n · mean · ε)².
 */
export function moments(
  values: ArrayLike<number>,
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

type Standard = Pick<NumberColumn, 'mean' | 'deviation'>;

/** What goes in for a number of a fitted column: (value − mean) / deviation; 0 of a constant one. */
export function standardScore(value: number, { mean, deviation }: Standard): number {
  return deviation === 0 ? 0 : (value - mean) / deviation;
}

/** How many inputs an indicator is. */
export function indicators(gaps: Gaps<unknown> | undefined): number {
  return gaps !== undefined && gaps !== 'drop' && gaps.indicator ? 1 : 0;
}

/** Writes the scores of a column, each with its indicator behind it where there is one. */
export function writeNumbers(
  { values }: Pick<NumberCells, 'values'>,
  column: NumberColumn,
  { inputs, width, offset }: Where,
): void {
  const { gaps } = column;
  const fill = gaps === undefined || gaps === 'drop' ? column.mean : gaps.value;
  const hasIndicator = indicators(gaps) > 0;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] ?? NaN;
    const at = row * width + offset;
    const isGap = Number.isNaN(value);
    inputs[at] = standardScore(isGap ? fill : value, column);
    if (isGap && hasIndicator) inputs[at + 1] = 1;
  }
}
