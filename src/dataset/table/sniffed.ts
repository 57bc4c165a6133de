// Somebody's table before anything was said of it: its file comes in, and out comes how it is
// probably written, and what its columns seem to hold. It is a proposal, to be read by a person.
import { dirname } from 'node:path';
import { failure } from '../../ground/errors.js';
import { withDataFile } from '../content.js';
import { isPictureName } from '../pictures/formats.js';
import { pathIn, whyNoFile } from '../pictures/picture-paths.js';
import type { CellColumn } from './cells.js';
import { dateFormats } from './date-orders.js';
import type { Encoding } from './encoding.js';
import { withoutPacking } from './form-names.js';
import { lookOf } from './looks.js';
import { readCsv } from './table.js';
import { unpackerOf } from './unpacked.js';

/** How a file is written, as the arguments of the data set `table`; nothing where it is usual. */
export type SniffedReading = {
  readonly delimiter?: string;
  readonly encoding?: Encoding;
  readonly decimal?: ',';
};

/** A column at first sight. */
export type SniffedColumn = {
  readonly name: string;
  /**
   * `name`: nearly all different, and no number: an id, or a name; `text`: of several words;
   * `pictures`: paths of some, which are not there where they are lost.
   */
  readonly kind:
    | 'numbers'
    | 'words'
    | 'date'
    | 'name'
    | 'text'
    | 'row numbers'
    | 'empty'
    | 'pictures'
    | 'lost pictures';
  /** Cells without a value. */
  readonly missing: number;
  /** How many different values, or texts, there are. */
  readonly distinct: number;
  /** Whether its numbers are whole. */
  readonly isWhole: boolean;
  /** The paths of pictures. */
  readonly paths?: readonly string[];
  /** Every format that its dates may be written in, where that is not ISO 8601. */
  readonly formats?: readonly string[];
  /** One of its dates. */
  readonly date?: string;
};

/** A table at first sight. */
export type SniffedTable = {
  readonly reading: SniffedReading;
  readonly columns: readonly SniffedColumn[];
  readonly rows: number;
};

// What stands at a file's head says how it is written.
const headBytes = 2 ** 16;

/** Looks at a table. Throws a UserError where it is none, or cannot be read. */
export async function sniffTable(path: string): Promise<SniffedTable> {
  const head = await withDataFile(path, async (file) => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  });
  if (head.length === 0) throw failure(`${path} is empty: there is nothing to write a spec for`);
  const reading = readingOf(head, path);
  const table = await readCsv(path, {
    delimiter: reading.delimiter ?? ',',
    encoding: reading.encoding ?? 'utf-8',
    target: null,
    columns: null,
    cellsOf: () => ({
      as: 'open',
      written: reading.decimal ? { decimal: ',', thousands: null, units: [] } : null,
      missing: new Set(),
    }),
  });
  const folder = dirname(path);
  return {
    reading,
    columns: table.columns.map((column) => columnSeen(column, folder)),
    rows: table.count,
  };
}

function readingOf(head: Buffer, path: string): SniffedReading {
  if (isNoText(head)) return {};
  const encoding = encodingOf(head);
  const text = new TextDecoder(encoding ?? 'utf-8').decode(head);
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line !== '');
  // The last one may be cut off.
  const whole = lines.length > 1 ? lines.slice(0, 50) : lines;
  if (whole[0]?.startsWith('{')) return encoding ? { encoding } : {};
  const delimiter = delimiterOf(whole.slice(0, Math.max(1, whole.length - 1)));
  const isNamedTabs = /\.(?:tsv|tab)$/i.test(withoutPacking(path)) && delimiter === '\t';
  return {
    ...(delimiter === ',' || isNamedTabs ? {} : { delimiter }),
    ...(encoding ? { encoding } : {}),
    ...(delimiter !== ',' && hasDecimalCommas(whole, delimiter) ? { decimal: ',' as const } : {}),
  };
}

// What is packed, and Parquet, say themselves what they are.
function isNoText(head: Buffer): boolean {
  return unpackerOf(head) !== null || head.toString('latin1', 0, 4) === 'PAR1';
}

function encodingOf(head: Buffer): Encoding | null {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    return 'utf-16';
  }
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return null;
  } catch {
    return 'windows-1252';
  }
}

