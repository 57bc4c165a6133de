// A few training samples as a reader knows them: by the names of columns, in their units. Nothing of
// the other parts is shown.
import { namesOf, type Dataset, type Part } from '../dataset/dataset.js';
import type { ColumnFacts, InputFacts } from '../dataset/facts.js';
import type { InputColumn } from '../dataset/source.js';
import { columnWidth } from '../dataset/table/columns.js';
import { ownValue } from '../dataset/units.js';
import { listedWord } from '../text/cut.js';
import { toDigits } from '../text/digits.js';
import { blocksOfRows } from './blocks.js';
import type { Feature } from './features.js';

/** What one input, or one column of it, holds in a sample: a text, or the steps of a window. */
export type ExampleValue =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly series: readonly number[] };

/** A training sample. */
export type Example = {
  readonly row: number;
  readonly target: string;
  readonly values: readonly ExampleValue[];
};

const [mostExamples, mostNumbers] = [4, 4];

/** The first training sample of some classes; of numbers some from the first to the last. */
export function examplesOf(data: Dataset, features: readonly Feature[]): readonly Example[] {
  return examplesAt(data, features, { source: data.train.source, rows: chosenRows(data) });
}

/** The samples of these rows of a source. */
export function examplesAt(
  data: Dataset,
  features: readonly Feature[],
  { source, rows }: Part,
): readonly Example[] {
  const samples = source.gather(rows);
  return Array.from(rows, (row, i) => ({
    row,
    target: targetText(data, samples.targets[0]?.values ?? [], i, rows.length),
    values: samples.inputs.flatMap((input, n) => {
      const known = data.facts.inputs[n];
      const own = features.filter((one) => one.input === n);
      return known ? valuesOf(known, rowOf(input, i, rows.length), own) : [];
    }),
  }));
}

function chosenRows({ train: { source, rows }, classes }: Dataset): Int32Array {
  if (classes === null) {
    // From beginning to end: windows that follow each other are nearly the same.
    const count = Math.min(mostExamples, rows.length);
    const step = (rows.length - 1) / Math.max(1, count - 1);
    return Int32Array.from({ length: count }, (_, i) => rows[Math.floor(i * step)] ?? 0);
  }
  const found = new Map<number, number>();
  for (const { first, samples } of blocksOfRows({ source, rows: rows.subarray(0, 10_000) })) {
    for (const [i, target] of (samples.targets[0]?.values ?? []).entries()) {
      const row = rows[first + i];
      const isNew = !found.has(target) && found.size < mostExamples;
      if (isNew && row !== undefined) found.set(target, row);
    }
    if (found.size === mostExamples) break;
  }
  return Int32Array.from(found.values()).sort();
}

function targetText(data: Dataset, values: ArrayLike<number>, i: number, count: number): string {
  if (data.targetInput !== undefined) return 'the input itself';
  const width = values.length / count;
  const own = Array.from({ length: width }, (_, j) => values[i * width + j] ?? NaN);
  if (data.classes !== null) {
    return own.map((one) => listedWord(namesOf(data)[one] ?? String(one))).join(', ');
  }
  const scale = data.train.source.targets[0]?.scale ?? null;
  const shown = own.map((one, j) => String(toDigits(ownValue(one, scale, j), 4)));
  return shown.length > mostNumbers
    ? `${shown.slice(0, mostNumbers - 1).join(', ')} … ${shown.at(-1)}`
    : shown.join(', ');
}

type Values = InputColumn['values'];

function rowOf({ values }: InputColumn, i: number, count: number): Values {
  const size = values.length / count;
  return values.subarray(i * size, (i + 1) * size);
}

const mostValues = 12;

function valuesOf(
  { name, kind, shape, columns }: InputFacts,
  values: Values,
  features: readonly Feature[],
): readonly ExampleValue[] {
  if (features.length > 0) {
    const [steps = 1] = shape.length === 2 ? shape : [];
    const texts = textColumns(columns ?? [], values, values.length / steps);
    return [
      ...features.map((feature) => featureValue(feature, values, steps)),
      ...(steps === 1 ? texts : []),
    ];
  }
  if (kind === 'tokens') return [{ name, text: tokenText(values, columns?.[0]) }];
  if (columns && kind === 'table') return textColumns(columns, values, values.length);
  return [{ name, text: arrayText(shape, values) }];
}

function featureValue(feature: Feature, values: Values, steps: number): ExampleValue {
  const { name, labels, read, offset } = feature;
  const width = values.length / steps;
  if (steps > 1) {
    const first = offset - (steps - 1) * width;
    const series = Array.from({ length: steps }, (_, step) => read(values, first + step * width));
    return { name, series };
  }
  const value = read(values, offset);
  if (labels) return { name, text: listedWord(labels[value] ?? '(another)') };
  return { name, text: Number.isNaN(value) ? '(missing)' : String(toDigits(value, 5)) };
}

// What tokens a text has, where those are weighed and not in order.
function textColumns(
  columns: readonly ColumnFacts[],
  values: Values,
  width: number,
): readonly ExampleValue[] {
  let offset = 0;
  return columns.flatMap((column) => {
    const first = offset;
    offset += columnWidth(column);
    if (column.kind !== 'text' || offset > width) return [];
    const held = column.vocabulary.filter((_, i) => (values[first + 1 + i] ?? 0) > 0);
    return [{ name: column.column, text: fewOf(held) }];
  });
}

// Padding, what is not in the vocabulary, then its tokens.
function tokenText(values: Values, column: ColumnFacts | undefined): string {
  const tokens = Array.from(values).filter((token) => token !== 0);
  // The numbers of a tokenizer.json are its own.
  if (column?.kind !== 'text' || column.tokenizer) return fewOf(tokens.map(String));
  return fewOf(
    tokens.map((token) => (token === 1 ? '[UNK]' : (column.vocabulary[token - 2] ?? '?'))),
  );
}

function fewOf(words: readonly string[]): string {
  return words.slice(0, mostValues).join(' ') + (words.length > mostValues ? ' …' : '');
}

function arrayText(shape: readonly number[], values: Values): string {
  let [min, max, sum] = [Infinity, -Infinity, 0];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  const mean = toDigits(sum / values.length, 4);
  return `${shape.join(' × ')}, ${toDigits(min, 4)} to ${toDigits(max, 4)}, mean ${mean}`;
}
