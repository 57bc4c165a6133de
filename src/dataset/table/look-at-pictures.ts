// The pictures that the columns of tables name: tables that were understood come in, and go out with
// what the pictures became. Files are looked for, and decoded where they are to be trained on, or where
// what cannot be decoded decides which rows stay.
import { dirname } from 'node:path';
import { failure } from '../../ground/errors.js';
import { sha256 } from '../../ground/hash.js';
import { itemAt } from '../../ground/known.js';
import type { LoadContext } from '../dataset.js';
import type { DecodedPictures } from '../pictures/decoded.js';
import type { Asked } from '../pictures/formats.js';
import { pathIn, whyNoFile } from '../pictures/picture-paths.js';
import { allRows } from '../split.js';
import { storedAmong } from '../pictures/stored-among.js';
import type { StoredPictures } from '../pictures/stored-pictures.js';
import type { ImageCells, PictureWish, Pixels } from './image-cells.js';
import type { ImageColumn } from '../facts.js';
import { cellPlace } from './places.js';
import type { UnderstoodTable } from './understood.js';

/** How the pictures of tables are looked at. */
export type PictureRequest = {
  /** How those of a column are read. */
  readonly wishFor: (column: string) => PictureWish;
  /** Whether all are decoded; else those alone of which some may be left out. */
  readonly isDecoded: boolean;
  /** Whether they stay in files; null: where they are more than are held in memory. */
  readonly stream: boolean | null;
  readonly notify: LoadContext['notify'];
};

/** Tables whose pictures were looked at. */
export type LookedAt<T extends UnderstoodTable> = {
  readonly tables: readonly T[];
  /** What has to be said of the pictures, and what only decoding them gave: a sentence each. */
  readonly told: readonly string[];
  readonly found: readonly string[];
};

/**
 * Looks at the pictures of tables that have the same columns. Throws a UserError that names file, row
 * and column of those that are not there, of those that cannot be decoded unless they are to be skipped,
 * and of two whose sizes differ where none is asked for.
 */
export async function lookAtPictures<T extends UnderstoodTable>(
  tables: readonly T[],
  request: PictureRequest,
): Promise<LookedAt<T>> {
  const names = (tables[0]?.columns ?? []).flatMap(({ name, kind }) =>
    kind === 'image' ? [name] : [],
  );
  if (names.length === 0) return { tables, told: [], found: [] };
  const columns = names.map((name) => tables.map((table) => pathsOf(table, name)));
  checkThere(columns.flat());
  const seen: (readonly Seen[])[] = [];
  for (const column of columns) seen.push(await seenIn(column, request));
  return {
    tables: tables.map((table, i) =>
      withSeen(
        table,
        seen.map((column) => itemAt(column, i)),
      ),
    ),
    told: seen.flatMap(([one]) => one?.told ?? []),
    found: seen.flat().flatMap(({ found }) => found),
  };
}

/** How the pictures of a fitted column are read again; one that cannot be decoded is refused. */
export function wishOfFitted({ height, width, ...how }: ImageColumn): PictureWish {
  const { channels, fit, background } = how;
  return { size: [height, width], channels, fit, background, corrupt: 'refuse' };
}

type ColumnPaths = {
  readonly column: ImageCells;
  /** Of the rows that are used. */
  readonly paths: readonly string[];
  readonly table: UnderstoodTable;
  readonly rows: Int32Array;
};

function pathsOf(table: UnderstoodTable, name: string): ColumnPaths {
  const column = table.columns.find((one) => one.name === name);
  if (column?.kind !== 'image') throw new Error(`${name} was read as no pictures`);
  const { at, count } = table.table;
  const rows = table.kept ?? allRows(count);
  const paths = Array.from(rows, (row) => pathIn(dirname(at(row).file), column.cells[row] ?? ''));
  return { column, paths, table, rows };
}

// What a picture is called in messages: where it is named, and its path.
function toldOf({ column, paths, table, rows }: ColumnPaths, i: number): string {
  return `${cellPlace(table.table.at(rows[i] ?? 0), column.name)}: ${itemAt(paths, i)}`;
}

const mostNamed = 20;

function checkThere(columns: readonly ColumnPaths[]): void {
  const gone: string[] = [];
  let more = 0;
  for (const one of columns) {
    for (const [i, path] of one.paths.entries()) {
      const why = whyNoFile(path);
      if (why === null) continue;
      if (gone.length < mostNamed) gone.push(`${toldOf(one, i)} ${why}`);
      else more += 1;
    }
  }
  if (gone.length === 0) return;
  throw failure(
    [
      ...gone,
      `${more > 0 ? `and ${more} more: ` : ''}a path in a table starts at the folder of the table's file: mend the ${gone.length + more === 1 ? 'cell, or put the file there' : 'cells, or put the files there'}`,
    ].join('\n'),
  );
}

