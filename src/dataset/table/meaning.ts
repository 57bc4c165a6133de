// What the columns of a table mean: numbers, texts or dates. A column in which most cells are numbers
// is one of numbers; where others stand among them it is refused with a cell and the key to write,
// and never taken for categories. Dates are what the spec calls so.
import { failure } from '../../ground/errors.js';
import { OddCells, type CellColumn, type Cells, type Lost, type WantedCells } from './cells.js';
import { parseDate } from './dates.js';
import { isKnownUnit, lookOf, type Look } from './looks.js';
import type { SequenceSeparator } from '../facts.js';
import type { ImageCells } from './image-cells.js';
import { readSequences, type SequenceCells } from './sequence-cells.js';
import { plain, type Notation } from './numbers.js';
import type { StoredCells } from './pieces.js';
import type { NumberList, Numbers } from './spilled.js';
import { cellPlace, shownCell, type CsvTable } from './table.js';
import {
  dateTrouble,
  emptyTrouble,
  missingTrouble,
  oddTrouble,
  sequenceTrouble,
  type MissingCells,
  type OddText,
  type Purpose,
  type Situation,
} from './troubles.js';

/** A column of numbers, and how they are written. */
export type NumberCells = {
  readonly name: string;
  readonly kind: 'number';
  /** NaN where a cell has no value. */
  readonly values: Numbers;
  /** Given where not all are in memory. */
  readonly stored?: StoredCells<Numbers>;
  readonly notation: Notation;
  readonly lost: Readonly<Lost>;
  /** How many cells have no value. */
  readonly missing: number;
  /** Words among the numbers that mean so, as "NA", though nobody said it of them. */
  readonly marks?: readonly string[];
};

/** A column of texts. */
export type TextCells = {
  readonly name: string;
  readonly kind: 'text';
  readonly texts: readonly string[];
  /** Given where not all are in memory. */
  readonly stored?: StoredCells<readonly string[]>;
  /** Those of them that mean that there is no value. */
  readonly marks: ReadonlySet<string>;
  readonly missing: number;
};

/** A column of dates. */
export type DateCells = {
  readonly name: string;
  readonly kind: 'date';
  /** In milliseconds from 1970 by the clock that is written; NaN where a cell has no value. */
  readonly times: Float64Array;
  readonly format: string | null;
  readonly missing: number;
};

/** What a column means. */
export type Meaning = NumberCells | TextCells | DateCells | SequenceCells | ImageCells;

/** A column, what it is wanted for, and what it has to be. */
export type WantedMeaning = {
  readonly column: CellColumn;
  readonly purpose: Purpose;
  readonly isNumber?: boolean;
  /** Given where it is to hold dates, with how they are written. */
  readonly date?: { readonly format: string | null };
  /** Given where it is to hold sequences, with what stands between numbers where that is known. */
  readonly sequence?: { readonly separator: SequenceSeparator | null };
  /** Whether it is to hold paths of pictures. */
  readonly isImage?: boolean;
  /** Whether cells may be without a value. */
  readonly hasGaps?: boolean;
};

/** Some rows of a column, from one to another. */
export function rowsOfColumn(column: Meaning, from: number, to: number): Meaning {
  switch (column.kind) {
    case 'number': {
      return numbersWith(
        column,
        column.stored?.slice(from, to) ?? sliceOf(column.values, from, to),
      );
    }
    case 'text': {
      const { name, kind, marks, missing } = column;
      const texts = column.stored?.slice(from, to) ?? column.texts.slice(from, to);
      return { name, kind, marks, missing, texts };
    }
    case 'date':
      return { ...column, times: column.times.subarray(from, to) };
    case 'sequence':
      return { ...column, sequences: column.sequences.slice(from, to) };
    case 'image':
      return { ...column, cells: column.cells.slice(from, to), pictures: null };
  }
}

function sliceOf(values: Numbers, from: number, to: number): Numbers {
  return Float64Array.from({ length: to - from }, (_, i) => values[from + i] ?? NaN);
}

function numbersWith(
  { name, kind, notation, lost, missing, marks }: NumberCells,
  values: Numbers,
): NumberCells {
  return { name, kind, notation, lost, missing, ...(marks ? { marks } : {}), values };
}

