// Images that a model has not seen, from an IDX file of any length, plain or gzipped: batches of
// their bytes as they come.
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { codeOf, failure, messageOf } from '../../ground/errors.js';
import { productOf } from '../../ground/product.js';
import type { Batches, NewFile, NewRequest, RowBatch } from '../new-rows.js';
import { cutShort, noHeader, parseIdxHeader, tooLong, type IdxHeader } from './idx-header.js';

/**
 * Gives the batches of one file as they are filled; `kept` comes along with each of its images. Throws
 * a UserError that names the file.
 */
export async function* readNewImages(
  file: NewFile,
  request: NewRequest,
  batches: Batches<Uint8Array>,
  kept?: readonly string[],
): AsyncGenerator<RowBatch> {
  if (request.keep.length > 0 && !kept) {
    throw failure(`${file.name} holds images, which have no columns`);
  }
  const size = productOf(request.input.shape);
  let header: IdxHeader | undefined;
  let head = Buffer.alloc(0);
  // Of the file, and of the image under way.
  let [read, filled] = [0, 0];
  for await (const piece of decoded(file)) {
    read += piece.length;
    let values: Uint8Array = piece;
    if (!header) {
      head = Buffer.concat([head, piece]);
      header = parseIdxHeader(head, file.name);
      if (!header) continue;
      checkImages(file.name, header, request);
      values = head.subarray(header.headerBytes);
    }
    if (read > header.totalBytes) throw tooLong(file.name, header);
    for (let at = 0; at < values.length;) {
      const count = Math.min(size - filled, values.length - at);
      batches.values.set(values.subarray(at, at + count), batches.offset + filled);
      at += count;
      filled += count;
      if (filled === size) {
        batches.add(kept);
        filled = 0;
      }
    }
    yield* batches.taken();
  }
  if (!header) throw noHeader(file.name, read);
  if (read < header.totalBytes) throw cutShort(file.name, header, read);
}

function checkImages(file: string, { shape }: IdxHeader, { input }: NewRequest): void {
  const [, ...image] = shape.length === 3 ? [...shape, 1] : shape;
  if (image.join() !== input.shape.join()) {
    throw failure(
      `${file} has ${shape.length < 3 ? `the shape ${shape.join(' × ')}, which are no images` : `images of ${image.join(' × ')}`}, and the model takes images of ${input.shape.join(' × ')}`,
    );
  }
}

async function* decoded({ name, pieces }: NewFile): AsyncGenerator<Uint8Array> {
  const all = pieces()[Symbol.asyncIterator]();
  let first = Buffer.alloc(0);
  while (first.length < 2) {
    const next = await all.next();
    if (next.done) break;
    first = Buffer.concat([first, next.value]);
  }
  const whole = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield first;
      for (let next = await all.next(); !next.done; next = await all.next()) yield next.value;
    } finally {
      await all.return?.();
    }
  };
  if (first[0] !== 0x1f || first[1] !== 0x8b) {
    yield* whole();
    return;
  }
  try {
    const unpacked = createGunzip();
    const packed = Readable.from(whole()).on('error', (error) => unpacked.destroy(error));
    yield* packed.pipe(unpacked) as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (!codeOf(error)?.startsWith('Z_')) throw error;
    throw failure(
      `${name} is a cut or damaged gzip file (${messageOf(error)}): copy or download it again`,
    );
  }
}
