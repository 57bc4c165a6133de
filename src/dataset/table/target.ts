// The target column of a table: class numbers with their names, or values.
import { failure } from '../../ground/errors.js';
import type { WantedTargets } from '../dataset.js';
import type { Scale, Units } from '../facts.js';
import { inOrder } from './category-column.js';
import type { Meaning } from './meaning.js';
import { moments } from './number-column.js';
import {
  mapped,
  numberCount,
  numberPieces,
  textCount,
  textCounts,
  textPieces,
  type PlainNumbers,
} from './pieces.js';
import { shownCell } from './places.js';
import type { targetTypes } from './types.js';

/** Targets of a table, and of its test table where there is one. */
export type CsvTarget = {
  /** Names of the classes in the order of their numbers, or null where the target is a number. */
  readonly classes: readonly string[] | null;
  readonly train: Int32Array | Float32Array;
  readonly test: Int32Array | Float32Array | null;
  /** Given where values are standardised. */
  readonly scale: Units;
};

// Whole numbers with more different values than this are amounts rather than classes.
const mostWholeClasses = 20;

/** What is known of a target before it is read as classes or values. */
export type TargetCells = {
  readonly file: string;
  readonly train: Meaning;
  readonly test: Meaning | null;
  readonly type: (typeof targetTypes)[number];
  /** What the loss compares, which decides about numbers where the spec does not. */
  readonly wanted: WantedTargets;
  /** Of two classes the one that is to be 1; null leaves the order as it is. */
  readonly positive: string | null;
};

/**
 * Reads the target. `auto`: words are classes; numbers are values for a loss of values, else classes
 * where all are whole and at most 20 differ. The classes are those of both tables. Throws a
 * UserError where there is nothing to learn, or no such positive class.
 */
export function readTarget(target: TargetCells): CsvTarget {
  const { file, train, test } = target;
  if (train.kind === 'number' && isAmount(train, target)) {
    if (target.positive !== null) {
      throw failure(
        `positive names a class, but the target ${JSON.stringify(train.name)} is a number: remove positive, or say target_type: classes`,
      );
    }
    return {
      classes: null,
      train: mapped(train, asItIs),
      test: test?.kind === 'number' ? mapped(test, asItIs) : null,
      scale: null,
    };
  }
  refuseLostDigits(target);
  const both = test ? [train, test] : [train];
  const sorted = [...new Set(both.flatMap((of) => [...namesIn(of)]))].sort(inOrder);
  checkClasses(`${file}, target ${JSON.stringify(train.name)}`, train, sorted);
  const classes = withPositive(sorted, target);
  const numbers = new Map(classes.map((name, i) => [name, i]));
  return {
    classes,
    train: numbersOf(train, numbers),
    test: test && numbersOf(test, numbers),
    scale: null,
  };
}

/**
 * A target of values standardised by its training rows. Throws a UserError where it is no number, or
 * the same in each of them.
 */
export function standardized(
  target: CsvTarget,
  { file, train, test }: TargetCells,
  rows: Int32Array,
): CsvTarget & { readonly scale: Scale } {
  const place = `${file}, target ${JSON.stringify(train.name)}`;
  if (target.classes || train.kind !== 'number') {
    throw failure(`${place} is classes, and scale is for numbers: remove scale`);
  }
  const scale = moments(train, rows);
  if (scale.deviation === 0) {
    throw failure(
      `${place} is ${scale.mean} in every training row, which leaves nothing to scale: remove scale, or use more data`,
    );
  }
  const score = (value: number): number => (value - scale.mean) / scale.deviation;
  return {
    classes: null,
    train: mapped(train, score),
    test: test?.kind === 'number' ? mapped(test, score) : null,
    scale,
  };
}

const asItIs = (value: number): number => value;

function isAmount(column: PlainNumbers, { type, wanted }: TargetCells): boolean {
  if (type !== 'auto') return type === 'number';
  if (wanted === 'values') return true;
  const different = new Set<number>();
  for (const { values } of numberPieces(column)) {
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i] ?? NaN;
      if (!Number.isInteger(value)) return true;
      if (different.size <= mostWholeClasses) different.add(value);
    }
  }
  return different.size > mostWholeClasses;
}

// Classes beyond 2⁵³ would be taken for one another.
function refuseLostDigits({ file, train }: TargetCells): void {
  if (train.kind !== 'number' || train.lost.digits === null) return;
  throw failure(
    `${file}, target ${JSON.stringify(train.name)} has more digits than a number keeps (${JSON.stringify(shownCell(train.lost.digits))}): say target_type: classes, which takes its cells as they are written`,
  );
}

// 1, 1.0 and 01 are one class.
function namesIn(target: Meaning): ReadonlySet<string> {
  if (target.kind === 'text') return new Set(textCounts(target).keys());
  const different = new Set<number>();
  for (const { values } of numberPieces(numbersIn(target))) {
    for (let i = 0; i < values.length; i += 1) different.add(values[i] ?? NaN);
  }
  return new Set(Array.from(different, String));
}

function numbersIn(target: Meaning): PlainNumbers {
  if (target.kind === 'number') return target;
  throw new Error('a target is never read as dates, sequences or pictures');
}

function numbersOf(target: Meaning, numbers: ReadonlyMap<string, number>): Int32Array {
  if (target.kind === 'text') {
    const all = new Int32Array(textCount(target));
    for (const { from, values } of textPieces(target)) {
      for (const [i, name] of values.entries()) all[from + i] = numbers.get(name) ?? 0;
    }
    return all;
  }
  const own = numbersIn(target);
  const byValue = new Map<number, number>();
  const all = new Int32Array(numberCount(own));
  for (const { from, values } of numberPieces(own)) {
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i] ?? NaN;
      const number = byValue.get(value) ?? numbers.get(String(value)) ?? 0;
      byValue.set(value, number);
      all[from + i] = number;
    }
  }
  return all;
}

function withPositive(
  classes: readonly string[],
  { file, train, positive }: TargetCells,
): readonly string[] {
  if (positive === null) return classes;
  const place = `${file}, target ${JSON.stringify(train.name)}`;
  const shown = classes.slice(0, 10).map((name) => JSON.stringify(shownCell(name)));
  if (!classes.includes(positive)) {
    throw failure(
      `${place} has no class ${JSON.stringify(positive)}, which is to be the positive one: its classes are ${shown.join(', ')}${classes.length > 10 ? ' …' : ''}`,
    );
  }
  if (classes.length !== 2) {
    throw failure(
      `${place} has ${classes.length} classes (${shown.join(', ')}${classes.length > 10 ? ' …' : ''}), and one is positive only of two: remove positive`,
    );
  }
  return classes[0] === positive ? [...classes].reverse() : classes;
}

function checkClasses(place: string, cells: Meaning, classes: readonly string[]): void {
  if (classes.length === 1) {
    throw failure(
      `${place} is ${JSON.stringify(shownCell(classes[0] ?? ''))} in every row: there is nothing to learn`,
    );
  }
  const { kind } = cells;
  const count = cells.kind === 'text' ? textCount(cells) : numberCount(numbersIn(cells));
  if (classes.length > 20 && classes.length > count / 2) {
    throw failure(
      `${place} has ${classes.length} classes in ${count} rows, too many to learn: ${kind === 'number' ? 'say target_type: number, or ' : ''}mend the column`,
    );
  }
}