/**
 * The meaning of columns, of a table that is learned from or of one that is new to a model. Throws a UserError with all that cannot be read as
 * it stands, of all columns at once.
 */
export function meaningsOf(
  table: CsvTable,
  columns: readonly WantedMeaning[],
  situation: Situation = 'rows',
): readonly Meaning[] {
  const read = columns.map((wanted) => meaningOf(table, wanted));
  const missing = read.flatMap((one) => ('missing' in one ? one.missing : []));
  const troubles = troublesOf(read, columns);
  const more = troubles.length - mostTold;
  const sentences = [
    ...missingTrouble(table, missing, situation),
    ...troubles.slice(0, mostTold),
    ...(more > 0 ? [`and so it is with ${more} more columns`] : []),
  ];
  if (sentences.length > 0) throw failure(sentences.join('\n'));
  return read.flatMap((one) => ('meaning' in one ? [one.meaning] : []));
}

// More columns than these are counted.
const mostTold = 20;

// Of windows the target's own past is an input, too: what is wrong with it is said of the target.
function troublesOf(read: readonly Read[], columns: readonly WantedMeaning[]): readonly string[] {
  const told = columns.map(({ column: { name }, purpose }, i) => {
    const one = read[i];
    return { name, purpose, troubles: one && 'troubles' in one ? one.troubles : [] };
  });
  const others = new Set(
    told.flatMap(({ name, purpose, troubles }) =>
      purpose !== 'input' && troubles.length > 0 ? [name] : [],
    ),
  );
  return told.flatMap(({ name, purpose, troubles }) =>
    purpose === 'input' && others.has(name) ? [] : troubles,
  );
}

type Read =
  | { readonly meaning: Meaning }
  | { readonly missing: readonly MissingCells[]; readonly troubles: readonly string[] };

function meaningOf(table: CsvTable, wanted: WantedMeaning): Read {
  const { column, purpose, hasGaps = false } = wanted;
  const { as } = column.wanted;
  // Of a file that follows another one, nothing has to be said of what a column holds.
  const isToBeSeen = as === 'open' || !hasGaps;
  if (isToBeSeen && column.missing.count === column.list.length) {
    return { missing: [], troubles: [emptyTrouble(table, column, purpose)] };
  }
  if (wanted.date) return asDate(table, wanted, wanted.date);
  if (wanted.sequence) return asSequence(table, wanted, wanted.sequence);
  if (wanted.isImage === true) return asImage(table, wanted);
  return as === 'text' ? asText(table, wanted) : asNumbers(table, wanted, as);
}

// Numbers, or texts where those that are no numbers look like words.
function asNumbers(
  table: CsvTable,
  wanted: WantedMeaning,
  as: Exclude<WantedCells['as'], 'text'>,
): Read {
  const { column, isNumber = false } = wanted;
  const chosen =
    as === 'open'
      ? notationOf(table, column)
      : { list: column.list, notation: as, odd: column.odd };
  if ('trouble' in chosen) return { missing: [], troubles: [chosen.trouble] };
  const { list, notation, odd } = chosen;
  if (odd.count === 0 && column.missing.count === 0) {
    return numbersMeant(column, { list, notation, missing: 0, marks: [] });
  }
  const plainNumbers = list.length - odd.count - column.missing.count;
  const looks = looksOf(odd, plainNumbers);
  const numbers = countOf(looks, 'number', 'brackets', 'amount', 'foreign') + plainNumbers;
  const isNumeric = as !== 'open' || isNumber || column.texts === null;
  if (!isNumeric && (numbers <= countOf(looks, 'word') || numbers === 0)) {
    return asText(table, wanted);
  }
  return numbersOf({ table, wanted, chosen, looks, numbers });
}

type Odd = {
  readonly table: CsvTable;
  readonly wanted: WantedMeaning;
  readonly chosen: Exclude<Chosen, { readonly trouble: string }>;
  readonly looks: readonly OddText[];
  /** How many cells are numbers, in whatever notation. */
  readonly numbers: number;
};

