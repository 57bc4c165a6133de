// Who decodes: the bytes of files come in, their pixels one after another go out. Few pictures are decoded
// here, many by threads, which share what JavaScript does with the pixels as libuv's threads share
// sharp's work.
import { messageOf } from '../../ground/errors.js';
import { itemAt } from '../../ground/known.js';
import { openThreads, threadableCores, type Threads } from '../../ground/threads.js';
import { eachOf, together } from './contents.js';
import type { Decoder, PictureLook } from './decoder.js';
import type { Asked } from './formats.js';

/** Pictures that were decoded together. */
export type DecodedBatch = {
  /** One after another; those of a corrupt one are zeros. */
  readonly values: Uint8Array;
  /** What each was before; null where it is corrupt. */
  readonly looks: readonly (PictureLook | null)[];
  /** Why one is corrupt, by its place among them. */
  readonly corrupt: ReadonlyMap<number, string>;
};

/** Decodes pictures alike. */
export type Crew = {
  /** The bytes are the crew's from then on. `done` is told as each is decoded. */
  readonly decode: (
    contents: readonly Uint8Array<ArrayBuffer>[],
    done: () => void,
  ) => Promise<DecodedBatch>;
  readonly close: () => Promise<void>;
};

/** What a thread is asked. */
export type ThreadQuestion = {
  readonly contents: readonly Uint8Array<ArrayBuffer>[];
  readonly asked: Asked;
};

/** What it answers; it leaves pictures that are large or corrupt to whoever asked. */
export type ThreadAnswer = {
  readonly values: Uint8Array<ArrayBuffer>;
  readonly looks: readonly (PictureLook | null)[];
  /** Their places, with the bytes. */
  readonly left: readonly (readonly [place: number, bytes: Uint8Array<ArrayBuffer>])[];
};

// libuv has four threads for sharp's own work.
const mostThreads = 4;

// So many that it is worth while to start threads, which takes a tenth of a second.
const fewPictures = 500;

/**
 * How many threads so many pictures are worth; 0: none. Two cores are busy without them: libuv's threads
 * and this one share them, and to hand pictures over would cost a tenth.
 */
export function threadsFor(pictures: number, cores = threadableCores()): number {
  return cores > 2 && pictures >= fewPictures ? Math.min(mostThreads, cores - 1) : 0;
}

/** A crew for pictures that are asked for in one way. */
export function openCrew(decoder: Decoder, asked: Asked, threads: number): Crew {
  const bytes = asked.height * asked.width * asked.channels;
  if (threads === 0) return ownCrew(decoder, asked);
  try {
    return crewOfThreads(decoder, asked, { bytes, threads });
  } catch {
    // The machine gives no thread: the pictures are decoded all the same.
    return ownCrew(decoder, asked);
  }
}

function ownCrew(decoder: Decoder, asked: Asked): Crew {
  const bytes = asked.height * asked.width * asked.channels;
  return {
    decode: async (contents, done) => {
      const batch = emptyBatch(contents.length, bytes);
      const work = async (i: number): Promise<void> => {
        await decodeInto(decoder, asked, batch, [i, itemAt(contents, i)]);
        done();
      };
      await eachOf(contents.length, work, areSmall(contents) ? waiting : together);
      return batch;
    },
    close: () => Promise.resolve(),
  };
}

// So many small ones wait for libuv's threads that these have work while a pack is written.
const waiting = 32;
const smallBytes = 2 ** 16;

function areSmall(contents: readonly Uint8Array[]): boolean {
  return contents.every(({ length }) => length <= smallBytes);
}

type Filling = {
  readonly values: Uint8Array<ArrayBuffer>;
  readonly looks: (PictureLook | null)[];
  readonly corrupt: Map<number, string>;
};

function emptyBatch(count: number, bytes: number): Filling {
  return {
    values: new Uint8Array(count * bytes),
    looks: new Array<PictureLook | null>(count).fill(null),
    corrupt: new Map(),
  };
}

async function decodeInto(
  decoder: Decoder,
  asked: Asked,
  { values, looks, corrupt }: Filling,
  [place, content]: readonly [number, Uint8Array],
): Promise<void> {
  try {
    const picture = await decoder.decode(content, asked);
    values.set(picture.values, place * (values.length / looks.length));
    looks[place] = picture.look;
  } catch (error) {
    corrupt.set(place, messageOf(error));
  }
}

// At a time, in pictures and in bytes of pixels: one message costs as much as a picture.
const [mostTogether, mostBytesTogether] = [16, 2 ** 22];

type Sizes = { readonly bytes: number; readonly threads: number };

function crewOfThreads(decoder: Decoder, asked: Asked, { bytes, threads }: Sizes): Crew {
  const module = new URL('./decoding-thread.js', import.meta.url);
  const open: Threads<ThreadQuestion, ThreadAnswer> = openThreads(module, threads);
  const most = Math.max(1, Math.min(mostTogether, Math.floor(mostBytesTogether / bytes)));
  return {
    decode: async (contents, done) => {
      const batch = emptyBatch(contents.length, bytes);
      const part = async (from: number): Promise<void> => {
        const some = contents.slice(from, from + most);
        const buffers = some.map(({ buffer }) => buffer);
        const answer = await open.ask({ contents: some, asked }, buffers);
        batch.values.set(answer.values, from * bytes);
        answer.looks.forEach((look, i) => (batch.looks[from + i] = look));
        for (const [i, content] of answer.left) {
          await decodeInto(decoder, asked, batch, [from + i, content]);
        }
        some.forEach(done);
      };
      const parts = Math.ceil(contents.length / most);
      await Promise.all(Array.from({ length: parts }, (_, i) => part(i * most)));
      return batch;
    },
    close: open.close,
  };
}
