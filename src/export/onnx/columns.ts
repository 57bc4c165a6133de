// The columns of a table as inputs of their own, and what training did to their cells as operations:
// numbers are standardised, words become one 0 or 1 a category, and what was never seen zeros.
import { itemAt } from '../../ground/known.js';
import { categoryPlaces, categoryWidth } from '../../dataset/table/category-column.js';
import type { CategoryColumn, ColumnFacts, NumberColumn } from '../../dataset/facts.js';
import type { Exported } from '../format.js';
import { holders } from '../problems.js';
import { dataTypes, int, ints, texts } from './model.js';
import type { GraphWriter } from './writer.js';

/**
 * Writes the way from columns, double or string [batch] each under its name, to the network's input:
 * float [batch, width], whose name it gives. Numbers are calculated in double, as in training; NaN,
 * an empty text and `marks` are a missing value.
 */
export function writeColumns(
  writer: GraphWriter,
  columns: readonly ColumnFacts[],
  names: readonly string[],
  marks: readonly string[] = [],
): string {
  writer.layer = 'table';
  const parts = runsOf(columns).flatMap((run) => {
    const own = run.map((place) => itemAt(names, place));
    const [first] = run.map((place) => itemAt(columns, place));
    // Dates and texts are refused by name before anything is written.
    if (first?.kind === 'categories') return [oneHot(writer, first, itemAt(own, 0), marks)];
    const last = itemAt(columns, itemAt(run, run.length - 1));
    const numbers = standardized(writer, numbersOf(columns, run), own);
    return hasIndicator(last) ? [numbers, indicator(writer, own.at(-1) ?? '')] : [numbers];
  });
  return parts.length === 1 ? itemAt(parts, 0) : writer.one('Concat', parts, { axis: int(1) });
}

/**
 * Writes the way from a column of categories, string [batch] under its name, to the whole numbers that
 * an Embedding takes: int32 [batch, 1], whose name it gives.
 */
export function writeIndex(
  writer: GraphWriter,
  column: CategoryColumn,
  name: string,
  marks: readonly string[] = [],
): string {
  writer.layer = column.column;
  const place = placeIn(writer, column, name, ['', ...marks]);
  const upright = writer.one('Unsqueeze', [place, writer.numbers([1])]);
  return writer.one('Cast', [upright], { to: int(dataTypes.int32) });
}

function hasIndicator(column: ColumnFacts): boolean {
  const gaps =
    column.kind === 'text' || column.kind === 'sequence' || column.kind === 'image'
      ? undefined
      : column.gaps;
  return gaps !== undefined && gaps !== 'drop' && gaps.indicator;
}

function indicator(writer: GraphWriter, name: string): string {
  const missing = writer.one('IsNaN', [name]);
  const value = writer.one('Cast', [missing], { to: int(dataTypes.float) });
  return writer.one('Unsqueeze', [value, writer.numbers([1])]);
}

/** Why columns cannot be inputs of a model that does to them what training did, a sentence each. */
export function columnProblems({ kept, withPreprocessing }: Exported): readonly string[] {
  const columns = kept.inputs.flatMap((input) => input.columns ?? []);
  if (!withPreprocessing) return [];
  return unlike.flatMap(({ kind, what, cure }) => {
    const of = columns.filter((column) => column.kind === kind);
    return of.length === 0
      ? []
      : [
          `--with-preprocessing cannot ${what} within a model of ONNX, which ${holders(of)}: leave it out, and ${cure}`,
        ];
  });
}

// What ONNX has no operations for.
const unlike = [
  { kind: 'text', what: 'split texts', cure: 'make their tokens by the vocabulary in data.json' },
  {
    kind: 'sequence',
    what: 'read sequences',
    cure: 'standardise and fill them up as data.json says',
  },
  { kind: 'date', what: 'read dates', cure: 'make their parts as data.json says' },
] as const;

// The places of columns: numbers that stand beside each other together, each category by itself.
function runsOf(columns: readonly ColumnFacts[]): readonly (readonly number[])[] {
  const runs: number[][] = [];
  columns.forEach(({ kind }, place) => {
    const last = runs.at(-1);
    const before = last && columns[itemAt(last, last.length - 1)];
    // An indicator stands behind its column.
    const joins = kind === 'number' && before?.kind === 'number' && !hasIndicator(before);
    if (joins) last?.push(place);
    else runs.push([place]);
  });
  return runs;
}

function numbersOf(
  columns: readonly ColumnFacts[],
  run: readonly number[],
): readonly NumberColumn[] {
  return run
    .map((place) => itemAt(columns, place))
    .filter((column): column is NumberColumn => column.kind === 'number');
}

// (value − mean) / deviation; a constant column gives zeros, which a division by infinity does.
function standardized(
  writer: GraphWriter,
  columns: readonly NumberColumn[],
  names: readonly string[],
): string {
  const upright = names.map((name, i) =>
    writer.one('Unsqueeze', [filled(writer, name, itemAt(columns, i)), writer.numbers([1])]),
  );
  const together =
    upright.length === 1 ? itemAt(upright, 0) : writer.one('Concat', upright, { axis: int(1) });
  const vector = (name: string, values: readonly number[]): string =>
    writer.constant('double', [values.length], Float64Array.from(values), `table/${name}`);
  const centered = writer.one('Sub', [
    together,
    vector(
      'mean',
      columns.map(({ mean }) => mean),
    ),
  ]);
  const deviations = columns.map(({ deviation }) => (deviation === 0 ? Infinity : deviation));
  const scaled = writer.one('Div', [centered, vector('deviation', deviations)]);
  return writer.one('Cast', [scaled], { to: int(dataTypes.float) });
}

function filled(writer: GraphWriter, name: string, { column, gaps }: NumberColumn): string {
  if (gaps === undefined || gaps === 'drop') return name;
  const value = writer.constant('double', [], Float64Array.of(gaps.value), `table/${column}/fill`);
  return writer.one('Where', [writer.one('IsNaN', [name]), value, name]);
}

// Where rare categories share an input, so does every text that is none of the others.
function oneHot(
  writer: GraphWriter,
  column: CategoryColumn,
  name: string,
  marks: readonly string[],
): string {
  const { categories, rare, gaps } = column;
  if (rare !== undefined || (gaps && gaps !== 'drop')) {
    return placedHot(writer, column, name, ['', ...marks]);
  }
  const attributes = { cats_strings: texts(categories), zeros: int(1) };
  const [hot = ''] = writer.emit('OneHotEncoder', [name], attributes, { domain: 'ai.onnx.ml' });
  return hot;
}

function placedHot(
  writer: GraphWriter,
  column: CategoryColumn,
  name: string,
  missing: readonly string[],
): string {
  const place = placeIn(writer, column, name, missing);
  const all = Array.from({ length: categoryWidth(column) }, (_, at) => at);
  const [hot = ''] = writer.emit(
    'OneHotEncoder',
    [place],
    { cats_int64s: ints(all), zeros: int(1) },
    { domain: 'ai.onnx.ml' },
  );
  return hot;
}

function placeIn(
  writer: GraphWriter,
  column: CategoryColumn,
  name: string,
  missing: readonly string[],
): string {
  const { of, other, gap } = categoryPlaces(column);
  const known = [...of, ...missing.map((mark) => [mark, gap] as const)];
  const [place = ''] = writer.emit(
    'LabelEncoder',
    [name],
    {
      keys_strings: texts(known.map(([word]) => word)),
      values_int64s: ints(known.map(([, at]) => at)),
      default_int64: int(other),
    },
    { domain: 'ai.onnx.ml' },
  );
  return place;
}
