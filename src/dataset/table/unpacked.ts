// The bytes of a file that is compressed: packed pieces go in, unpacked ones come out as they are
// made, so that a few bytes that unpack to very many take no more memory than a piece.
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { codeOf, failure } from '../../ground/errors.js';

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

// So much is looked back at, at most, as zstd itself wants it where nothing else is said.
const mostLookedBack = 2 ** 27;

/** Unpacks what Zstandard has packed. Throws a UserError that names `file` where it is cut off, damaged, or wants too much memory. */
export async function* unzstd(
  pieces: AsyncIterable<Uint8Array>,
  file: string,
): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import('fzstd');
  let made: Uint8Array[] = [];
  // What it gives is used again.
  const unpacker = new Decompress((piece) => void made.push(Uint8Array.from(piece)));
  const push = (piece: Uint8Array, isLast: boolean): readonly Uint8Array[] => {
    made = [];
    try {
      unpacker.push(piece, isLast);
    } catch (error) {
      throw zstdDamage(error, file);
    }
    return made;
  };
  let isFirst = true;
  for await (const piece of pieces) {
    if (isFirst && lookedBack(piece) > mostLookedBack) {
      throw failure(
        `${file} was packed to be unpacked with more than ${mostLookedBack / 2 ** 20} MB of memory: pack it without --long or --ultra`,
      );
    }
    isFirst = false;
    // A small piece unpacks to much.
    for (let at = 0; at < piece.length; at += packedBytes) {
      yield* push(piece.subarray(at, at + packedBytes), false);
    }
  }
  yield* push(new Uint8Array(), true);
}

const packedBytes = 2 ** 16;

// RFC 8878, 3.1.1.1: how far back its first frame may refer, in bytes.
function lookedBack(head: Uint8Array): number {
  const [described = 0, window = 0] = [head[4], head[5]];
  const isSingle = (described & 0x20) !== 0;
  if (!isSingle) {
    const base = 2 ** (10 + (window >> 3));
    return base + (base / 8) * (window & 7);
  }
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const at = 5 + ([0, 1, 2, 4][described & 3] ?? 0);
  const kind = described >> 6;
  if (head.length < at + 8) return 0;
  if (kind === 0) return view.getUint8(at);
  if (kind === 1) return view.getUint16(at, true) + 256;
  return kind === 2 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true));
}

const endsEarly = 5;

function zstdDamage(error: unknown, file: string): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as { readonly code?: unknown };
  return failure(
    code === endsEarly
      ? `${file} is cut off: its Zstandard ends early; copy or download it again`
      : `${file} is damaged: what its Zstandard holds cannot be unpacked, or something else follows its end; copy or download it again`,
  );
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