// A column of numbers with others among them.
function numbersOf({ table, wanted, chosen, looks, numbers }: Odd): Read {
  const { column, purpose, hasGaps = false } = wanted;
  const { list, notation } = chosen;
  const marks = looks.filter(({ look }) => look.kind === 'mark');
  const others = looks.filter(({ look }) => look.kind !== 'mark');
  if (hasGaps && others.length === 0) {
    return numbersMeant(column, {
      list,
      notation,
      missing: column.missing.count + countOf(marks, 'mark'),
      marks: marks.map(({ text }) => text),
    });
  }
  const missing = [
    ...column.missing.byText,
    ...marks.map(({ text, cells }) => [text, cells] as const),
  ];
  return {
    missing: hasGaps
      ? []
      : missing.map(([text, cells]) => ({ column: column.name, purpose, text, cells })),
    troubles:
      others.length > 0
        ? [oddTrouble({ table, column, purpose, notation, odd: others, numbers })]
        : [],
  };
}

function numbersMeant(
  { name, lost }: CellColumn,
  {
    list,
    ...read
  }: Pick<NumberCells, 'notation' | 'missing' | 'marks'> & {
    readonly list: NumberList;
  },
): Read {
  const meaning: NumberCells = {
    name,
    kind: 'number',
    lost,
    ...read,
    get values() {
      return list.all();
    },
    ...(list.isSpilled
      ? { stored: { count: list.length, slice: (from, to) => list.slice(from, to) } }
      : {}),
  };
  return { meaning };
}

const noMarks: ReadonlySet<string> = new Set();

function asText(table: CsvTable, { column, purpose, hasGaps = false }: WantedMeaning): Read {
  const { name, missing } = column;
  if (column.hasLostTexts) return { missing: [], troubles: [manyTexts(table, column)] };
  if (missing.count > 0 && !hasGaps) return { missing: missingIn(column, purpose), troubles: [] };
  const marks = missing.count > 0 ? new Set([...column.wanted.missing, '']) : noMarks;
  const meaning: TextCells = {
    name,
    kind: 'text',
    get texts() {
      return column.texts ?? [];
    },
    ...(column.list.isSpilled
      ? { stored: { count: column.list.length, slice: (from, to) => column.textsOf(from, to) } }
      : {}),
    marks,
    missing: missing.count,
  };
  return { meaning };
}

function manyTexts({ file }: CsvTable, { name }: CellColumn): string {
  return `${file}, column ${JSON.stringify(shownCell(name))} holds more different texts than are kept of a table that is streamed: leave it out with exclude, or make files that fit into memory`;
}

function missingIn({ name, missing }: CellColumn, purpose: Purpose): readonly MissingCells[] {
  return [...missing.byText].map(([text, cells]) => ({ column: name, purpose, text, cells }));
}

function asDate(
  table: CsvTable,
  { column, purpose, hasGaps = false }: WantedMeaning,
  { format }: { readonly format: string | null },
): Read {
  const { name, texts, missing, wanted } = column;
  if (column.hasLostTexts) return { missing: [], troubles: [manyTexts(table, column)] };
  const odd = new OddCells();
  const times = Float64Array.from(texts ?? [], (text, row) => {
    if (text === '' || wanted.missing.has(text)) return NaN;
    const time = parseDate(text, format);
    if (Number.isNaN(time)) odd.add(text, row);
    return time;
  });
  const isWhole = odd.count === 0 && (missing.count === 0 || hasGaps);
  if (isWhole) return { meaning: { name, kind: 'date', times, format, missing: missing.count } };
  return {
    missing: hasGaps ? [] : missingIn(column, purpose),
    troubles: odd.count > 0 ? [dateTrouble({ table, column, format, odd })] : [],
  };
}

function asSequence(
  table: CsvTable,
  { column, purpose, hasGaps = false }: WantedMeaning,
  { separator }: { readonly separator: SequenceSeparator | null },
): Read {
  const { name, texts, missing, wanted } = column;
  if (column.hasLostTexts) return { missing: [], troubles: [manyTexts(table, column)] };
  const read = readSequences(texts ?? [], wanted.missing, separator);
  const isWrong = 'wrong' in read;
  if (!isWrong && (missing.count === 0 || hasGaps)) {
    return { meaning: { name, kind: 'sequence', ...read, missing: missing.count } };
  }
  return {
    missing: hasGaps ? [] : missingIn(column, purpose),
    troubles: isWrong ? [sequenceTrouble(table, name, read)] : [],
  };
}

