// The bytes of a file that is compressed: packed pieces go in, unpacked ones come out as they are
// made, so that a few bytes that unpack to very many take no more memory than a piece.
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { codeOf, failure } from '../../ground/errors.js';
import { unzstd } from './zstd.js';

/** Whether a file that begins with these bytes is compressed by gzip. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** Unpacks what gzip has packed. Throws a UserError that names `file` where it is cut off, damaged, or followed by something else. */
export async function* gunzipped(
  pieces: AsyncIterable<Uint8Array>,
  file: string,
): AsyncGenerator<Uint8Array> {
  const source = Readable.from(pieces, { objectMode: false });
  const gunzip = createGunzip();
  // What goes wrong is thrown where it is read.
  pipeline(source, gunzip, () => undefined);
  try {
    for await (const piece of gunzip) {
      yield piece as Uint8Array;
    }
  } catch (error) {
    throw damage(error, file);
  } finally {
    gunzip.destroy();
    source.destroy();
  }
}

/** Whether a file that begins with these bytes is compressed by Zstandard. */
export function isZstd(head: Uint8Array): boolean {
  return head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd;
}

/** What unpacks a file that begins with these bytes; null where it is not packed. */
export function unpackerOf(head: Uint8Array): typeof gunzipped | null {
  return isGzip(head) ? gunzipped : isZstd(head) ? unzstd : null;
}

// zlib's own words: what is behind the end of a packed part is taken for the beginning of another.
function damage(error: unknown, file: string): unknown {
  const code = codeOf(error);
  if (code === 'Z_BUF_ERROR') {
    return failure(`${file} is cut off: its gzip ends early; copy or download it again`);
  }
  if (code === 'Z_DATA_ERROR' || code === 'Z_NEED_DICT') {
    return failure(
      `${file} is damaged: what its gzip holds cannot be unpacked, or something else follows its end; copy or download it again`,
    );
  }
  return error;
}
