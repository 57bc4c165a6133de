// Columns of categories: which of them the training rows have, and how they become inputs, one a
// category. Rare ones may share one, and a missing value may have one of its own. As an index, for an
// Embedding, a column is one whole number, as Keras' StringLookup gives it.
import { failure, misuse } from '../../ground/errors.js';
import type { CategoryColumn, Gaps } from '../facts.js';
import { isPictureName } from '../pictures/formats.js';
import { mostFrequent, nothingToFill } from './gaps.js';
import { oddAmongTimes } from './looks.js';
import type { TextCells } from './meaning.js';
import { indicators, type FitRequest, type Where } from './number-column.js';
import { parseNumber } from './numbers.js';
import { textCount, textCounts } from './pieces.js';

/** What is wanted of a column of categories. */
export type CategoryWish = {
  /** Categories that fewer training rows have share one input. */
  readonly minCount: number;
  /** Whether the spec says that these are categories. */
  readonly isWritten: boolean;
  /** Whether a category is a whole number, for an Embedding. */
  readonly isIndex?: boolean;
};

/**
 * Learns the categories of the training rows. Throws a UserError where a column that nobody called
 * one of categories says something else in nearly every row, and where all of them are rare.
 */
export function fitCategories(
  cells: TextCells,
  request: FitRequest,
  { minCount, isWritten, isIndex = false }: CategoryWish,
): CategoryColumn {
  const { name, marks, missing } = cells;
  const { place, rows } = request;
  const all = textCounts(cells);
  if (!isWritten) refuseIdentifiers(place, name, [...all.keys()], textCount(cells));
  const trained = textCounts(cells, rows);
  const gaps = fitGaps(trained, marks, request, isIndex);
  const fill = gaps === null || gaps === 'drop' ? null : gaps.value;
  const counts = new Map<string, number>();
  for (const [text, count] of trained) {
    const category = marks.has(text) ? fill : text;
    if (category !== null) counts.set(category, (counts.get(category) ?? 0) + count);
  }
  const frequent = [...counts].filter(([, count]) => count >= minCount);
  if (frequent.length === 0) {
    throw failure(
      `${place} has no category that ${minCount} training rows have: say a smaller min_count, or leave it out with exclude`,
    );
  }
  const rare = counts.size - frequent.length;
  return {
    column: name,
    kind: 'categories',
    distinct: all.size - [...marks].filter((mark) => all.has(mark)).length,
    missing,
    categories: frequent.map(([category]) => category).sort(inOrder),
    ...(isIndex ? { encode: 'index' } : {}),
    ...(rare > 0 ? { rare } : {}),
    ...(gaps ? { gaps } : {}),
  };
}

function fitGaps(
  trained: ReadonlyMap<string, number>,
  marks: ReadonlySet<string>,
  { rows, gaps: rule, place }: FitRequest,
  isIndex: boolean,
): Gaps<string | null> | null {
  if (rule === 'refuse') return null;
  if (rule === 'drop') return 'drop';
  if (typeof rule === 'object') return { value: String(rule.value), indicator: false };
  const present = new Map([...trained].filter(([text]) => !marks.has(text)));
  const count = [...present.values()].reduce((sum, one) => sum + one, 0);
  // A row of an Embedding costs little, and tells a missing value from an unknown one.
  if (rule === 'fill') return { value: null, indicator: isIndex || count < rows.length };
  if (rule !== 'most_frequent') {
    throw misuse(
      `${place} holds categories, of which there is no ${rule}: say most_frequent, fill, drop or a category under missing`,
    );
  }
  const value = mostFrequent(present);
  if (value === undefined) throw nothingToFill(place);
  return { value, indicator: false };
}

/** How many inputs a column of categories gives. */
export function categoryWidth({ categories, encode, rare, gaps }: CategoryColumn): number {
  if (encode === 'index') return 1;
  return categories.length + (rare === undefined ? 0 : 1) + indicators(gaps);
}

/** How many rows an Embedding needs that takes a column as an index. */
export function categoryRows({ categories, gaps }: CategoryColumn): number {
  return firstRow(gaps) + categories.length;
}

// That of the first category: before it stand the row of a missing value, where one may come, and
// that of what is none of the categories, as in Keras' StringLookup.
function firstRow(gaps: CategoryColumn['gaps']): number {
  return 1 + indicators(gaps);
}

/** Which of a column's inputs is 1 for a text, -1 for none of them; or of an index, what it is. */
export type CategoryPlaces = {
  readonly of: ReadonlyMap<string, number>;
  /** That of the first category. */
  readonly first: number;
  /** For what is none of the categories. */
  readonly other: number;
  /** For a missing value. */
  readonly gap: number;
};

/** The places of a column's categories among its inputs. */
export function categoryPlaces({ categories, encode, rare, gaps }: CategoryColumn): CategoryPlaces {
  const isIndex = encode === 'index';
  const first = isIndex ? firstRow(gaps) : 0;
  const of = new Map(categories.map((category, i) => [category, first + i]));
  const other = isIndex ? first - 1 : rare === undefined ? -1 : categories.length;
  if (gaps === undefined || gaps === 'drop') return { of, first, other, gap: -1 };
  if (isIndex && gaps.indicator) return { of, first, other, gap: 0 };
  const own = categories.length + (rare === undefined ? 0 : 1);
  const filledBy = gaps.value === null ? -1 : (of.get(gaps.value) ?? other);
  return { of, first, other, gap: gaps.indicator ? own : filledBy };
}

/** Writes one 1 a row, or none where a category was never seen; of an index, what it is. */
export function writeCategories(
  { texts, marks }: TextCells,
  column: CategoryColumn,
  { inputs, width, offset }: Where,
): void {
  const { of, other, gap } = categoryPlaces(column);
  for (const [row, text] of texts.entries()) {
    const place = marks.has(text) ? gap : (of.get(text) ?? other);
    writePlace(place, column, { inputs, offset: row * width + offset });
  }
}

/** Writes one row's place; `offset` is that of the column's first input. */
export function writePlace(
  place: number,
  { encode }: Pick<CategoryColumn, 'encode'>,
  { inputs, offset }: Omit<Where, 'width'>,
): void {
  if (encode === 'index') inputs[offset] = place;
  else if (place >= 0) inputs[offset + place] = 1;
}

// A column of words that says something else in most rows is a name or a key, not a category.
function refuseIdentifiers(
  place: string,
  name: string,
  texts: readonly string[],
  rows: number,
): void {
  const distinct = texts.length;
  if (distinct <= 20 || distinct <= rows / 2) return;
  const quoted = JSON.stringify(name);
  const cure = `leave it out with exclude: [${quoted}], or say columns: {${quoted}: category} if these are categories`;
  const odd = oddAmongTimes(texts);
  if (odd !== null) {
    throw failure(
      `${place} holds dates or times${odd}: say columns: {${quoted}: date}, whose parts become numbers, or ${cure}`,
    );
  }
  if (texts.every((text) => text === '' || isPictureName(text))) {
    throw failure(
      `${place} holds ${distinct} paths of pictures: say columns: {${quoted}: {type: image, size: [64, 64]}}, or ${cure}`,
    );
  }
  throw failure(
    `${place} holds ${distinct} different texts in ${rows} rows, too many for categories: ${cure}, or columns: {${quoted}: text} if they are texts`,
  );
}

/** The order of categories and classes: numbers by value, then words by their characters. */
export function inOrder(a: string, b: string): number {
  const [x, y] = [parseNumber(a), parseNumber(b)];
  if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
  if (!Number.isNaN(x) && x !== y) return x - y;
  return a < b ? -1 : a > b ? 1 : 0;
}
