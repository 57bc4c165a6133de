// Pictures that a model has not seen: files come in, whatever holds them, one picture each or many in
// an IDX file; batches of their bytes go out, each row with the name of its file. Pictures are
// decoded several at a time, and given in order.
import { failure, messageOf } from '../../ground/errors.js';
import { itemAt } from '../../ground/known.js';
import type { InputFacts } from '../facts.js';
import { readNewImages } from '../images/new-images.js';
import {
  fileColumn,
  type Batches,
  type Found,
  type NewFile,
  type NewRequest,
  type RowBatch,
} from '../new-rows.js';
import { mostFileBytes, together } from './contents.js';
import { openDecoder, type Decoder } from './decoder.js';
import { headBytes, isPicture, isText, looksOf, type Asked } from './formats.js';

/** Reads files one after another. */
export type PictureReader = {
  /** Gives the batches that were filled. Throws a UserError that names the file. */
  readonly read: (file: NewFile) => AsyncGenerator<RowBatch>;
  /** Takes in what is still being decoded. */
  readonly rest: () => AsyncGenerator<RowBatch>;
};

type Pending = { readonly name: string; readonly values: Promise<Uint8Array> };

/**
 * A reader of new pictures. `listed` opens a path of a list that comes through standard input.
 */
export function pictureReader(
  request: NewRequest,
  batches: Batches<Uint8Array>,
  found: Found,
  listed: (path: string) => readonly NewFile[],
): PictureReader {
  checkKept(request);
  const pending: Pending[] = [];
  async function* settled(most: number): AsyncGenerator<RowBatch> {
    while (pending.length > most) {
      const { name, values } = itemAt(pending, 0);
      batches.values.set(await values, batches.offset);
      pending.shift();
      batches.add([name]);
      yield* batches.taken();
    }
  }
  async function* read(file: NewFile): AsyncGenerator<RowBatch> {
    const { head, pieces } = await begun(file);
    if (isPicture(head)) {
      found.kept = [fileColumn];
      const bytes = await wholeOf(file.name, pieces);
      const values = decodedNew(file.name, bytes, request.input);
      // Whoever waits for it hears of it.
      values.catch(() => undefined);
      pending.push({ name: file.name, values });
      yield* settled(2 * together);
    } else if (file.isList === true && isText(head) && head.length > 0) {
      for await (const path of linesOf(pieces)) {
        for (const one of listed(path)) yield* read(one);
      }
    } else {
      yield* settled(0);
      checkIdx(file.name, head, request.input);
      const same = { name: file.name, pieces: () => pieces };
      yield* readNewImages(same, request, batches, found.kept.length > 0 ? [file.name] : undefined);
    }
  }
  return { read, rest: () => settled(0) };
}

function checkKept({ keep }: NewRequest): void {
  const odd = keep === 'all' ? undefined : keep.find((name) => name !== fileColumn);
  if (odd === undefined) return;
  throw failure(
    `pictures have no column ${JSON.stringify(odd)}: what comes along is ${fileColumn}`,
  );
}

// An IDX file begins with two zero bytes, and may be gzipped.
function checkIdx(name: string, head: Uint8Array, { picture }: InputFacts): void {
  const isIdx = (head[0] === 0 && head[1] === 0) || (head[0] === 0x1f && head[1] === 0x8b);
  const looks = looksOf(head);
  if (isIdx || !('instead' in looks)) return;
  const isKnown = looks.cure !== null;
  if (!isKnown && picture === undefined) return;
  throw failure(
    `${name} is ${looks.instead}, and no picture${isKnown ? ` that is read: ${looks.cure}` : ': JPEG, PNG, GIF, WebP and TIFF are read'}`,
  );
}

async function decodedNew(name: string, bytes: Uint8Array, input: InputFacts): Promise<Uint8Array> {
  const decoder = await openDecoder();
  const asked = askedOf(name, input);
  try {
    if (input.picture === undefined) await checkSize(decoder, bytes, asked);
    return (await decoder.decode(bytes, asked)).values;
  } catch (error) {
    throw failure(`${name} ${messageOf(error)}`);
  }
}

function askedOf(name: string, { shape, picture }: InputFacts): Asked {
  const [height = 0, width = 0, channels = 0] = shape;
  if (channels !== 1 && channels !== 3) {
    throw failure(`${name} is a picture of 1 or 3 channels, and the model takes ${channels}`);
  }
  return { height, width, channels, fit: 'stretch', background: 'black', ...picture };
}

// How a picture of another size was to become an input was never said of such a model.
async function checkSize(
  decoder: Decoder,
  bytes: Uint8Array,
  { height, width }: Asked,
): Promise<void> {
  const size = await decoder.sizeOf(bytes);
  if (size.height === height && size.width === width) return;
  throw new Error(
    `has ${size.height} × ${size.width} pixels, and the model takes ${height} × ${width}: bring it to that size as those were that it was trained on`,
  );
}

/** A file whose first bytes were read. */
export type Begun = { readonly head: Uint8Array; readonly pieces: AsyncIterable<Uint8Array> };

/** The first bytes, and all pieces of the file with them: a pipe can be read once. */
export async function begun({ pieces: open }: NewFile): Promise<Begun> {
  const all = open()[Symbol.asyncIterator]();
  let head: Uint8Array = Buffer.alloc(0);
  for (let next = await all.next(); !next.done; next = await all.next()) {
    head = Buffer.concat([head, next.value]);
    if (head.length >= headBytes) break;
  }
  const whole = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield head;
      for (let next = await all.next(); !next.done; next = await all.next()) yield next.value;
    } finally {
      await all.return?.();
    }
  };
  return { head, pieces: whole() };
}

async function wholeOf(name: string, pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > mostFileBytes) {
      throw failure(`${name} has more than the ${mostFileBytes} bytes that a picture may have`);
    }
    parts.push(piece);
  }
  return Buffer.concat(parts);
}

// A path a line; or, as find -print0 writes them, a zero byte behind each.
async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split(/\r?\n|\0/);
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield line;
  }
  if (rest !== '') yield rest;
}
