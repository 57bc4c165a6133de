// Several columns of numbers as one target: each as it was read and standardised by itself comes in, rows
// of as many numbers go out.
import type { Units } from '../facts.js';
import { targetValues, type TargetValues } from '../target-values.js';
import type { CsvTarget } from './target.js';

/** What one of several columns of targets holds, in its own units. */
export type TargetPart = {
  readonly name: string;
  readonly values: TargetValues;
  readonly scale: Units;
};

/** The target that several columns of numbers are together, a number a column in each row. */
export function joinedTargets(targets: readonly CsvTarget[]): CsvTarget {
  const [first, ...others] = targets;
  if (!first) throw new Error('a table has a target');
  if (others.length === 0) return first;
  const tests = targets.flatMap(({ test }) => (test ? [test] : []));
  // A column by itself has one scale.
  const scales = targets.map(({ scale }) => (scale !== null && 'mean' in scale ? scale : null));
  return {
    classes: null,
    train: sideBySide(targets.map(({ train }) => train)),
    test: tests.length === targets.length ? sideBySide(tests) : null,
    scale: scales.some((scale) => scale !== null) ? scales : null,
  };
}

function sideBySide(columns: readonly ArrayLike<number>[]): Float32Array {
  const width = columns.length;
  const rows = new Float32Array(width * (columns[0]?.length ?? 0));
  columns.forEach((values, i) => {
    for (let row = 0; row < values.length; row += 1) rows[row * width + i] = values[row] ?? NaN;
  });
  return rows;
}

/** What is told of each of several columns; `plain` are their targets before they were standardised. */
export function targetParts(
  names: readonly string[],
  plain: readonly CsvTarget[],
  targets: readonly CsvTarget[],
): readonly TargetPart[] {
  return names.map((name, i) => ({
    name,
    values: targetValues(
      [plain[i]?.train, plain[i]?.test].filter((part) => part instanceof Float32Array),
    ),
    scale: targets[i]?.scale ?? null,
  }));
}
