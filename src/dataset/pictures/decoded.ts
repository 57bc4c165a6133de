// Many pictures at once, in memory: paths come in, their pixels one after another go out, from the packs
// that were kept or decoded now; and which could not be decoded, and why.
import { failure } from '../../ground/errors.js';
import type { LoadContext } from '../dataset.js';
import type { PictureLook } from './decoder.js';
import { isLarger, type Asked } from './formats.js';
import { eachPack, type PicturePack } from './packing.js';
import { packsIn, type PackStore } from './packs.js';

/** A picture that could not be decoded: its place among the paths, and why, after its name. */
export type Corrupt = { readonly place: number; readonly why: string };

/** What is known of pictures that were decoded, whatever holds their pixels. */
export type KnownPictures = {
  /** Of each file's bytes. */
  readonly hashes: readonly string[];
  /** What each was before; null where it is corrupt. */
  readonly looks: readonly (PictureLook | null)[];
  readonly corrupt: readonly Corrupt[];
};

/** Pictures decoded alike. */
export type DecodedPictures = KnownPictures & {
  /** One after another; those of a corrupt one are zeros. */
  readonly values: Uint8Array;
};

/**
 * Decodes pictures. Throws a UserError that names those whose files cannot be read, and where the
 * pixels would be too many to hold.
 */
export async function decodePictures(
  paths: readonly string[],
  asked: Asked,
  notify: LoadContext['notify'],
  store: PackStore = packsIn(notify),
  threads?: number,
): Promise<DecodedPictures> {
  checkTotal(paths.length, asked);
  const bytes = asked.height * asked.width * asked.channels;
  const values = new Uint8Array(paths.length * bytes);
  const known = new Knowledge(paths.length);
  const used = new Set<string>();
  let isNew = false;
  const packing = { asked, notify, store, ...(threads === undefined ? {} : { threads }) };
  await eachPack(paths, packing, (pack) => {
    values.set(pack.values, pack.start * bytes);
    known.add(pack);
    used.add(pack.key);
    if (!pack.isNew) return;
    store.keep(pack.key, pack);
    isNew = true;
  });
  if (isNew) store.prune(used);
  return { values, ...known.all() };
}

function checkTotal(count: number, asked: Asked): void {
  if (!isLarger(count, asked)) return;
  const { height, width, channels } = asked;
  const total = count * height * width * channels;
  throw failure(
    `${count} pictures of ${height} × ${width} × ${channels} are ${(total / 2 ** 30).toFixed(1)} GiB, and at most 2 are held in memory: make size smaller, or channels 1`,
  );
}

/** What packs tell of their pictures, gathered in the order of their paths. */
export class Knowledge {
  readonly #hashes: string[];
  readonly #looks: (PictureLook | null)[];
  readonly #corrupt: Corrupt[] = [];

  constructor(count: number) {
    this.#hashes = new Array<string>(count).fill('');
    this.#looks = new Array<PictureLook | null>(count).fill(null);
  }

  /** Takes in what a pack tells. */
  add({ start, hashes, looks, corrupt }: PicturePack): void {
    hashes.forEach((hash, i) => (this.#hashes[start + i] = hash));
    looks.forEach((look, i) => (this.#looks[start + i] = look));
    for (const [i, why] of corrupt) this.#corrupt.push({ place: start + i, why });
  }

  /** All of it. */
  all(): KnownPictures {
    const corrupt = this.#corrupt.toSorted((a, b) => a.place - b.place);
    return { hashes: this.#hashes, looks: this.#looks, corrupt };
  }
}
