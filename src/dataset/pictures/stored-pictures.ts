// Many pictures that stay in files: paths come in, and go out as rows that lie in the packs of the cache,
// which are open from then on: whoever empties the cache takes nothing away.
import { closeSync } from 'node:fs';
import type { LoadContext } from '../dataset.js';
import { closedInTime, type StoredPiece, type StoredRows } from '../stored.js';
import { Knowledge, type KnownPictures } from './decoded.js';
import type { PictureLook } from './decoder.js';
import type { Asked } from './formats.js';
import { eachPack } from './packing.js';
import { packsIn, type HeldPack, type PackStore } from './packs.js';

/** Pictures decoded alike, without those that are corrupt. */
export type StoredPictures = KnownPictures & {
  /** Those that are none are left out: the others follow each other. */
  readonly stored: StoredRows;
};

/**
 * Decodes pictures into packs that are held open. Throws a UserError that names those whose files cannot be
 * read, and where the packs have no room on their disk.
 */
export async function storePictures(
  paths: readonly string[],
  asked: Asked,
  notify: LoadContext['notify'],
  store: PackStore = packsIn(notify),
): Promise<StoredPictures> {
  const size = asked.height * asked.width * asked.channels;
  store.checkRoom(paths.length * size);
  const known = new Knowledge(paths.length);
  const used = new Set<string>();
  const held: (HeldPack & { readonly start: number; readonly count: number })[] = [];
  try {
    await eachPack(paths, { asked, notify, store }, (pack) => {
      const { key, start, hashes } = pack;
      held.push({ ...store.hold(key, pack), start, count: hashes.length });
      known.add(pack);
      used.add(key);
    });
  } catch (error) {
    for (const { file } of held) closeSync(file);
    throw error;
  }
  store.prune(used);
  const all = known.all();
  const pieces = held
    .toSorted((a, b) => a.start - b.start)
    .flatMap(({ file, at, start, count }) =>
      piecesOf({ file, at, size }, all.looks.slice(start, start + count)),
    );
  const files = held.map(({ file }) => file);
  return { ...all, stored: { type: 'uint8', size, pieces: closedInTime(pieces, files) } };
}

// A pack is one piece, or several where some of its pictures are corrupt.
function piecesOf(
  { file, at, size }: HeldPack & { readonly size: number },
  looks: readonly (PictureLook | null)[],
): readonly StoredPiece[] {
  const pieces: StoredPiece[] = [];
  for (let from = 0; from < looks.length;) {
    let to = from;
    while (to < looks.length && looks[to]) to += 1;
    if (to > from) pieces.push({ file, at: at + from * size, rows: to - from });
    from = to + 1;
  }
  return pieces;
}
