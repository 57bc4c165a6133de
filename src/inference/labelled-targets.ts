// What a model should have answered to new data: cells or values in, a column of targets out.
import type { TargetFacts, Units } from '../dataset/facts.js';
import type { TargetColumn } from '../dataset/source.js';
import { labelsIn, multiHot } from '../dataset/table/label-column.js';
import { textsOf } from '../dataset/table/label-target.js';
import type { Meaning, NumberCells } from '../dataset/table/meaning.js';
import { parseNumber } from '../dataset/table/numbers.js';
import { checkNear } from '../dataset/table/scores.js';
import { shownCell } from '../dataset/table/table.js';
import { scaleAt, standardValue } from '../dataset/units.js';
import { failure } from '../ground/errors.js';

/**
 * The files of new data: a table, images or arrays with their labels, or pictures in a folder a class
 * or in a table of paths.
 */
export type LabelledFiles = { readonly data: string; readonly labels: string | null };

/**
 * A target's column as training would have made it, from cells that were read. Throws a UserError at
 * the place of one that is none of the model's classes.
 */
export function targetsOf(
  target: TargetFacts,
  cells: Meaning,
  placeOf: (row: number) => string,
): TargetColumn {
  const { name } = target;
  if (target.kind === 'classes') {
    const texts =
      cells.kind === 'text'
        ? cells.texts
        : cells.kind === 'number'
          ? Array.from(cells.values, String)
          : [];
    return { name, shape: [], scale: null, values: classesOf(target.classes, texts, placeOf) };
  }
  if (target.kind === 'labels') {
    const { labels, separator } = target;
    const rows = textsOf(cells).map((text, row) => labelsIn(text, separator, () => placeOf(row)));
    const values = multiHot(rows, labels, (label, row) => {
      throw failure(
        `${placeOf(row)} has the label ${JSON.stringify(shownCell(label))}, which is none of those that the model tells: ${shownNames(labels)}`,
      );
    });
    return { name, shape: [labels.length], numbers: labels, scale: null, values };
  }
  if (cells.kind !== 'number') throw new Error('a target of numbers was not read as such');
  const { scale } = target;
  checkNumbers(cells, scale, 0, placeOf);
  const values = Float32Array.from(cells.values, (value) => standardValue(value, scale, 0));
  return { name, shape: [], scale, values };
}

/**
 * A target's columns as training would have made them of cells that were read: of several columns of
 * numbers one, of as many numbers a row. Throws a UserError as {@link targetsOf} does.
 */
export function joinedTargetsOf(
  target: TargetFacts,
  cells: readonly Meaning[],
  placeOf: (row: number) => string,
): TargetColumn {
  const [first, ...others] = cells;
  if (!first) throw new Error('new data was read without its target');
  if (others.length === 0 || target.kind !== 'number') return targetsOf(target, first, placeOf);
  const { name, scale, numbers = [] } = target;
  const width = cells.length;
  const values = new Float32Array(width * lengthOf(first));
  cells.forEach((column, i) => {
    if (column.kind !== 'number') throw new Error('a target of numbers was not read as such');
    const { values: own } = column;
    checkNumbers(column, scale, i, placeOf);
    for (let row = 0; row < own.length; row += 1) {
      values[row * width + i] = standardValue(own[row] ?? NaN, scale, i);
    }
  });
  return { name, shape: [width], numbers, scale, values };
}

function checkNumbers(
  cells: NumberCells,
  units: Units,
  i: number,
  placeOf: (row: number) => string,
): void {
  const scale = scaleAt(units, i);
  if (scale) checkNear(cells, scale, placeOf);
}

function lengthOf(column: Meaning): number {
  return column.kind === 'number' ? column.values.length : 0;
}

function shownNames(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => JSON.stringify(shownCell(name)));
  return `${shown.join(', ')}${names.length > 10 ? ' …' : ''}`;
}

// Classes of numbers are 1, 1.0 and 01 alike.
function classesOf(
  classes: readonly string[],
  texts: readonly string[],
  placeOf: (row: number) => string,
): Int32Array {
  const numbers = new Map(classes.map((name, i) => [name, i]));
  return Int32Array.from(texts, (text, row) => {
    const found = numbers.get(text) ?? numbers.get(String(parseNumber(text)));
    if (found !== undefined) return found;
    throw failure(
      `${placeOf(row)} is ${JSON.stringify(shownCell(text))}, which is none of the classes that the model tells apart: ${shownNames(classes)}`,
    );
  });
}
