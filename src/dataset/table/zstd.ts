// What Zstandard has packed in, the bytes that it holds out, as they are made; what a frame holds is
// held to its sum.
import { failure } from '../../ground/errors.js';
import { zstdFrames } from './zstd-frames.js';

// So much is looked back at, at most, as zstd itself wants it where nothing else is said.
const mostLookedBack = 2 ** 27;

// A small piece unpacks to much.
const packedBytes = 2 ** 16;

/**
 * Unpacks what Zstandard has packed. Throws a UserError that names `file` where it is cut off,
 * damaged, or wants too much memory.
 */
export async function* unzstd(
  pieces: AsyncIterable<Uint8Array>,
  file: string,
): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import('fzstd');
  const hashes = await (await import('xxhash-wasm')).default();
  let made: Uint8Array[] = [];
  let sum = hashes.create64();
  // What it gives is used again.
  const unpacker = new Decompress((piece) => void made.push(Uint8Array.from(piece)));
  const push = (piece: Uint8Array, isLast: boolean): readonly Uint8Array[] => {
    made = [];
    try {
      unpacker.push(piece, isLast);
    } catch (error) {
      throw zstdDamage(error, file);
    }
    for (const one of made) sum.update(one);
    return made;
  };
  const frames = zstdFrames((lookedBack) => {
    if (lookedBack <= mostLookedBack) return;
    throw failure(
      `${file} was packed to be unpacked with more than ${mostLookedBack / 2 ** 20} MB of memory: pack it without --long or --ultra`,
    );
  });
  for await (const piece of pieces) {
    for (const { bytes, end } of frames.partsOf(piece)) {
      for (let at = 0; at < bytes.length; at += packedBytes) {
        yield* push(bytes.subarray(at, at + packedBytes), false);
      }
      if (!end) continue;
      if (end.sum !== null && Number(sum.digest() & 0xffffffffn) !== end.sum) {
        throw failure(
          `${file} is damaged: what its Zstandard holds has another sum than was packed; copy or download it again`,
        );
      }
      sum = hashes.create64();
    }
  }
  yield* push(frames.rest(), true);
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
