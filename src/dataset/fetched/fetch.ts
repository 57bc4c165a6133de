// Where the well-known image sets come from: dlx's cache, the system's data sets, Debian's package,
// mirrors. Every file is known by the SHA-256 of what it decodes to, whoever gave it, each time it
// is read.
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../ground/cache.js';
import { failure, messageOf } from '../../ground/errors.js';
import { besideOf, clearAbandoned } from '../../ground/files.js';
import { fetchDebianPackage, type ToolSettings } from './debian.js';
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
import { decodedFile, readIdx, type IdxArray } from '../images/idx.js';

/** A file by its content. */
export type PinnedFile = {
  /** As the set's authors name it, with `.gz`. */
  readonly name: string;
  /** Decoded size and SHA-256. */
  readonly bytes: number;
  readonly sha256: string;
  /** Size of the authors' gzip, for progress. */
  readonly gzipBytes: number;
};

/** A set of files that dlx knows how to get. */
export type PinnedSet = {
  readonly name: string;
  /** The name of its folder under /usr/share/datasets and on a mirror. */
  readonly folder: string;
  readonly debianPackage: string | null;
  /** Addresses of folders that hold the files. */
  readonly mirrors: readonly string[];
  readonly files: readonly PinnedFile[];
};

/** The places to look, in this order; null leaves one out. */
export type Places = {
  readonly cache: string;
  readonly system: string | null;
  readonly debian: ToolSettings | null;
  readonly mirrors: readonly string[];
  readonly patience: Patience;
};

type Found = Map<string, IdxArray>;

/**
 * The real places of a set. `DLX_DATASET_MIRROR` (comma-separated addresses) comes before the
 * mirrors dlx knows.
 */
export function placesOf(set: PinnedSet, environment: NodeJS.ProcessEnv = process.env): Places {
  return {
    cache: cacheFolder('datasets', set.name),
    system: join('/usr/share/datasets', set.folder),
    debian: { environment, patience: 180_000 },
    mirrors: mirrorsOf(set.folder, set.mirrors, environment),
    patience: mirrorPatience,
  };
}

/**
 * The decoded files of a set, in its order, from the first place that has them. What had to be
 * fetched is kept in the cache where that can be written. Throws one sentence that says what to do
 * where no place has them.
 */
export async function fetchPinnedSet(
  set: PinnedSet,
  notify: Notify,
  places: Places = placesOf(set),
): Promise<IdxArray[]> {
  const found: Found = new Map();
  await readFrom(set, places.cache, found, notify, keepUnpacked);
  if (places.system) await readFrom(set, places.system, found, notify);
  const refusals =
    missing(set, found).length > 0 ? await fetchMissing(set, places, found, notify) : [];
  const lacking = missing(set, found);
  if (lacking.length > 0) throw failure(notToBeHad(set, places, lacking, refusals));
  return set.files.flatMap(({ name }) => found.get(name) ?? []);
}

function missing(set: PinnedSet, found: Found): readonly PinnedFile[] {
  return set.files.filter(({ name }) => !found.has(name));
}

function notToBeHad(
  set: PinnedSet,
  { cache }: Places,
  lacking: readonly PinnedFile[],
  refusals: readonly string[],
): string {
  const install = set.debianPackage
    ? `install Debian's ${set.debianPackage} (apt-get install ${set.debianPackage}), or `
    : '';
  return `${nowhere(set.name, refusals)}: ${install}put ${lacking.map(({ name }) => name).join(', ')} into ${cache}`;
}

// Reads what is still missing from a folder; a file that is not the pinned one is passed over, and
// said to be.
async function readFrom(
  set: PinnedSet,
  folder: string,
  found: Found,
  notify: Notify,
  unpacked: (path: string, array: IdxArray) => void = () => undefined,
): Promise<void> {
  for (const file of missing(set, found)) {
    const paths = [plainName(file.name), file.name].map((name) => join(folder, name));
    for (const path of paths.filter((candidate) => existsSync(candidate))) {
      if (found.has(file.name)) break;
      try {
        const array = await readPinned(path, file);
        found.set(file.name, array);
        if (path.endsWith('.gz')) unpacked(plainName(path), array);
      } catch (error) {
        notify(`passing over ${messageOf(error)}`);
      }
    }
  }
}

