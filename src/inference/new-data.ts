// New data for a kept model: files that a person names, standard input among them, as batches of
// the model's input.
import { constants, openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Socket } from 'node:net';
import { arrayBatches, isArrayPlace, readArraySets } from '../dataset/arrays/new-arrays.js';
import { unreadable } from '../dataset/content.js';
import type { InputFacts } from '../dataset/facts.js';
import {
  Batches,
  type Found,
  InputRows,
  type NewFile,
  type NewRequest,
  type RowBatch,
} from '../dataset/new-rows.js';
import { leftOutNotes, picturesBelow } from '../dataset/pictures/listing.js';
import { isPicture } from '../dataset/pictures/formats.js';
import { begun, pictureReader } from '../dataset/pictures/new-pictures.js';
import { NamedPictures, withNamedPictures } from '../dataset/table/named-pictures.js';
import { readNewSeries } from '../dataset/table/new-series.js';
import { readNewTable } from '../dataset/table/new-table.js';
import { textFilesOf } from '../dataset/table/text-files.js';
import { readValueTable } from '../dataset/table/value-table.js';
import { failure, misuse, UserError } from '../ground/errors.js';
import { productOf } from '../ground/product.js';
import { statOf } from '../ground/reading.js';

// Read at a time.
const pieceBytes = 2 ** 18;

/** The file that a person names; `-` is standard input. A pipe is waited for until `stop`. */
export function newFile(path: string, stop?: AbortSignal): NewFile {
  return path === '-'
    ? { name: 'standard input', pieces: () => process.stdin, isList: true }
    : { name: path, pieces: () => piecesOf(path, stop) };
}

// A pipe that the person has named is read to its end; a device may have none.
async function* piecesOf(path: string, stop?: AbortSignal): AsyncGenerator<Uint8Array> {
  if (statOf(path)?.isFIFO()) {
    yield* pipedFrom(path, stop);
    return;
  }
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
    throw error instanceof UserError ? error : unreadable(path, error, 'command line');
  } finally {
    await file?.close();
  }
}

// What waits for a pipe in a call of the system cannot be called off, and would keep a process that
// was asked to end: what comes is listened for instead.
async function* pipedFrom(path: string, stop?: AbortSignal): AsyncGenerator<Uint8Array> {
  let pipe: Socket | undefined;
  const end = (): void => void pipe?.destroy();
  try {
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    pipe = new Socket({ fd, readable: true, writable: false });
    stop?.addEventListener('abort', end);
    yield* pipe;
  } catch (error) {
    throw error instanceof UserError ? error : unreadable(path, error);
  } finally {
    stop?.removeEventListener('abort', end);
    end();
  }
}

// From images, or from a table of its values.
function isOfRows({ kind, shape, columns }: InputFacts): boolean {
  return kind === 'image' || columns !== null || shape.length === 1;
}

/** Whether inputs can be read row by row: one, or those that columns of a table are. */
export function areOfRows(inputs: readonly InputFacts[]): boolean {
  return inputs.every(isOfRows) && (inputs.length === 1 || inputs.every(({ columns }) => columns));
}

/** What to say of other files than those with the arrays that a model takes. */
export function arraysWanted(inputs: readonly InputFacts[]): string {
  const names = inputs.map(({ name }) => name);
  return names.length === 1
    ? 'the model takes arrays: give it a .npy file, or file.npz:name'
    : `the model takes the inputs ${names.join(', ')}: give ${names.map((name) => `${name}=FILE.npy`).join(' ')}, or one .npz or .safetensors file with arrays of these names`;
}

/** What is wanted of new data beside its inputs. */
export type NewWishes = Omit<NewRequest, 'input' | 'beside'> & {
  /** Until when a pipe is waited for. */
  readonly stop?: AbortSignal;
};

/**
 * The rows of what a person names, in batches of a model's inputs: files of rows one after another, or
 * arrays. Throws a UserError at the first row that cannot be read, once all before it are given.
 */
export async function* newRowsFor(
  { inputs }: { readonly inputs: readonly InputFacts[] },
  paths: readonly string[],
  wishes: NewWishes,
  found: Found,
): AsyncGenerator<RowBatch> {
  const arrays = paths.filter(isArrayPlace);
  const [input, ...beside] = inputs;
  if (arrays.length === 0 && input && areOfRows(inputs)) {
    const request = { ...wishes, input, beside };
    const files = paths.flatMap((path) => newFiles(path, request, found));
    yield* readNewRows(files, request, found);
    return;
  }
  if (arrays.length < paths.length) {
    throw misuse(
      arrays.length > 0 ? 'arrays and files of rows cannot be mixed' : arraysWanted(inputs),
    );
  }
  if (wishes.keep.length > 0) {
    throw misuse(`${paths[0]} holds arrays, which have no columns to keep`);
  }
  yield* arrayBatches(await readArraySets(paths, inputs), inputs, wishes.rows, found);
}