function asImage(table: CsvTable, { column, purpose, hasGaps = false }: WantedMeaning): Read {
  const { name, texts, missing, wanted } = column;
  if (column.hasLostTexts) return { missing: [], troubles: [manyTexts(table, column)] };
  if (missing.count > 0 && !hasGaps) return { missing: missingIn(column, purpose), troubles: [] };
  const marks = wanted.missing;
  const cells = (texts ?? []).map((text) => (marks.has(text) ? '' : text));
  return { meaning: { name, kind: 'image', cells, missing: missing.count, pictures: null } };
}

type Chosen =
  | { readonly list: NumberList; readonly notation: Notation; readonly odd: OddCells }
  | { readonly trouble: string };

// A column is plain, or as the spec writes numbers; where it is neither, what it is most.
function notationOf(table: CsvTable, column: CellColumn): Chosen {
  const { list, odd, written, oddWritten, points } = column;
  const asPlain = { list, notation: plain, odd };
  const said = column.wanted.written;
  if (!written || !said) return asPlain;
  if (oddWritten.count > 0 && odd.count === 0) {
    const [cell] = points.grouping.byText;
    if (!cell || points.others > 0 || said.thousands !== null) return asPlain;
    return { trouble: ambiguous(table, column, cell) };
  }
  if (oddWritten.count > odd.count) return asPlain;
  const units = [...column.units].sort(([, a], [, b]) => b.count - a.count);
  const [most, other] = units;
  if (most && other) return { trouble: mixed(table, column, [most, other]) };
  const notation = { decimal: said.decimal, thousands: said.thousands, unit: most?.[0] ?? null };
  return { list: written, notation, odd: oddWritten };
}

function placeOf(table: CsvTable, column: CellColumn, row: number): string {
  return cellPlace(table.at(row), column.name);
}

function ambiguous(
  table: CsvTable,
  column: CellColumn,
  [text, { row }]: readonly [string, Cells],
): string {
  return `${placeOf(table, column, row)} is ${JSON.stringify(shownCell(text))}, and decimal is ",": say thousands: "." if its point stands between thousands, else write the column with a decimal comma`;
}

type UnitCells = readonly [string | null, Cells];

function mixed(
  table: CsvTable,
  column: CellColumn,
  [most, other]: readonly [UnitCells, UnitCells],
): string {
  const shown = (unit: string | null): string =>
    unit === null ? 'without a unit' : `in ${JSON.stringify(unit)}`;
  return `${placeOf(table, column, other[1].row)} is ${shown(other[0])}, where ${most[1].count} cells are ${shown(most[0])}: write all numbers of a column in one unit`;
}

function looksOf(odd: OddCells, others: number): readonly OddText[] {
  const looks = [...odd.byText].map(([text, cells]) => ({ text, cells, look: lookOf(text) }));
  return looks.map((one) =>
    isName(one.look, looks, others) ? { ...one, look: { kind: 'word' } } : one,
  );
}

// "10A" and "12B" are names of something, and "6O" is a slip; "70 st" and "80 st" are amounts: a
// unit that is known to few must be that of nearly all numbers.
function isName(look: Look, all: readonly OddText[], others: number): boolean {
  if (look.kind !== 'number' || look.unit === null || isKnownUnit(look.unit)) return false;
  let [same, unknown] = [0, others];
  for (const { cells, look: other } of all) {
    if (other.kind !== 'number' || other.unit === null || isKnownUnit(other.unit)) continue;
    unknown += cells.count;
    if (other.unit === look.unit) same += cells.count;
  }
  return same < 0.8 * unknown;
}

function countOf(looks: readonly OddText[], ...kinds: readonly Look['kind'][]): number {
  return looks.reduce(
    (sum, { cells, look }) => sum + (kinds.includes(look.kind) ? cells.count : 0),
    0,
  );
}
