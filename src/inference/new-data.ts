// New data for a kept model: files that a person names, standard input among them, as batches of
// the model's input.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { unreadable } from '../dataset/content.js';
import { readNewImages } from '../dataset/images/new-images.js';
import {
  Batches,
  type Found,
  type NewFile,
  type NewRequest,
  type RowBatch,
} from '../dataset/new-rows.js';
import { readNewSeries } from '../dataset/table/new-series.js';
import { readNewTable } from '../dataset/table/new-table.js';
import { readValueTable } from '../dataset/table/value-table.js';
import { failure, UserError } from '../ground/errors.js';
import { productOf } from '../ground/product.js';

// Read at a time.
const pieceBytes = 2 ** 18;

/** The file that a person names; `-` is standard input. */
export function newFile(path: string): NewFile {
  return path === '-'
    ? { name: 'standard input', pieces: () => process.stdin }
    : { name: path, pieces: () => piecesOf(path) };
}

// A pipe that the person has named is read to its end; a device may have none.
async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  let file: Awaited<ReturnType<typeof open>> | undefined;
  try {
    file = await open(path, constants.O_RDONLY);
    const stat = await file.stat();
    if (stat.isDirectory()) throw failure(`${path} is a folder, expected a file`);
    if (!stat.isFile() && !stat.isFIFO()) {
      throw failure(`${path} is no file: save its contents in one`);
    }
    yield* file.createReadStream({ autoClose: false, highWaterMark: pieceBytes });
  } catch (error) {
    throw error instanceof UserError ? error : unreadable(path, error);
  } finally {
    await file?.close();
  }
}

/**
 * The rows of files, one after another, in batches. Throws a UserError at the first row that cannot
 * be read, once all before it are given.
 */
export async function* readNewRows(
  files: readonly NewFile[],
  request: NewRequest,
  found: Found,
): AsyncGenerator<RowBatch> {
  const { batches, read } = readerOf(request, found);
  try {
    for (const file of files) yield* read(file);
  } catch (error) {
    yield* batches.all();
    throw error;
  }
  yield* batches.all();
}

type Reader = {
  readonly batches: Pick<Batches<Uint8Array>, 'all'>;
  readonly read: (file: NewFile) => AsyncGenerator<RowBatch>;
};

function readerOf(request: NewRequest, found: Found): Reader {
  const { kind, columns, shape } = request.input;
  const [rows, size] = [request.rows, productOf(shape)];
  if (kind === 'image') {
    const batches = new Batches((length) => new Uint8Array(length), rows, size, found);
    return { batches, read: (file) => readNewImages(file, request, batches) };
  }
  if (kind === 'tokens') {
    const batches = new Batches<Float32Array | Int32Array>(
      (length) => new Int32Array(length),
      rows,
      size,
      found,
    );
    return { batches, read: (file) => readValueTable(file, request, batches, found) };
  }
  const make = (length: number): Float32Array => new Float32Array(length);
  if (request.input.windows) {
    const batches = new Batches(make, rows, size, found);
    return { batches, read: (file) => readNewSeries(file, request, batches, found) };
  }
  if (columns) {
    const batches = new Batches(make, rows, size, found);
    return { batches, read: (file) => readNewTable(file, request, batches, found) };
  }
  const batches = new Batches<Float32Array | Int32Array>(make, rows, size, found);
  return { batches, read: (file) => readValueTable(file, request, batches, found) };
}