function plainName(name: string): string {
  return name.replace(/\.gz$/, '');
}

// To unpack fewer bytes takes no time.
const longUnpacking = 1e6;

// Whoever reads a file next need not unpack it. It is known by its sum, as the packed one is.
function keepUnpacked(path: string, array: IdxArray): void {
  if (array.data.length < longUnpacking) return;
  const beside = besideOf(path);
  try {
    clearAbandoned(path);
    writeFileSync(beside, decodedFile(array), { flag: 'wx' });
    renameSync(beside, path);
  } catch {
    // A cache that cannot be written is read as it is.
    rmSync(beside, { force: true });
  }
}

async function readPinned(path: string, file: PinnedFile): Promise<IdxArray> {
  const array = await readIdx(path, file.bytes);
  if (array.sha256 !== file.sha256) {
    throw failure(
      `${path}: its contents have the SHA-256 ${array.sha256}, expected ${file.sha256}`,
    );
  }
  return array;
}

// Gives, for each source that failed, its name and why.
async function fetchMissing(
  set: PinnedSet,
  places: Places,
  found: Found,
  notify: Notify,
): Promise<string[]> {
  const work = makeWorkFolder(places.cache);
  const refusals: string[] = [];
  const attempt = async (source: string, fetchAll: () => Promise<void>): Promise<void> => {
    if (missing(set, found).length === 0) return;
    try {
      await fetchAll();
    } catch (error) {
      refusals.push(`${source}: ${messageOf(error)}`);
      notify(`${source}: ${messageOf(error)}`);
    }
  };
  try {
    const { debian } = places;
    if (debian && set.debianPackage) {
      await attempt('Debian', () =>
        takeFromDebian(set, work, debian, found, { ...places, notify }),
      );
    }
    for (const mirror of places.mirrors) {
      await attempt(mirror, () => takeFromMirror(set, work, mirror, found, { ...places, notify }));
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return refusals;
}

type Keeping = Places & { readonly notify: Notify };

async function takeFromDebian(
  set: PinnedSet,
  work: string,
  settings: ToolSettings,
  found: Found,
  places: Keeping,
): Promise<void> {
  const name = set.debianPackage ?? '';
  places.notify(`fetching Debian's ${name} with apt-get`);
  const folder = join(
    await fetchDebianPackage(name, work, settings),
    'usr/share/datasets',
    set.folder,
  );
  const wanted = missing(set, found);
  await readFrom(set, folder, found, places.notify);
  for (const file of wanted) if (found.has(file.name)) keep(join(folder, file.name), file, places);
  if (missing(set, found).length > 0) throw new Error(`${name} does not hold the files expected`);
}

// What gzip may add to bytes that it cannot make smaller: a server may send any gzip, or none.
const gzipOverhead = 2 ** 16;

async function takeFromMirror(
  set: PinnedSet,
  work: string,
  mirror: string,
  found: Found,
  places: Keeping,
): Promise<void> {
  for (const file of missing(set, found)) {
    const path = join(work, file.name);
    const { patience, notify } = places;
    await downloadFrom(
      {
        mirror,
        name: file.name,
        called: `${set.name}/${file.name}`,
        bytes: file.gzipBytes,
        maximumBytes: file.bytes + gzipOverhead,
        path,
      },
      patience,
      notify,
    );
    found.set(file.name, await readFetched((from) => readPinned(from, file), path, file.name));
    keep(path, file, places);
  }
}

function keep(path: string, { name }: PinnedFile, { cache, notify }: Keeping): void {
  keepFetched(path, join(cache, name), name, notify);
}
