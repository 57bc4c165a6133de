// The inputs of a model that the columns of a table are: numbers, categories, dates and texts as values
// of a vocabulary are the one input `table`; what an Embedding is to take is an input of its column's
// name. Fitted columns in; named inputs, and their values by rows, out.
import { misuse } from '../../ground/errors.js';
import { productOf } from '../../ground/product.js';
import type { InputDescription } from '../dataset.js';
import type { ColumnFacts, ImageColumn, InputFacts } from '../facts.js';
import type { InputColumn } from '../source.js';
import { vocabularySize } from '../text/vectorizer.js';
import { categoryRows } from './category-column.js';
import { checkInputs, columnWidth, inputWidth, writeColumns } from './columns.js';
import type { Meaning } from './meaning.js';
import { shownCell } from './places.js';

/** What the columns that stand together are called. */
const together = 'table';

/** An input, and the columns that it is made of. */
export type TableInput = InputDescription & { readonly columns: readonly ColumnFacts[] };

/** The inputs of fitted columns: `table` first, where there is one; `length` is that of windows. */
export function tableInputs(
  fitted: readonly ColumnFacts[],
  length: number | null = null,
): readonly TableInput[] {
  const joined = fitted.filter((column) => ownInput(column) === null);
  const width = inputWidth(joined);
  return [
    ...(joined.length > 0
      ? [
          {
            name: together,
            kind: 'table' as const,
            shape: [...(length === null ? [] : [length]), width],
            vocabulary: null,
            columns: joined,
          },
        ]
      : []),
    ...fitted.flatMap((column) => {
      const own = ownInput(column);
      return own === null ? [] : [{ name: column.column, ...own, columns: [column] }];
    }),
  ];
}

/** What a column is that is an input by itself; null where it stands among the others. */
function ownInput(column: ColumnFacts): Pick<TableInput, 'kind' | 'shape' | 'vocabulary'> | null {
  const width = columnWidth(column);
  const tokens = (vocabulary: number) => ({ kind: 'tokens', shape: [width], vocabulary }) as const;
  if (column.kind === 'sequence') return { kind: 'values', shape: [width, 1], vocabulary: null };
  if (column.kind === 'image') {
    const { height, width: across, channels } = column;
    return { kind: 'image', shape: [height, across, channels], vocabulary: null };
  }
  if (column.kind === 'text') {
    return column.output_mode === 'int' ? tokens(vocabularySize(column)) : null;
  }
  const isIndex = column.kind === 'categories' && column.encode === 'index';
  return isIndex ? tokens(categoryRows(column)) : null;
}

/**
 * Throws a misuse where the columns give inputs that cannot be told apart, or that no window holds;
 * `fitted` are a table's.
 */
export function checkInputNames(fitted: readonly ColumnFacts[], hasWindows: boolean): void {
  const own = fitted.filter((column) => ownInput(column) !== null);
  const [first] = own;
  if (first && hasWindows) {
    const [what, cure] =
      first.kind === 'sequence' || first.kind === 'image'
        ? [first.kind === 'image' ? 'pictures' : 'sequences', '']
        : first.kind === 'text'
          ? ['tokens', 'say output_mode: multi_hot, count or tf_idf for it, or ']
          : ['tokens', 'say encode: one_hot for it, or '];
    throw misuse(
      `dataset table has windows and the column ${shown(first)} of ${what}, which no window holds: ${cure}leave it out with exclude`,
    );
  }
  if (fitted.length < 2) return;
  const taken = own.length < fitted.length ? ['input', together] : ['input'];
  const odd = own.find(({ column }) => taken.includes(column) || column.includes('/'));
  if (odd === undefined) return;
  throw misuse(
    `dataset table has the column ${shown(odd)} as an input by itself, and layers could not take it by that name${odd.column.includes('/') ? ', as layers in blocks have names with "/"' : odd.column === together ? ', which the other columns have together' : ', which is that of what a model is given'}: call the column something else in the file, or leave it out with exclude`,
  );
}

function shown({ column }: ColumnFacts): string {
  return JSON.stringify(shownCell(column));
}

/** What is filled with the values of columns. */
export type FilledInput = Pick<InputFacts, 'name' | 'kind' | 'shape'> & {
  readonly columns: readonly ColumnFacts[];
};

/**
 * The values of inputs, one row after another, by the meanings of a table's columns, in whatever
 * order those stand. Throws a UserError that names the file where they are too many.
 */
export function filledInputs(
  table: { readonly file: string; readonly count: number },
  meanings: readonly Meaning[],
  inputs: readonly FilledInput[],
): readonly InputColumn[] {
  checkInputs(
    table,
    inputs.flatMap(({ columns }) => columns),
  );
  const byName = new Map(meanings.map((one) => [one.name, one]));
  return inputs.map(({ name, kind, shape, columns }) => {
    const [first] = columns;
    if (first?.kind === 'image') return picturesIn(byName.get(name), first, { name, shape });
    const length = table.count * productOf(shape);
    const values = kind === 'tokens' ? new Int32Array(length) : new Float32Array(length);
    writeColumns(
      columns.map(({ column }) => byName.get(column)),
      columns,
      values,
    );
    return { name, shape, divideBy: 1, values };
  });
}

function picturesIn(
  column: Meaning | undefined,
  { divide_by: divideBy }: ImageColumn,
  { name, shape }: Pick<FilledInput, 'name' | 'shape'>,
): InputColumn {
  const pixels = column?.kind === 'image' ? column.pictures?.pixels : null;
  if (!pixels) throw new Error(`the pictures of ${name} were not decoded`);
  return { name, shape, divideBy, ...pixels };
}
