// Columns of numbers: what is learned of them from the training rows, and how they become inputs.
import type { Gaps, NumberColumn } from '../facts.js';
import { distinctCount } from './distinct.js';
import { numberGaps, type GapRule } from './gaps.js';
import type { NumberCells } from './meaning.js';
import { parseIn } from './numbers.js';
import { numberPieces, type PlainNumbers } from './pieces.js';

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
  const { name, notation, missing } = cells;
  const { rows, standardize } = request;
  let [min, max] = [Infinity, -Infinity];
  for (const { values } of numberPieces(cells)) {
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i] ?? NaN;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  const gaps = fitGaps(cells, request, (text) => parseIn(text, notation));
  const distinct = distinctCount(numberPieces(cells));
  return {
    column: name,
    kind: 'number',
    distinct: distinct === null ? null : distinct - (missing > 0 ? 1 : 0),
    missing,
    ...notation,
    min,
    max,
    ...(standardize ? moments(cells, rows, fillOf(gaps)) : { mean: 0, deviation: 1 }),
    ...(gaps ? { gaps } : {}),
  };
}

/** What fills numbers of which some are NaN, by the training rows, which ascend. */
export function fitGaps(
  column: PlainNumbers,
  { rows, gaps, place }: FitRequest,
  parse: (text: string) => number,
): Gaps<number> | null {
  return numberGaps(gaps, {
    present: () => presentPieces(column, rows),
    trained: rows.length,
    place,
    parse,
  });
}

// The values that some rows have, piece by piece.
function* presentPieces(column: PlainNumbers, rows: Int32Array): Generator<Float64Array> {
  let next = 0;
  for (const { from, values } of numberPieces(column)) {
    const some = new Float64Array(Math.min(values.length, rows.length - next));
    let length = 0;
    for (; next < rows.length; next += 1) {
      const at = (rows[next] ?? 0) - from;
      if (at >= values.length) break;
      const value = values[at] ?? NaN;
      if (!Number.isNaN(value)) some[length++] = value;
    }
    yield some.subarray(0, length);
  }
}

/** What stands for NaN; NaN where nothing does. */
export function fillOf(gaps: Gaps<number> | null | undefined): number {
  return gaps && gaps !== 'drop' ? gaps.value : NaN;
}

/**
 * Mean and deviation of the population (divided by n, as scikit-learn's StandardScaler), of rows that
 * ascend, with `fill` for NaN. The deviation is 0 where it is within the rounding of the mean, by
 * scikit-learn's bound for constant features: variance ≤ n · ε · variance + (n · mean · ε)².
 */
export function moments(
  column: PlainNumbers,
  rows: Int32Array,
  fill = NaN,
): { readonly mean: number; readonly deviation: number } {
  const n = rows.length;
  let [sum, first, isSame, next] = [0, NaN, true, 0];
  for (const { from, values } of numberPieces(column)) {
    for (; next < n; next += 1) {
      const at = (rows[next] ?? 0) - from;
      if (at >= values.length) break;
      const value = orFill(values[at] ?? NaN, fill);
      if (next === 0) first = value;
      if (value !== first) isSame = false;
      sum += value;
    }
  }
  if (isSame) return { mean: first, deviation: 0 };
  const mean = sum / n;
  const variance = squaresAround(mean, column, rows, fill) / n;
  const bound = n * Number.EPSILON * variance + (n * mean * Number.EPSILON) ** 2;
  return { mean, deviation: variance <= bound ? 0 : Math.sqrt(variance) };
}

function squaresAround(mean: number, column: PlainNumbers, rows: Int32Array, fill: number): number {
  let [squares, next] = [0, 0];
  for (const { from, values } of numberPieces(column)) {
    for (; next < rows.length; next += 1) {
      const at = (rows[next] ?? 0) - from;
      if (at >= values.length) break;
      squares += (orFill(values[at] ?? NaN, fill) - mean) ** 2;
    }
  }
  return squares;
}

function orFill(value: number, fill: number): number {
  return Number.isNaN(value) ? fill : value;
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
