// Pictures pack by pack: paths come in, each pack with its pixels goes out, found where it was kept, or
// decoded now while the next files are read. No more than a few packs are in memory at a time.
import { failure } from '../../ground/errors.js';
import type { LoadContext } from '../dataset.js';
import { contentsByPack, packStart, type PackContents } from './contents.js';
import { openCrew, threadsFor, type Crew, type DecodedBatch } from './crew.js';
import { openDecoder, type Decoder } from './decoder.js';
import type { Asked } from './formats.js';
import { packKey, type PackStore } from './packs.js';

/** Pictures that lie in a pack together. */
export type PicturePack = DecodedBatch & {
  readonly key: string;
  /** The place of the first among the paths. */
  readonly start: number;
  /** Of the files' bytes. */
  readonly hashes: readonly string[];
  /** Whether it is other than what is kept. */
  readonly isNew: boolean;
};

/** How pictures are decoded. */
export type Packing = {
  readonly asked: Asked;
  readonly notify: LoadContext['notify'];
  readonly store: PackStore;
  /** How many threads decode; left out, as many as the pictures are worth. */
  readonly threads?: number;
};

const mostInPack = 1024;
const mostPackBytes = 2 ** 26;

// Where there are fewer, whoever else decodes them is soon done.
const manyPictures = 4096;

/**
 * Gives each pack to `take`, in any order. Throws a UserError that names the pictures whose files cannot be
 * read.
 */
export async function eachPack(
  paths: readonly string[],
  packing: Packing,
  take: (pack: PicturePack) => void,
): Promise<void> {
  const { asked, notify } = packing;
  const bytes = asked.height * asked.width * asked.channels;
  const limits = { pictures: Math.max(1, Math.min(mostInPack, Math.floor(mostPackBytes / bytes))) };
  const decoder = await openDecoder();
  const work = new PackWork(paths.length, packing, decoder);
  const unread: string[] = [];
  notify(`reading ${paths.length} pictures`);
  const middle = await middleOf(paths);
  try {
    // What is being decoded while the next ones are read.
    let before: Promise<PicturePack> | null = null;
    for (const span of [[middle, paths.length] as const, [0, middle] as const]) {
      for await (const contents of readAhead(contentsByPack(paths, span, limits, unread))) {
        const next: Promise<PicturePack> = work.packOf(contents, bytes);
        // Whoever comes for it hears of what goes wrong.
        next.catch(() => undefined);
        if (before) take(await before);
        before = next;
      }
    }
    if (before) take(await before);
  } finally {
    await work.close();
  }
  if (unread.length > 0) throw unreadFailure(unread);
}

// Two processes begin at different packs, and each finds what the other has decoded by then.
async function middleOf(paths: readonly string[]): Promise<number> {
  if (paths.length < manyPictures) return 0;
  return packStart(paths, Math.floor((paths.length * (process.pid % 8)) / 8));
}

async function* readAhead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = items.next();
  try {
    for (;;) {
      const { value, done } = await next;
      if (done === true) return;
      next = items.next();
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await next.catch(() => undefined);
  }
}

const mostTold = 20;

// All files that cannot be read are named at once.
function unreadFailure(unread: readonly string[]): Error {
  const told = unread.toSorted().slice(0, mostTold);
  const more = unread.length - told.length;
  return failure([...told, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'));
}

/** What packs are made with, and how far that is. */
class PackWork {
  readonly #count: number;
  readonly #packing: Packing;
  readonly #decoder: Decoder;
  readonly #how: string;
  #crew: Crew | null = null;
  #done = 0;
  #told = 0;

  constructor(count: number, packing: Packing, decoder: Decoder) {
    this.#count = count;
    this.#packing = packing;
    this.#decoder = decoder;
    this.#how = JSON.stringify([decoder.version, packing.asked]);
  }

  async packOf({ start, hashes, contents }: PackContents, bytes: number): Promise<PicturePack> {
    const { store } = this.#packing;
    const key = packKey(this.#how, hashes);
    const kept = store.read(key, hashes.length, bytes);
    if (!kept) {
      const decoded = await this.#decode(contents);
      return { ...decoded, key, start, hashes, isNew: true };
    }
    // What could not be decoded then is tried again: memory may have been short.
    const places = kept.looks.flatMap((look, place) => (look ? [] : [place]));
    const again = await this.#again(contents, places);
    for (const _ of hashes) this.#progress();
    const looks = [...kept.looks];
    const corrupt = new Map<number, string>();
    for (const [i, place] of places.entries()) {
      const why = again?.corrupt.get(i);
      if (why !== undefined) corrupt.set(place, why);
      looks[place] = again?.looks[i] ?? null;
      kept.values.set(again?.values.subarray(i * bytes, (i + 1) * bytes) ?? [], place * bytes);
    }
    return {
      ...{ key, start, hashes, looks, corrupt },
      values: kept.values,
      isNew: corrupt.size < places.length,
    };
  }

  async close(): Promise<void> {
    await this.#crew?.close();
  }

  #decode(contents: PackContents['contents']): Promise<DecodedBatch> {
    const { asked, threads } = this.#packing;
    const left = this.#count - this.#done;
    this.#crew ??= openCrew(this.#decoder, asked, threads ?? threadsFor(left));
    return this.#crew.decode(contents, () => this.#progress());
  }

  async #again(
    contents: PackContents['contents'],
    places: readonly number[],
  ): Promise<DecodedBatch | null> {
    if (places.length === 0) return null;
    const crew = openCrew(this.#decoder, this.#packing.asked, 0);
    const some = places.flatMap((place) => contents[place] ?? []);
    return crew.decode(some, () => undefined);
  }

  // Tells how far it is, a hundred times at most.
  #progress(): void {
    this.#done += 1;
    const percent = Math.floor((100 * this.#done) / this.#count);
    if (percent <= this.#told) return;
    this.#told = percent;
    const doing = this.#crew ? 'decoding' : 'reading';
    this.#packing.notify(`${doing} ${this.#count} pictures`, percent / 100);
  }
}
