// Building something big beside its place and renaming it in whole: other processes may do the same
// at the same time, and a killed one leaves a folder that the next one clears away.
import { randomUUID } from 'node:crypto';
import { readdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { codeOf, failure, messageOf } from '../../ground/errors.js';
import { files } from '../../ground/files.js';
import { isAlive } from '../../ground/process.js';

/**
 * Makes a folder beside `place` for this caller alone. Its name says whose it is; a dot keeps it
 * out of listings.
 */
export function makeWorkplace(place: string): string {
  makeCacheFolder(dirname(place));
  clearLeftovers(dirname(place));
  const folder = join(
    dirname(place),
    `.part.${basename(place)}.${ownHost()}.${process.pid}.${randomUUID().slice(0, 8)}`,
  );
  files.makeFolder(folder);
  return folder;
}

function makeCacheFolder(path: string): void {
  try {
    files.makeFolder(path);
  } catch (error) {
    throw failure(`${messageOf(error)}; set DLX_CACHE to a folder that can be written`, 'disk');
  }
}

/**
 * Renames a finished workplace to its place. If something stands there already, it stays if
 * `isGood` says so and the workplace is discarded, else it is replaced.
 */
export function moveIn(workplace: string, place: string, isGood: () => boolean): void {
  for (let attempt = 0; attempt < 5; attempt++) {
    if (renameOnto(workplace, place)) return files.flushFolder(dirname(place));
    if (isGood()) return rmSync(workplace, { recursive: true, force: true });
    moveAway(place, `${workplace}-${attempt}`);
  }
  throw failure(
    `cannot move the runtime to ${place}: another process keeps putting something there`,
    'disk',
  );
}

/**
 * Free bytes on the disk of a folder that exists, for this user; null where that cannot be found
 * out.
 */
export function freeBytes(folder: string): number | null {
  try {
    const disk = statfsSync(folder);
    return disk.bavail * disk.bsize;
  } catch {
    return null;
  }
}

const hour = 3_600_000;

/** Removes workplaces whose process is gone, or that nobody has touched for a day. */
export function clearLeftovers(folder: string, now = Date.now()): void {
  for (const name of readdirSync(folder)) {
    const owner = /^\.part\..+\.([^.]+)\.(\d+)\.[^.]+$/.exec(name);
    if (!owner) continue;
    const age = now - newestChange(join(folder, name));
    // A process of the same number may run in another container that shares this folder and host
    // name: wait a little.
    const orphaned = owner[1] === ownHost() && !isAlive(Number(owner[2])) && age > hour / 6;
    if (orphaned || age > 24 * hour) removeIfPossible(join(folder, name));
  }
}

function renameOnto(workplace: string, place: string): boolean {
  try {
    renameSync(workplace, place);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(codeOf(error) ?? '')) return false;
    throw failure(`cannot move the runtime to ${place}: ${messageOf(error)}`, 'disk');
  }
}

function moveAway(place: string, aside: string): void {
  try {
    renameSync(place, aside);
    rmSync(aside, { recursive: true, force: true });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') {
      throw failure(`cannot replace ${place}: ${messageOf(error)}`, 'disk');
    }
  }
}

function removeIfPossible(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Another user's, in a cache that several share.
  }
}

function newestChange(folder: string): number {
  try {
    return Math.max(
      statSync(folder).mtimeMs,
      ...readdirSync(folder).map((name) => statSync(join(folder, name)).mtimeMs),
    );
  } catch {
    // It is changing at this moment.
    return Date.now();
  }
}

function ownHost(): string {
  return hostname().replaceAll(/[^A-Za-z0-9-]/g, '-') || 'host';
}