const delimiters = [',', ';', '\t', '|'];

// The one that each line has as often as the first, and the most often.
function delimiterOf(lines: readonly string[]): string {
  const counts = delimiters.map((delimiter) => {
    const [first = 0, ...others] = lines.map((line) => countOutside(line, delimiter));
    return { delimiter, first, isEven: others.every((count) => count === first) };
  });
  const most = (among: typeof counts): string | undefined =>
    among.filter(({ first }) => first > 0).toSorted((a, b) => b.first - a.first)[0]?.delimiter;
  return most(counts.filter(({ isEven }) => isEven)) ?? most(counts) ?? ',';
}

function countOutside(line: string, delimiter: string): number {
  return line.replaceAll(/"[^"]*"/g, '').split(delimiter).length - 1;
}

function hasDecimalCommas(lines: readonly string[], delimiter: string): boolean {
  const cells = lines.slice(1).flatMap((line) => line.split(delimiter));
  const commas = cells.filter((cell) => /^\s*"?[-+]?\d+,\d+"?\s*$/.test(cell)).length;
  const points = cells.filter((cell) => /^\s*"?[-+]?\d+\.\d+"?\s*$/.test(cell)).length;
  return commas > points;
}

// A category that is another one in most rows tells nothing of the next row.
const [mostDistinct, fewRows] = [0.5, 20];

function columnSeen(column: CellColumn, folder: string): SniffedColumn {
  const { name, numbers, odd, written, oddWritten } = column;
  const isWritten = written !== null && oddWritten.count < odd.count;
  const values = Array.from(isWritten ? written.all() : numbers);
  const others = [...(isWritten ? oddWritten : odd).byText];
  const count = (among: typeof others): number =>
    among.reduce((sum, [, { count: cells }]) => sum + cells, 0);
  const marks = count(others.filter(([text]) => lookOf(text).kind === 'mark'));
  const [rows, empty, words] = [values.length, column.missing.count, count(others) - marks];
  if (empty === rows) return { name, kind: 'empty', missing: empty, distinct: 0, isWhole: false };
  if (words * 2 > rows - empty - marks) return wordsSeen(column, empty, folder);
  const known = values.filter((value) => !Number.isNaN(value));
  return {
    name,
    kind: numbersRows(values) ? 'row numbers' : 'numbers',
    missing: empty + marks,
    distinct: new Set(known).size,
    isWhole: known.every(Number.isInteger),
  };
}

// Of many paths some are looked at.
const mostLooked = 100;

function picturesSeen(
  name: string,
  known: readonly string[],
  missing: number,
  folder: string,
): SniffedColumn {
  const paths = [...new Set(known)].map((text) => pathIn(folder, text));
  const isThere = paths.slice(0, mostLooked).some((path) => whyNoFile(path) === null);
  const kind = isThere ? 'pictures' : 'lost pictures';
  return { name, kind, missing, distinct: paths.length, isWhole: false, paths };
}

function wordsSeen({ name, texts }: CellColumn, missing: number, folder: string): SniffedColumn {
  const known = (texts ?? []).filter((text) => text !== '');
  if (known.every(isPictureName)) return picturesSeen(name, known, missing, folder);
  const distinct = new Set(known).size;
  const formats = dateFormats(known);
  if (formats !== null) {
    const other = formats.length > 0 ? { formats, date: known[0] ?? '' } : {};
    return { name, kind: 'date', missing, distinct, isWhole: false, ...other };
  }
  const isName = known.length > fewRows && distinct > mostDistinct * known.length;
  const isText = distinct > mostCategories && nameOrText(known) === 'text';
  const kind = isText ? 'text' : isName ? nameOrText(known) : 'words';
  return { name, kind, missing, distinct, isWhole: false };
}

// Sentences that are there more than once are no categories for that.
const mostCategories = 50;

// A name has two words or three.
const wordsOfText = 4;

function nameOrText(texts: readonly string[]): 'name' | 'text' {
  const words = texts.reduce((sum, text) => sum + text.trim().split(/\s+/).length, 0);
  return words >= wordsOfText * texts.length ? 'text' : 'name';
}

function numbersRows(values: readonly number[]): boolean {
  const [first = NaN] = values;
  return values.length > 2 && values.every((value, i) => value === first + i);
}
