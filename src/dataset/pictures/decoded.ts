// Many pictures at once: paths come in, their pixels one after another go out, from the packs that
// were kept or decoded now, several at a time; and which could not be decoded, and why.
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { failure, messageOf, UserError } from '../../ground/errors.js';
import { itemAt } from '../../ground/known.js';
import { withDataFile } from '../content.js';
import type { LoadContext } from '../dataset.js';
import { openDecoder, type Decoder, type PictureLook } from './decoder.js';
import type { Asked } from './formats.js';
import { packKey, packsIn, type Pack, type PackStore } from './packs.js';

/** A picture that could not be decoded: its place among the paths, and why, after its name. */
export type Corrupt = { readonly place: number; readonly why: string };

/** Pictures decoded alike. */
export type DecodedPictures = {
  /** One after another; those of a corrupt one are zeros. */
  readonly values: Uint8Array;
  /** Of each file's bytes. */
  readonly hashes: readonly string[];
  /** What each was before; null where it is corrupt. */
  readonly looks: readonly (PictureLook | null)[];
  readonly corrupt: readonly Corrupt[];
};

/** A file of a picture has at most so many bytes: 1 GiB. */
export const mostFileBytes = 2 ** 30;

// A graph holds no more values in one array than an int32 counts.
const mostValues = 2 ** 31 - 1;

/** At a time: libuv has four threads for such work unless it is told otherwise. */
export const together = Math.max(4, availableParallelism());

/**
 * Decodes pictures. Throws a UserError that names those whose files cannot be read, and where the
 * pixels would be too many to hold.
 */
export async function decodePictures(
  paths: readonly string[],
  asked: Asked,
  notify: LoadContext['notify'],
  store: PackStore = packsIn(notify),
): Promise<DecodedPictures> {
  const bytes = asked.height * asked.width * asked.channels;
  checkTotal(paths.length, asked);
  const decoder = await openDecoder();
  const hashes = await hashesOf(paths, notify);
  const values = new Uint8Array(paths.length * bytes);
  const looks = new Array<PictureLook | null>(paths.length).fill(null);
  const found = new Map<number, string>();
  const packs = packsOf(hashes);
  const how = JSON.stringify([decoder.version, asked]);
  const progress = progressOf(paths.length, notify);
  let isNew = false;
  const take = (
    places: readonly number[],
    { values: some, looks: own, corrupt }: DecodedPack,
  ): void =>
    places.forEach((place, i) => {
      values.set(some.subarray(i * bytes, (i + 1) * bytes), place * bytes);
      looks[place] = own[i] ?? null;
      const why = corrupt.get(i);
      if (why !== undefined) found.set(place, why);
    });
  // Two processes begin at different packs, and each finds what the other has decoded by then.
  const first = process.pid % Math.max(1, packs.length);
  for (const { start, end } of [...packs.slice(first), ...packs.slice(0, first)]) {
    const places = Array.from({ length: end - start }, (_, i) => start + i);
    const work = { decoder, asked, bytes, paths, hashes };
    const key = packKey(how, hashes.slice(start, end));
    const kept = store.read(key, places.length, bytes);
    if (kept) {
      take(places, { ...kept, corrupt: new Map() });
      // What could not be decoded then is tried again: memory may have been short.
      const again = places.filter((place) => looks[place] === null);
      if (again.length > 0) take(again, await decodePack(work, again, () => undefined));
      continue;
    }
    const pack = await decodePack(work, places, progress);
    take(places, pack);
    store.keep(key, pack);
    isNew = true;
  }
  if (isNew) store.prune();
  const corrupt = [...found].map(([place, why]) => ({ place, why }));
  return { values, hashes, looks, corrupt: corrupt.sort((a, b) => a.place - b.place) };
}

function checkTotal(count: number, { height, width, channels }: Asked): void {
  const total = count * height * width * channels;
  if (total <= mostValues) return;
  throw failure(
    `${count} pictures of ${height} × ${width} × ${channels} are ${(total / 2 ** 30).toFixed(1)} GiB, and at most 2 are held in memory: make size smaller, or channels 1`,
  );
}

/** The bytes of a picture's file. Throws a UserError that names it. */
export function pictureBytes(path: string): Promise<Buffer> {
  return withDataFile(path, async (file, size) => {
    if (size > mostFileBytes) {
      throw failure(
        `${path} has ${size} bytes, more than the ${mostFileBytes} that a picture may have`,
      );
    }
    return file.readFile();
  });
}

const mostTold = 20;

// All files that cannot be read are named at once.
async function hashesOf(
  paths: readonly string[],
  notify: LoadContext['notify'],
): Promise<readonly string[]> {
  const hashes = new Array<string>(paths.length);
  const unread: string[] = [];
  notify(`reading ${paths.length} pictures`);
  await eachOf(paths.length, async (place) => {
    try {
      const bytes = await pictureBytes(itemAt(paths, place));
      hashes[place] = createHash('sha256').update(bytes).digest('hex');
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      unread.push(error.message);
    }
  });
  if (unread.length > 0) {
    const told = unread.sort().slice(0, mostTold);
    const more = unread.length - told.length;
    throw failure([...told, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'));
  }
  return hashes;
}

const mostInPack = 1024;

type Span = { readonly start: number; readonly end: number };

// A pack ends after a picture whose hash begins with a zero byte, one of 256: a picture that is added
// or removed changes the pack that it is in alone.
function packsOf(hashes: readonly string[]): readonly Span[] {
  const spans: Span[] = [];
  let start = 0;
  hashes.forEach((hash, i) => {
    const end = i + 1;
    if (!hash.startsWith('00') && end - start < mostInPack && end < hashes.length) return;
    spans.push({ start, end });
    start = end;
  });
  return spans;
}

type PackWork = {
  readonly decoder: Decoder;
  readonly asked: Asked;
  readonly bytes: number;
  readonly paths: readonly string[];
  readonly hashes: readonly string[];
};

type DecodedPack = Pack & { readonly corrupt: ReadonlyMap<number, string> };

async function decodePack(
  { decoder, asked, bytes, paths, hashes }: PackWork,
  places: readonly number[],
  progress: () => void,
): Promise<DecodedPack> {
  const values = new Uint8Array(places.length * bytes);
  const looks = new Array<PictureLook | null>(places.length).fill(null);
  const corrupt = new Map<number, string>();
  await eachOf(places.length, async (i) => {
    const place = itemAt(places, i);
    const path = itemAt(paths, place);
    const content = await pictureBytes(path);
    if (createHash('sha256').update(content).digest('hex') !== hashes[place]) {
      throw failure(`${path} was changed while it was read: run it again`);
    }
    try {
      const picture = await decoder.decode(content, asked);
      values.set(picture.values, i * bytes);
      looks[i] = picture.look;
    } catch (error) {
      corrupt.set(i, messageOf(error));
    }
    progress();
  });
  return { values, looks, corrupt };
}

// Tells how far it is, a hundred times at most.
function progressOf(count: number, notify: LoadContext['notify']): () => void {
  let [done, told] = [0, -1];
  return () => {
    done += 1;
    const percent = Math.floor((100 * done) / count);
    if (percent > told) notify(`decoding ${count} pictures`, (told = percent) / 100);
  };
}

/** Does something for each of so many places, some at a time. Throws what is thrown first. */
export async function eachOf(count: number, work: (place: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let place = next++; place < count; place = next++) await work(place);
  };
  await Promise.all(Array.from({ length: Math.min(together, count) }, worker));
}
