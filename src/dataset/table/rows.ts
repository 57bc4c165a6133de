// The one door from the bytes of a table to its rows, whatever is in them: cells between delimiters,
// JSON lines, Parquet or texts, packed or not, by what the bytes are. What is none of these is
// refused here, with its file.
import { createHash } from 'node:crypto';
import { UserError } from '../../ground/errors.js';
import type { TextForm } from '../facts.js';
import { textRows } from './blocks.js';
import { delimitedRows, type Rows } from './delimited.js';
import { decoderOf, type Encoding } from './encoding.js';
import { delimiterFor } from './form-names.js';
import { isJsonLines, jsonLines } from './json-lines.js';
import { isParquet, readParquet } from './parquet.js';
import { cellPlace } from './places.js';
import type { Threading } from './plain-reader.js';
import type { PlainRows, TakeRow } from './plain-rows.js';
import type { RowTaker } from './taker.js';
import { readTexts } from './text-files.js';
import { unpackerOf } from './unpacked.js';

/** How the bytes of a text are to be read: a delimiter of "," is a tab in a file that is called .tsv. */
export type CsvFormat = {
  readonly delimiter: string;
  readonly encoding: Encoding;
  /** Whether a model was trained on such text: nobody can name another encoding. */
  readonly isFixed?: boolean;
  /** From which length on it is read by two threads, where that is not the usual one. */
  readonly threading?: Threading;
  /** Given where the file is no table, but holds texts. */
  readonly texts?: TextForm | null;
  /** Whether they are rows that a model has not seen: of a text its file is told, and not its class. */
  readonly isNew?: boolean;
};

export type { RowTaker } from './taker.js';

type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * Gives each row of a table to `take`, as texts, and returns the SHA-256 of all unpacked bytes.
 * Throws a UserError that names the file.
 */
export async function parseRows(
  pieces: Pieces,
  file: string,
  format: CsvFormat,
  take: TakeRow,
): Promise<string> {
  const hash = createHash('sha256');
  const taker = textTaker(file, take);
  for await (const piece of readRows(pieces, file, format, taker)) hash.update(piece);
  return hash.digest('hex');
}

/** Takes rows in any form, and gives them on as texts. */
export function textTaker(file: string, take: TakeRow): RowTaker {
  return {
    texts: take,
    plain: (rows: PlainRows): void => {
      for (let row = rows.from; row < rows.to; row += 1) take(rows.textsOf(row), rows.lineOf(row));
    },
    block: (block) =>
      textRows(block, take, (row, column) =>
        cellPlace({ file, line: block.lines[row] ?? 0, unit: block.unit }, `${column + 1}`),
      ),
  };
}

/**
 * Gives each row of a table, the header first and as texts, to its taker; yields each piece of what
 * is in the file, unpacked, once its rows are taken. Throws a UserError that names the file.
 */
export async function* readRows(
  pieces: Pieces,
  file: string,
  format: CsvFormat,
  taker: RowTaker,
): AsyncGenerator<Uint8Array> {
  const given = await withHead(pieces);
  const read = ({ head, all }: Headed): AsyncGenerator<Uint8Array> =>
    format.texts
      ? readTexts(all, file, { ...format, texts: format.texts }, taker)
      : isParquet(head)
        ? readParquet(all, file, taker)
        : readText(all, file, format, taker);
  const unpack = unpackerOf(given.head);
  if (unpack) yield* unpackedRows(unpack(given.all, file), read);
  else yield* read(given);
}

// What is wrong with rows may be that the file is damaged, which gzip tells at its end alone.
async function* unpackedRows(
  unpacked: AsyncGenerator<Uint8Array>,
  read: (headed: Headed) => AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  // Who stops reading does not end it.
  const lent = { [Symbol.asyncIterator]: () => ({ next: () => unpacked.next() }) };
  try {
    yield* read(await withHead(lent));
  } catch (error) {
    if (error instanceof UserError) await readOn(unpacked);
    throw error;
  } finally {
    await unpacked.return(undefined);
  }
}

// Of a file that unpacks to more, the end is not waited for.
const mostReadOn = 2 ** 28;

async function readOn(pieces: AsyncGenerator<Uint8Array>): Promise<void> {
  let bytes = 0;
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    bytes += next.value.length;
    if (bytes > mostReadOn) return;
  }
}

async function* readText(
  pieces: AsyncIterable<Uint8Array>,
  file: string,
  format: CsvFormat,
  taker: RowTaker,
): AsyncGenerator<Uint8Array> {
  const { encoding, isFixed = false } = format;
  const decode = decoderOf(encoding, file, isFixed);
  let rows: Rows | null = null;
  const begun = (text: Uint8Array): Rows => (rows ??= rowsOf(text, file, format, taker));
  const under: Written[] = [];
  try {
    for await (const piece of pieces) {
      const text = decode(piece);
      const own = begun(text);
      under.push({ piece, take: own.write(text) });
      // Each is given once its rows are taken, as if none behind it had been written.
      while (under.length > own.ahead) yield await taken(under);
    }
    while (under.length > 0) yield await taken(under);
    const rest = decode();
    await begun(rest).write(rest)();
    await begun(rest).end();
    yield new Uint8Array();
  } catch (error) {
    // What is wrong with rows is told before what is wrong behind them.
    while (under.length > 0) yield await taken(under);
    throw error;
  } finally {
    (rows as Rows | null)?.close();
  }
}

// A piece whose rows are not taken yet.
type Written = { readonly piece: Uint8Array; readonly take: () => Promise<void> };

async function taken(under: Written[]): Promise<Uint8Array> {
  const [first] = under.splice(0, 1);
  try {
    await first?.take();
  } catch (error) {
    // Behind a row that is none there is nothing to take.
    under.length = 0;
    throw error;
  }
  return first?.piece ?? new Uint8Array();
}

function rowsOf(
  text: Uint8Array,
  file: string,
  { delimiter, threading }: CsvFormat,
  taker: RowTaker,
): Rows {
  const head = Buffer.from(text.subarray(0, headBytes))
    .toString('utf8')
    .replace(/^\ufeff/, '');
  return isJsonLines(head, file)
    ? jsonLines(file, taker)
    : delimitedRows(file, delimiterFor(file, delimiter, head), taker, threading);
}

// What a file is shows at its head, which comes in one piece however it was read.
const headBytes = 4096;

type Headed = { readonly head: Uint8Array; readonly all: AsyncGenerator<Uint8Array> };

async function withHead(pieces: Pieces): Promise<Headed> {
  const rest = piecesOf(pieces);
  let head: Uint8Array = new Uint8Array();
  let isWhole = false;
  while (head.length < headBytes && !isWhole) {
    const next = await rest.next();
    if (next.done) isWhole = true;
    else head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return { head, all: joined(head, rest) };
}

async function* piecesOf(pieces: Pieces): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

async function* joined(
  head: Uint8Array,
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  yield* rest;
}
