// Data sets that are published as one archive (.tar.gz): the files of it, from a folder where somebody has
// unpacked it, from the archive where it lies, or fetched. Archives are known by their SHA-256, unpacked
// files by the sum that their publisher or another reader of them gives; what is not the pinned one is
// passed over, and said to be.
import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { cacheFolder } from '../../ground/cache.js';
import { failure, messageOf } from '../../ground/errors.js';
import { sha256 } from '../../ground/hash.js';
import { withDataFile } from '../content.js';
import type { Patience } from './download.js';
import {
  downloadFrom,
  keepFetched,
  makeWorkFolder,
  mirrorPatience,
  mirrorsOf,
  nowhere,
  readFetched,
  type Notify,
} from './mirror.js';

/** An archive by its content. */
export type PinnedArchive = {
  /** As it is published, with `.tar.gz`. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** The folder in it. */
  readonly folder: string;
  /** The files that are wanted of it, each with its SHA-256, or MD5 where that is what is known. */
  readonly files: Readonly<Record<string, string>>;
  /** What Keras calls the archive, and the folder that it is unpacked into. */
  readonly inKeras: { readonly archives: readonly string[]; readonly folders: readonly string[] };
};

/** A data set in one archive or another, of which any will do; the first is fetched. */
export type ArchivedSet = {
  readonly name: string;
  /** Addresses of folders that hold the archives. */
  readonly mirrors: readonly string[];
  readonly archives: readonly [PinnedArchive, ...PinnedArchive[]];
};

/** The places to look, in this order. */
export type ArchivePlaces = {
  readonly cache: string;
  /** Keras' folder of data sets; null leaves it out. */
  readonly keras: string | null;
  readonly mirrors: readonly string[];
  readonly patience: Patience;
};

/** A file of an archive: where it was read, for messages, and its bytes. */
export type ArchivedFile = { readonly file: string; readonly bytes: Uint8Array };

/** The real places of a set: `DLX_DATASET_MIRROR` (comma-separated addresses) comes first of the mirrors. */
export function archivePlaces(
  set: ArchivedSet,
  environment: NodeJS.ProcessEnv = process.env,
): ArchivePlaces {
  return {
    cache: cacheFolder('datasets', set.name),
    keras: join(environment['KERAS_HOME'] || join(homedir(), '.keras'), 'datasets'),
    mirrors: mirrorsOf(set.name, set.mirrors, environment),
    patience: mirrorPatience,
  };
}

/**
 * The files of a set by their names, from the first place that has them; an archive that had to be
 * fetched is kept in the cache. Throws one sentence that says what to put where, where no place has them.
 */
export async function fetchArchivedSet(
  set: ArchivedSet,
  notify: Notify,
  places: ArchivePlaces = archivePlaces(set),
): Promise<ReadonlyMap<string, ArchivedFile>> {
  for (const attempt of lying(set, places)) {
    try {
      const found = await attempt();
      if (found) return found;
    } catch (error) {
      notify(`passing over ${messageOf(error)}`);
    }
  }
  const [archive] = set.archives;
  const refusals: string[] = [];
  for (const mirror of places.mirrors) {
    try {
      return await fromMirror(archive, mirror, places, notify);
    } catch (error) {
      refusals.push(`${mirror}: ${messageOf(error)}`);
      notify(`${mirror}: ${messageOf(error)}`);
    }
  }
  throw failure(
    `${nowhere(set.name, refusals)}: put ${set.archives.map(({ name }) => name).join(' or ')} into ${places.cache}`,
  );
}

type Found = ReadonlyMap<string, ArchivedFile>;

// Unpacked files before archives, which take a second or two to unpack.
function lying(
  { archives }: ArchivedSet,
  { cache, keras }: ArchivePlaces,
): readonly (() => Promise<Found | null>)[] {
  const unpacked = archives.flatMap((archive) =>
    [
      join(cache, archive.folder),
      ...(keras === null ? [] : archive.inKeras.folders.map((name) => join(keras, name))),
    ].map((folder) => () => fromFolder(archive, folder)),
  );
  const packed = archives.flatMap((archive) =>
    [
      join(cache, archive.name),
      ...(keras === null ? [] : archive.inKeras.archives.map((name) => join(keras, name))),
    ].map((path) => async () => (existsSync(path) ? fromArchive(archive, path) : null)),
  );
  return [...unpacked, ...packed];
}

async function fromFolder({ files }: PinnedArchive, folder: string): Promise<Found | null> {
  const names = Object.keys(files);
  if (!names.every((name) => existsSync(join(folder, name)))) return null;
  const found = new Map<string, ArchivedFile>();
  for (const name of names) {
    const file = join(folder, name);
    found.set(name, { file, bytes: await wholeFile(file) });
  }
  checkSums(files, found);
  return found;
}

async function fromArchive(archive: PinnedArchive, path: string): Promise<Found> {
  const packed = await wholeFile(path);
  const sum = sha256(packed);
  if (sum !== archive.sha256) {
    throw failure(`${path}: it has the SHA-256 ${sum}, expected ${archive.sha256}`);
  }
  return unpackedFrom(archive, path, packed);
}

const mostBytes = 2 ** 29;

async function wholeFile(path: string): Promise<Uint8Array> {
  return withDataFile(path, (file, size) => {
    if (size > mostBytes) throw failure(`${path} has ${size} bytes, more than the archive holds`);
    return file.readFile();
  });
}

const unpack = promisify(gunzip);

async function unpackedFrom(
  { folder, files }: PinnedArchive,
  path: string,
  packed: Uint8Array,
): Promise<Found> {
  const { parseTar } = await import('nanotar');
  const bytes = await unpack(packed, { maxOutputLength: mostBytes });
  // nanotar takes the whole of the buffer that bytes lie in.
  const { buffer, byteOffset, byteLength } = bytes;
  const own = buffer.slice(byteOffset, byteOffset + byteLength);
  const found = new Map<string, ArchivedFile>();
  for (const { name, data } of parseTar(own)) {
    const within = name.startsWith(`${folder}/`) ? name.slice(folder.length + 1) : '';
    if (!Object.hasOwn(files, within) || !data) continue;
    found.set(within, { file: `${path}, ${within}`, bytes: data });
  }
  const lacking = Object.keys(files).filter((name) => !found.has(name));
  if (lacking.length > 0) throw failure(`${path} holds no ${lacking.join(', ')}`);
  checkSums(files, found);
  return found;
}

function checkSums(sums: PinnedArchive['files'], found: Found): void {
  for (const [name, sum] of Object.entries(sums)) {
    const one = found.get(name);
    const kind = sum.length === 32 ? 'md5' : 'sha256';
    const own = createHash(kind)
      .update(one?.bytes ?? '')
      .digest('hex');
    if (own !== sum) {
      throw failure(`${one?.file}: it has the ${kind.toUpperCase()} ${own}, expected ${sum}`);
    }
  }
}

async function fromMirror(
  archive: PinnedArchive,
  mirror: string,
  { cache, patience }: ArchivePlaces,
  notify: Notify,
): Promise<Found> {
  const work = makeWorkFolder(cache);
  const { name, bytes } = archive;
  const path = join(work, name);
  try {
    const download = { mirror, name, called: name, bytes, maximumBytes: bytes, path };
    await downloadFrom(download, patience, notify);
    const found = await readFetched((from) => fromArchive(archive, from), path, name);
    const place = join(cache, name);
    keepFetched(path, place, place, notify);
    return found;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
