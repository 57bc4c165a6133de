// A column that holds several labels a cell, as a target: cells in, a 0 or 1 a label out. Labels stand
// between separators, or in a JSON array; an empty cell has none.
import { failure } from '../../ground/errors.js';
import { inOrder } from './category-column.js';
import type { TextCells } from './meaning.js';
import { shownCell } from './places.js';

/** What may stand between the labels of a cell; `json`: they are a JSON array of texts. */
export const labelSeparators = [',', ';', '|', 'json'] as const;

/** One of {@link labelSeparators}. */
export type LabelSeparator = (typeof labelSeparators)[number];

/** Where a row's cell is, for messages. */
export type CellPlace = (row: number) => string;

/**
 * What stands between the labels of a column, by its cells. Throws a UserError, which `place` begins,
 * where that could be several things, or nothing stands between any.
 */
export function separatorOf({ texts }: Pick<TextCells, 'texts'>, place: string): LabelSeparator {
  const cells = texts.filter((text) => text !== '');
  if (cells.length > 0 && cells.every((text) => text.startsWith('[') && text.endsWith(']'))) {
    return 'json';
  }
  const found = ([',', ';', '|'] as const).filter((one) =>
    cells.some((text) => text.includes(one)),
  );
  const [only, other] = found;
  if (only !== undefined && other === undefined) return only;
  throw failure(
    only === undefined
      ? `${place} has no cell with several labels, as "a;b" or ["a", "b"]: say separator: ";" if cells to come have such, or leave type: labels out`
      : `${place} has ${found.map((one) => JSON.stringify(one)).join(' and ')} in its cells: say which stands between labels, as separator: ${JSON.stringify(only)}`,
  );
}

/** The labels in a cell, each once. Throws a UserError, with its place, where it is no list of some. */
export function labelsIn(
  text: string,
  separator: LabelSeparator,
  place: () => string,
): readonly string[] {
  if (text.trim() === '') return [];
  const parts = separator === 'json' ? jsonLabels(text, place) : text.split(separator);
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))];
}

function jsonLabels(text: string, place: () => string): readonly string[] {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // Told below.
  }
  if (Array.isArray(value) && value.every((one) => ['string', 'number'].includes(typeof one))) {
    return value.map(String);
  }
  throw failure(
    `${place()} is ${JSON.stringify(shownCell(text))}, expected a JSON array of labels, as ["a", "b"]`,
  );
}

/** All labels of columns, in order: numbers by value, then words. */
export function allLabels(columns: readonly (readonly (readonly string[])[])[]): readonly string[] {
  return [...new Set(columns.flatMap((rows) => rows.flat()))].sort(inOrder);
}

/**
 * A 0 or 1 for each label in each row. `odd` is called with a label that is none of those, and its row.
 */
export function multiHot(
  rows: readonly (readonly string[])[],
  labels: readonly string[],
  odd: (label: string, row: number) => never,
): Float32Array {
  const places = new Map(labels.map((label, i) => [label, i]));
  const values = new Float32Array(rows.length * labels.length);
  rows.forEach((own, row) => {
    for (const label of own) {
      values[row * labels.length + (places.get(label) ?? odd(label, row))] = 1;
    }
  });
  return values;
}
