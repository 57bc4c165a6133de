// What a model should have answered to new data: cells or values in, a column of targets out.
import type { TargetFacts } from '../dataset/facts.js';
import type { TargetColumn } from '../dataset/source.js';
import type { Meaning } from '../dataset/table/meaning.js';
import { parseNumber } from '../dataset/table/numbers.js';
import { shownCell } from '../dataset/table/table.js';
import { standardValue } from '../dataset/units.js';
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
  if (cells.kind !== 'number') throw new Error('a target of numbers was not read as such');
  const { scale } = target;
  const values = Float32Array.from(cells.values, (value) => standardValue(value, scale, 0));
  return { name, shape: [], scale, values };
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
    const shown = classes.slice(0, 10).map((name) => JSON.stringify(shownCell(name)));
    throw failure(
      `${placeOf(row)} is ${JSON.stringify(shownCell(text))}, which is none of the classes that the model tells apart: ${shown.join(', ')}${classes.length > 10 ? ' …' : ''}`,
    );
  });
}
