// Numbers that no float32 holds once they are standardised: columns and what was fitted to them in, and
// nothing, or what is wrong at the first such cell, out. A network would make NaN of them.
import { failure } from '../../ground/errors.js';
import type { ColumnFacts, NumberColumn, Scale, SequenceColumn } from '../facts.js';
import { largest } from './cells.js';
import type { Meaning } from './meaning.js';
import { numberPieces, type PlainNumbers } from './pieces.js';
import { cellPlace, shownCell, tooFar, type RowPlace } from './places.js';

/** Whether a float32 holds no such number once it is standardised: (value − mean) / deviation. */
export function isFar(value: number, { mean, deviation }: Scale): boolean {
  return deviation > 0 && Math.abs(value - mean) / deviation > largest;
}

/** Whether a deviation is so small that some float32 are too far: 2 · largest / 2 is not. */
export function mayBeFar({ deviation }: Scale): boolean {
  return deviation > 0 && deviation < 2;
}

/**
 * Throws a UserError at the first number that no float32 holds once it is standardised; `placeOf` says
 * where that of a row stands.
 */
export function checkNear(
  column: PlainNumbers,
  scale: Scale,
  placeOf: (row: number) => string,
): void {
  if (!mayBeFar(scale)) return;
  for (const { from, values } of numberPieces(column)) {
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i] ?? NaN;
      if (isFar(value, scale)) throw tooFar(placeOf(from + i), value, scale);
    }
  }
}

/**
 * The same of all columns that were fitted, whatever their order; `at` says where a row stands. Throws
 * a UserError as well where what stands for a missing value is such a number.
 */
export function checkScores(
  columns: readonly Meaning[],
  fitted: readonly ColumnFacts[],
  at: (row: number) => RowPlace,
): void {
  const fits = new Map(fitted.map((fit) => [fit.column, fit]));
  for (const column of columns) {
    const fit = fits.get(column.name);
    const placeOf = (row: number): string => cellPlace(at(row), column.name);
    if (fit?.kind === 'number' && column.kind === 'number') {
      checkFill(fit);
      checkNear(column, fit, placeOf);
    }
    if (fit?.kind === 'sequence' && column.kind === 'sequence' && mayBeFar(fit)) {
      for (const [row, numbers] of column.sequences.entries()) {
        if (numbers) checkSequence(numbers, fit, () => placeOf(row));
      }
    }
  }
}

/** The same of the numbers of one sequence that are taken. */
export function checkSequence(
  numbers: Float64Array,
  fit: SequenceColumn,
  place: () => string,
): void {
  const far = numbers.subarray(0, fit.sequence_length).find((value) => isFar(value, fit));
  if (far !== undefined) throw tooFar(place(), far, fit);
}

function checkFill(fit: NumberColumn): void {
  const { column, gaps } = fit;
  if (gaps === undefined || gaps === 'drop' || !isFar(gaps.value, fit)) return;
  throw failure(
    `missing fills ${JSON.stringify(shownCell(column))} with ${gaps.value}, more than a float32 holds once it is standardised: say another value`,
  );
}
