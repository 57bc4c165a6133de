// What a reader knows by a name in the samples of data: columns of tables, and numbers of arrays. A
// data set comes in, its features go out, and for a part their values in the data's own units.
import { categoryPlaces } from '../dataset/table/category-column.js';
import { columnWidth } from '../dataset/table/columns.js';
import { indicators } from '../dataset/table/number-column.js';
import type { Dataset, Part } from '../dataset/dataset.js';
import type { ColumnFacts, InputFacts } from '../dataset/facts.js';
import { blocksOfRows } from './blocks.js';

/** A column of numbers, of categories, or a part of a column of dates. */
export type Feature = {
  readonly name: string;
  /** What each category is called, in the order of their numbers; null where values are numbers. */
  readonly labels: readonly string[] | null;
  /** What its column became; null where it has none. */
  readonly facts: ColumnFacts | null;
  /** Which of the inputs holds it. */
  readonly input: number;
  /**
   * Its value in a row of that input, the first of whose own values is at `at`: a number in its own
   * units, NaN where it is missing; or the number of a category, -1 for none of them.
   */
  readonly read: (values: ArrayLike<number>, at: number) => number;
  /** Where its values begin in a row; in a window those of the last step count. */
  readonly offset: number;
};

/** The values of features in the rows of a part, in the part's order. */
export type FeatureValues = ReadonlyMap<Feature, Float64Array>;

// Of arrays that have more numbers a row nobody knows each by its name.
const mostNumbers = 200;

/** The features of a data set, in the order of its inputs; none for pictures, tokens and texts. */
export function featuresOf({ facts }: Pick<Dataset, 'facts'>): readonly Feature[] {
  return facts.inputs.flatMap((input, i) =>
    input.columns && (input.kind === 'table' || isIndex(input.columns))
      ? columnFeatures(input, input.columns, i)
      : numberFeatures(input, i),
  );
}

/** Whether an input is a category's number alone, for an Embedding. */
export function isIndex(columns: InputFacts['columns']): boolean {
  const [first] = columns ?? [];
  return first?.kind === 'categories' && first.encode === 'index';
}

function columnFeatures(
  { shape }: InputFacts,
  columns: readonly ColumnFacts[],
  input: number,
): readonly Feature[] {
  let offset = 0;
  // Of windows the last step's row.
  const [steps = 1, width = 0] = shape.length === 2 ? shape : [1, shape[0]];
  const last = (steps - 1) * width;
  return columns.flatMap((column) => {
    const own = featuresOfColumn(column).map((one) => ({
      ...one,
      facts: column,
      input,
      offset: last + offset + one.offset,
    }));
    offset += columnWidth(column);
    return own;
  });
}

type Unplaced = Omit<Feature, 'input' | 'facts'>;

function featuresOfColumn(column: ColumnFacts): readonly Unplaced[] {
  const name = column.column;
  switch (column.kind) {
    case 'number': {
      const { mean, deviation, gaps } = column;
      const isGap = indicators(gaps) > 0;
      const read: Feature['read'] = (values, at) =>
        isGap && values[at + 1] === 1 ? NaN : ownNumber(values[at] ?? NaN, mean, deviation);
      return [{ name, labels: null, offset: 0, read }];
    }
    case 'categories':
      return [{ name, labels: labelsOf(column), offset: 0, read: readCategory(column) }];
    case 'date':
      return column.parts.map(({ part, mean, deviation }, i) => ({
        name: `${name} (${part})`,
        labels: null,
        offset: i,
        read: (values, at) => ownNumber(values[at] ?? NaN, mean, deviation),
      }));
    case 'text':
    case 'sequence':
    case 'image':
      return [];
  }
}

// As it was before it was standardised and rounded to a float32: of the numbers that became this one
// the one with the fewest decimals, which is the file's own where that has no more digits than a float32.
function ownNumber(score: number, mean: number, deviation: number): number {
  const distance = Math.abs(score * deviation);
  if (!(distance > 0)) return mean;
  const value = mean + score * deviation;
  // A float32 is off by so much of itself at most, and the sum by so much of a double.
  const error = distance * 2 ** -24 + Math.abs(mean) * 2 ** -52;
  const digits = Math.floor(-Math.log10(2 * error));
  const simple = toDecimals(value, digits);
  return Math.abs(simple - value) <= error ? simple : toDecimals(value, digits + 1);
}

function toDecimals(value: number, digits: number): number {
  // Nothing is -0.
  if (Math.abs(digits) > 15) return value;
  const unit = 10 ** Math.abs(digits);
  return (digits < 0 ? Math.round(value / unit) * unit : Math.round(value * unit) / unit) + 0;
}

type Categories = Extract<ColumnFacts, { kind: 'categories' }>;

function labelsOf(column: Categories): readonly string[] {
  const { categories, rare, gaps, encode } = column;
  if (encode === 'index') {
    const { first, gap } = categoryPlaces(column);
    const before = Array.from({ length: first }, (_, i) => (i === gap ? '(missing)' : '(another)'));
    return [...before, ...categories];
  }
  return [
    ...categories,
    ...(rare === undefined ? [] : ['(rare)']),
    ...(indicators(gaps) > 0 ? ['(missing)'] : []),
  ];
}

function readCategory(column: Categories): Feature['read'] {
  if (column.encode === 'index') return (values, at) => values[at] ?? -1;
  const width = columnWidth(column);
  return (values, at) => {
    for (let i = 0; i < width; i += 1) if (values[at + i] === 1) return i;
    return -1;
  };
}

function numberFeatures({ name, kind, shape }: InputFacts, input: number): readonly Feature[] {
  const [width = 0, ...more] = shape;
  const isNumbers = kind === 'table' || kind === 'values';
  if (!isNumbers || more.length > 0 || width > mostNumbers) return [];
  return Array.from({ length: width }, (_, i) => ({
    name: `${name}[${i}]`,
    labels: null,
    facts: null,
    input,
    offset: i,
    read: (values, at) => values[at] ?? NaN,
  }));
}

/** Reads features in all rows of a part, in one way through it. */
export function readFeatures(features: readonly Feature[], part: Part): FeatureValues {
  const found = new Map(features.map((one) => [one, new Float64Array(part.rows.length)] as const));
  if (features.length === 0) return found;
  for (const { first, samples } of blocksOfRows(part)) {
    for (const [feature, values] of found) {
      const from = samples.inputs[feature.input];
      if (!from) throw new Error(`there is no input ${feature.input}`);
      const width = from.values.length / samples.count;
      for (let i = 0; i < samples.count; i += 1) {
        values[first + i] = feature.read(from.values, i * width + feature.offset);
      }
    }
  }
  return found;
}