/**
 * The files that a person names by one path: of a folder, where a model takes pictures or texts, all
 * in it. Throws a UserError where it has none.
 */
export function newFiles(
  path: string,
  { input, beside = [], stop }: Pick<NewRequest, 'input' | 'beside'> & Pick<NewWishes, 'stop'>,
  { notes }: Pick<Found, 'notes'>,
): readonly NewFile[] {
  const isFolder = path !== '-' && statOf(path)?.isDirectory();
  if (isFolder && input.reading?.texts !== undefined) {
    return textFilesOf('.', path).paths.map((text) => newFile(text, stop));
  }
  if (!isFolder || input.kind !== 'image' || beside.length > 0) return [newFile(path, stop)];
  const { pictures, leftOut } = picturesBelow(path);
  notes.push(...leftOutNotes(leftOut));
  if (pictures.length === 0) {
    throw failure(`${path} holds no pictures: JPEG, PNG, GIF, WebP and TIFF are read`);
  }
  return pictures.map((picture) => newFile(picture, stop));
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
  const wanted = await seenAsPictures(files, request);
  const { pictures, ...reader } = readerOf(wanted.request, found);
  const batches = batchesOf(wanted.files, reader);
  const inputs = [wanted.request.input, ...(wanted.request.beside ?? [])];
  yield* pictures ? withNamedPictures(batches, inputs, pictures, found) : batches;
}

type Wanted = { readonly files: readonly NewFile[]; readonly request: NewRequest };

// A model that takes the pictures of a table, and nothing else of it, takes them without a table, too.
async function seenAsPictures(files: readonly NewFile[], request: NewRequest): Promise<Wanted> {
  const { input, beside = [] } = request;
  const [first, ...others] = files;
  const named = [input, ...beside].filter(({ kind, columns }) => kind === 'image' && columns);
  if (!first || named.length === 0) return { files, request };
  const { head, pieces } = await begun(first);
  const again = [{ ...first, pieces: () => pieces }, ...others];
  if (!isPicture(head)) return { files: again, request };
  if (beside.length > 0) {
    throw misuse(
      `${first.name} is a picture, and the model takes rows of a table, whose pictures are named under ${named.map(({ name }) => JSON.stringify(name)).join(', ')}`,
    );
  }
  return { files: again, request: { ...request, input: { ...input, columns: null } } };
}

async function* batchesOf(
  files: readonly NewFile[],
  { batches, read, rest }: Reader,
): AsyncGenerator<RowBatch> {
  try {
    for (const file of files) yield* read(file);
    if (rest) yield* rest();
  } catch (error) {
    yield* batches.all();
    throw error;
  }
  yield* batches.all();
}

function makerOf({ kind }: InputFacts): (length: number) => Float32Array | Int32Array {
  return kind === 'tokens'
    ? (length) => new Int32Array(length)
    : (length) => new Float32Array(length);
}

// How many values a row has before its pictures are decoded.
function sizeBefore({ kind, shape }: InputFacts): number {
  return kind === 'image' ? 0 : productOf(shape);
}

type Reader = {
  readonly batches: Pick<Batches<Uint8Array>, 'all'>;
  readonly read: (file: NewFile) => AsyncGenerator<RowBatch>;
  /** Gives what is still under way, once all files are read. */
  readonly rest?: () => AsyncGenerator<RowBatch>;
  /** Given where rows name pictures, which are still to be decoded. */
  readonly pictures?: NamedPictures;
};

function readerOf(request: NewRequest, found: Found): Reader {
  const { kind, columns, shape } = request.input;
  const [rows, size] = [request.rows, productOf(shape)];
  if (kind === 'image' && !columns) {
    const batches = new Batches((length) => new Uint8Array(length), rows, size, found);
    const listed = (path: string): readonly NewFile[] => newFiles(path, request, found);
    return { batches, ...pictureReader(request, batches, found, listed) };
  }
  if (kind === 'tokens' && !columns) {
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
    const pictures = new NamedPictures();
    const batches = new Batches<Float32Array | Int32Array>(
      makerOf(request.input),
      rows,
      sizeBefore(request.input),
      found,
      (request.beside ?? []).map((input) => new InputRows(makerOf(input), rows, sizeBefore(input))),
    );
    const isOfPictures = [request.input, ...(request.beside ?? [])].some(
      (input) => input.kind === 'image',
    );
    return {
      batches,
      read: (file) => readNewTable(file, request, batches, found, pictures),
      ...(isOfPictures ? { pictures } : {}),
    };
  }
  const batches = new Batches<Float32Array | Int32Array>(make, rows, size, found);
  return { batches, read: (file) => readValueTable(file, request, batches, found) };
}