type Seen = {
  readonly column: ImageCells;
  readonly asked: Asked;
  readonly decoded: Decoded | null;
  /** Whether the picture of a used row, by its place among those, is left out. */
  readonly isSkipped: (place: number) => boolean;
  readonly told: readonly string[];
  readonly found: readonly string[];
};

type Decoded = DecodedPictures | StoredPictures;

// One column in all tables, whose pictures have one size.
async function seenIn(
  tables: readonly ColumnPaths[],
  { wishFor, isDecoded, stream, notify }: PictureRequest,
): Promise<readonly Seen[]> {
  const { name } = itemAt(tables, 0).column;
  const { size, corrupt, ...how } = wishFor(name);
  const { commonSize } = await import('../pictures/common-size.js');
  const { pictureNotes, refusal } = await import('../pictures/labelled-pictures.js');
  const { streaming } = await import('../pictures/streaming.js');
  const whose = `column ${JSON.stringify(name)}`;
  const [height, width] =
    size ??
    sizeOf(
      await commonSize(
        tables.flatMap(({ paths }) => paths),
        whose,
      ),
    );
  const { channels, fit, background } = how;
  const asked: Asked = { height, width, channels, fit, background };
  const counts = tables.map(({ paths }) => paths.length);
  const { isStreamed, notes } = streaming({ stream, isMirror: false }, counts, asked);
  const told = notes.map((note) => `${whose}: ${note}`);
  const seen: Seen[] = [];
  for (const one of tables) {
    const { column, paths } = one;
    if (!isDecoded && corrupt === 'refuse') {
      seen.push({ column, asked, decoded: null, isSkipped: () => false, told, found: [] });
      continue;
    }
    const decoded = await decodedAs(isStreamed, paths, asked, notify);
    const isWhole = decoded.corrupt.length === 0;
    const names = isWhole ? paths : paths.map((_, i) => toldOf(one, i));
    if (!isWhole && corrupt === 'refuse') throw refusal(names, decoded.corrupt);
    // Of several tables it is said which.
    const of = tables.length > 1 ? `${one.table.table.file}, ${whose}` : whose;
    const found = pictureNotes(names, decoded, asked).map((note) => `${of}: ${note}`);
    const { looks } = decoded;
    seen.push({ column, asked, decoded, isSkipped: (i) => looks[i] === null, told, found });
  }
  return seen;
}

async function decodedAs(
  isStreamed: boolean,
  paths: readonly string[],
  asked: Asked,
  notify: LoadContext['notify'],
): Promise<Decoded> {
  if (isStreamed) {
    const { storePictures } = await import('../pictures/stored-pictures.js');
    return storePictures(paths, asked, notify);
  }
  const { decodePictures } = await import('../pictures/decoded.js');
  return decodePictures(paths, asked, notify);
}

function sizeOf({ height, width }: Pick<Asked, 'height' | 'width'>): readonly [number, number] {
  return [height, width];
}

function withSeen<T extends UnderstoodTable>(table: T, columns: readonly Seen[]): T {
  const { count, file } = table.table;
  const used = table.kept ?? allRows(count);
  const places = [...used.keys()].filter((i) => !columns.some(({ isSkipped }) => isSkipped(i)));
  if (places.length === 0) {
    throw failure(
      `${file}: none of its ${used.length} rows is left: corrupt: skip leaves out each, as its pictures cannot be decoded`,
    );
  }
  const skipped = used.length - places.length;
  const seen = new Map(
    columns.map(({ column, asked, decoded }) => {
      const sums = decoded && sha256(places.map((i) => decoded.hashes[i]).join('\n'));
      const pixels = decoded && pixelsIn(decoded, used, count, asked);
      return [column.name, { ...column, pictures: { asked, pixels, sha256: sums } }] as const;
    }),
  );
  return {
    ...table,
    columns: table.columns.map((column) => seen.get(column.name) ?? column),
    ...(skipped > 0 ? { kept: Int32Array.from(places, (i) => used[i] ?? 0), skipped } : {}),
  };
}

// In the places of all rows.
function pixelsIn(
  decoded: Decoded,
  used: Int32Array,
  count: number,
  { height, width, channels }: Asked,
): Pixels {
  const size = height * width * channels;
  if ('stored' in decoded) {
    const there = used.filter((_, i) => decoded.looks[i] !== null);
    return { values: new Uint8Array(), stored: storedAmong(decoded.stored, there, count) };
  }
  if (used.length === count) return { values: decoded.values };
  const values = new Uint8Array(count * size);
  used.forEach((row, i) =>
    values.set(decoded.values.subarray(i * size, (i + 1) * size), row * size),
  );
  return { values };
}
