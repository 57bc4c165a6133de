// How the columns of a table become inputs: numbers are standardised, texts become one column a
// category, dates their parts. `fitColumns` learns that from the training rows alone; `encodeInputs`
// needs nothing but what was learned, so that other rows become inputs in the same way.
import { failure } from '../../ground/errors.js';
import type { ColumnFacts, DateColumn, ImageColumn, NumberColumn } from '../facts.js';
import { categoryWidth, fitCategories, writeCategories } from './category-column.js';
import type { WantedCells } from './cells.js';
import { dateWidth, fitDates, writeDate, writeDates } from './date-column.js';
import type { GapRule } from './gaps.js';
import type { ImageCells } from './image-cells.js';
import type { Meaning } from './meaning.js';
import {
  fitNumbers,
  indicators,
  writeNumbers,
  type FitRequest,
  type Where,
} from './number-column.js';
import { textWidth } from '../text/vectorizer.js';
import { shownCell } from './places.js';
import type { SequenceCells } from './sequence-cells.js';
import { fitSequences, writeSequences } from './sequence-column.js';
import { fitText, writeTexts } from './text-column.js';
import type { ColumnWish } from './types.js';

/** What is wanted of the columns. */
export type FitSettings = {
  /** The file, for messages. */
  readonly file: string;
  /** Where a path in the spec starts. */
  readonly folder: string;
  readonly rows: Int32Array;
  readonly standardize: boolean;
  /** What the spec says of a column; null where it says nothing. */
  readonly wishFor: (column: string) => ColumnWish | null;
  /** What becomes of a column's cells without a value. */
  readonly gapsOf: (column: string) => GapRule;
};

/**
 * Learns from the training rows what each column becomes. Throws a UserError where a column of
 * words says something else in nearly every row, and where the columns give too many inputs.
 */
export function fitColumns(
  columns: readonly Meaning[],
  settings: FitSettings,
): readonly ColumnFacts[] {
  return columns.map((column) => fitColumn(column, settings));
}

function fitColumn(column: Meaning, settings: FitSettings): ColumnFacts {
  const { file, folder, rows, standardize, wishFor, gapsOf } = settings;
  const wish = wishFor(column.name);
  const place = `${file}, column ${JSON.stringify(shownCell(column.name))}`;
  const request = { place, rows, standardize, gaps: gapsOf(column.name) };
  switch (column.kind) {
    case 'number':
      return fitNumbers(column, request);
    case 'text': {
      if (wish?.type === 'text') return fitText(column, { ...request, folder }, wish);
      const isWritten = wish?.type === 'category';
      return fitCategories(column, request, {
        minCount: isWritten ? wish.min_count : 1,
        isWritten,
        isIndex: isWritten && wish.encode === 'index',
      });
    }
    case 'date':
      return fitDates(column, request, wish?.type === 'date' ? wish.parts : []);
    default:
      return fitOther(column, request, wish);
  }
}

// Of columns that are an input by themselves.
function fitOther(
  column: SequenceCells | ImageCells,
  request: FitRequest,
  wish: ColumnWish | null,
): ColumnFacts {
  if (column.kind === 'image') {
    return fitImages(column, request, wish?.type === 'image' ? wish.divide_by : 255);
  }
  const plain = { sequence_length: null, separator: null };
  return fitSequences(column, request, wish?.type === 'sequence' ? wish : plain);
}

// Nothing is learned of pictures that were looked at.
function fitImages(
  { name, cells, missing, pictures }: ImageCells,
  { gaps }: Pick<FitRequest, 'gaps'>,
  divideBy: number,
): ImageColumn {
  if (!pictures) throw new Error(`the pictures of ${name} have not been looked at`);
  const { height, width, channels, fit, background } = pictures.asked;
  const known = new Set(cells);
  known.delete('');
  return {
    column: name,
    kind: 'image',
    distinct: known.size,
    missing,
    height,
    width,
    channels,
    fit,
    background,
    divide_by: divideBy,
    ...(gaps === 'drop' ? { gaps } : {}),
  };
}

/** How many inputs a fitted column gives. */
export function columnWidth(column: ColumnFacts): number {
  switch (column.kind) {
    case 'number':
      return 1 + indicators(column.gaps);
    case 'categories':
      return categoryWidth(column);
    case 'date':
      return dateWidth(column);
    case 'text':
      return textWidth(column);
    case 'sequence':
      return column.sequence_length;
    case 'image':
      return column.height * column.width * column.channels;
  }
}

