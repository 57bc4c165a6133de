// What is the same for every set that can be fetched, file by file or in an archive: where mirrors
// are, how a file comes from one and is kept, and what is said where none had it.
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { messageOf } from '../../ground/errors.js';
import type { LoadContext } from '../dataset.js';
import { fetchFile, type Patience } from './download.js';

/** Who hears what is being fetched. */
export type Notify = LoadContext['notify'];

/** How long a mirror is waited for. */
export const mirrorPatience: Patience = { connect: 15_000, idle: 30_000 };

/**
 * The addresses of folders that may hold a set: those of `DLX_DATASET_MIRROR` (comma-separated), with
 * the set's own folder and without, before the ones that are known.
 */
export function mirrorsOf(
  folder: string,
  known: readonly string[],
  environment: NodeJS.ProcessEnv,
): readonly string[] {
  const own = (environment['DLX_DATASET_MIRROR'] ?? '')
    .split(',')
    .map((url) => url.trim().replace(/\/+$/, ''))
    .filter(Boolean);
  return [...own.flatMap((url) => [`${url}/${folder}`, url]), ...known];
}

/** A file on a mirror, and where it goes. */
export type Download = {
  readonly mirror: string;
  readonly name: string;
  /** What it is called while it comes. */
  readonly called: string;
  /** How many bytes it probably has, for progress, and at most. */
  readonly bytes: number;
  readonly maximumBytes: number;
  readonly path: string;
};

/** Fetches a file, and tells how far it is. Throws where the mirror does not give it. */
export async function downloadFrom(
  { mirror, name, called, bytes: expected, maximumBytes, path }: Download,
  patience: Patience,
  notify: Notify,
): Promise<void> {
  const message = `downloading ${called} from ${mirror}`;
  notify(message, 0);
  let shown = 0;
  const progress = (bytes: number): void => {
    const fraction = Math.min(1, bytes / expected);
    if (fraction - shown >= 0.01 || fraction === 1) notify(message, (shown = fraction));
  };
  await fetchFile({ url: `${mirror}/${name}`, path, maximumBytes, patience, progress });
}

/**
 * What reading a file that was fetched gives. What it throws names the file and not where it lay:
 * that is gone by then.
 */
export async function readFetched<T>(
  read: (path: string) => Promise<T>,
  path: string,
  name: string,
): Promise<T> {
  try {
    return await read(path);
  } catch (error) {
    throw new Error(messageOf(error).replaceAll(path, name), { cause: error });
  }
}

/** Moves a file to its place. Not keeping it only means fetching it again: no reason to fail. */
export function keepFetched(path: string, place: string, called: string, notify: Notify): void {
  try {
    mkdirSync(dirname(place), { recursive: true });
    renameSync(path, place);
  } catch (error) {
    notify(`cannot keep ${called} for the next time: ${messageOf(error)}`);
  }
}

/** That a set is nowhere, and why no source gave it, as the beginning of a sentence. */
export function nowhere(name: string, refusals: readonly string[]): string {
  const tried = refusals.length > 0 ? `, and no source gave it (${refusals.join('; ')})` : '';
  return `${name} is not on this machine${tried}`;
}

const day = 24 * 60 * 60 * 1000;

/**
 * A new folder for what is being fetched: beside the cache, so that a file can be renamed in; elsewhere
 * where that cannot be written.
 */
export function makeWorkFolder(cache: string): string {
  const beside = `${cache}.incoming-`;
  try {
    mkdirSync(join(cache, '..'), { recursive: true });
    clearLeftovers(join(cache, '..'));
    return mkdtempSync(beside);
  } catch {
    return mkdtempSync(join(tmpdir(), 'dlx-'));
  }
}

// A killed fetch leaves its folder behind; a day later nobody is using it.
function clearLeftovers(parent: string): void {
  for (const name of readdirSync(parent).filter((entry) => /\.incoming-\w{6}$/.test(entry))) {
    const path = join(parent, name);
    if (Date.now() - statSync(path).mtimeMs > day) rmSync(path, { recursive: true, force: true });
  }
}