/** How many inputs the fitted columns give together. */
export function inputWidth(fitted: readonly ColumnFacts[]): number {
  return fitted.reduce((width, column) => width + columnWidth(column), 0);
}

/** How the cells of a fitted column are to be read from another file. */
export function cellsFor(column: ColumnFacts, missing: ReadonlySet<string>): WantedCells {
  if (column.kind === 'sequence') {
    return { as: 'text', written: null, missing, takesLists: true };
  }
  if (column.kind !== 'number') return { as: 'text', written: null, missing };
  const { decimal, thousands, unit } = column;
  return { as: { decimal, thousands, unit }, written: null, missing };
}

// 2 GiB of float32.
const mostInputs = 2 ** 29;

/** Throws a UserError that names `file` where so many rows would make more inputs than memory takes. */
export function checkInputs(
  { file, count }: { readonly file: string; readonly count: number },
  all: readonly ColumnFacts[],
): void {
  // Of bytes of pictures there may be more, which is seen to where they are decoded.
  const fitted = all.filter(({ kind }) => kind !== 'image');
  const width = inputWidth(fitted);
  if (count * width <= mostInputs) return;
  const [widest] = [...fitted].sort((a, b) => columnWidth(b) - columnWidth(a));
  const cure =
    widest?.kind === 'text'
      ? `: the texts of ${JSON.stringify(shownCell(widest.column))} alone give ${columnWidth(widest)}; say a smaller ${widest.output_mode === 'int' ? 'sequence_length' : 'max_tokens'} for them`
      : widest?.kind === 'categories'
        ? `: ${JSON.stringify(shownCell(widest.column))} alone has ${widest.categories.length} categories; leave it out with exclude, or say columns: {${JSON.stringify(widest.column)}: {type: category, min_count: 10}}, so that rare ones share one`
        : ': choose fewer columns under columns';
  throw failure(
    `${file} would make ${count} × ${width} inputs, more than dlx holds in memory${cure}`,
  );
}

/**
 * The inputs of a table's rows, one row after another: z-scores, one-hot columns and parts of dates.
 * A category that was not fitted gives zeros, or is one of the rare. Throws a UserError that names
 * `file` where they are too many.
 */
export function encodeInputs(
  table: { readonly file: string; readonly count: number },
  columns: readonly Meaning[],
  fitted: readonly ColumnFacts[],
): Float32Array {
  checkInputs(table, fitted);
  const inputs = new Float32Array(table.count * inputWidth(fitted));
  writeColumns(columns, fitted, inputs);
  return inputs;
}

/** Writes what fitted columns become, one row after another, where there are zeros. */
export function writeColumns(
  columns: readonly (Meaning | undefined)[],
  fitted: readonly ColumnFacts[],
  inputs: Where['inputs'],
): void {
  const width = inputWidth(fitted);
  let offset = 0;
  for (const [i, fit] of fitted.entries()) {
    write(columns[i], fit, { inputs, width, offset });
    offset += columnWidth(fit);
  }
}

/** Writes what one missing number or date becomes; `offset` is that of its first input. */
export function writeGap(fit: NumberColumn | DateColumn, where: Omit<Where, 'width'>): void {
  if (fit.kind === 'date') writeDate(NaN, fit, where);
  else writeNumbers({ values: [NaN] }, fit, { ...where, width: 0 });
}

function write(column: Meaning | undefined, fit: ColumnFacts, where: Where): void {
  if (fit.kind === 'number' && column?.kind === 'number') writeNumbers(column, fit, where);
  else if (fit.kind === 'categories' && column?.kind === 'text') {
    writeCategories(column, fit, where);
  } else if (fit.kind === 'date' && column?.kind === 'date') writeDates(column, fit, where);
  else writeSeveral(column, fit, where);
}

// Columns whose cells hold several values each.
function writeSeveral(column: Meaning | undefined, fit: ColumnFacts, where: Where): void {
  if (fit.kind === 'text' && column?.kind === 'text') writeTexts(column, fit, where);
  else if (fit.kind === 'sequence' && column?.kind === 'sequence') {
    writeSequences(column, fit, where);
  } else throw new Error(`the column ${fit.column} was not read as it was fitted`);
}
