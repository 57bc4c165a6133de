// How an export's folder comes to be: made under another name beside its own, filled, and renamed
// when it is whole. Nothing of an export that was interrupted stands under the final name, and what
// one that was killed left beside it goes with the next.
import { lstatSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { failure, misuse, messageOf } from '../ground/errors.js';
import { besideOf, clearAbandoned, type Files } from '../ground/files.js';
import type { ExportFiles } from './format.js';

/** Throws a misuse where something is at the place of a new export already. */
export function checkFree(place: string): void {
  if (!isThere(place)) return;
  throw misuse(
    `${JSON.stringify(place)} is there already, and an export overwrites nothing: remove it, or name another folder with --output`,
  );
}

function isThere(place: string): boolean {
  try {
    return lstatSync(place, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    throw failure(`cannot write ${place}: ${messageOf(error)}`);
  }
}

/**
 * Writes a new folder. `turn` is called between two files, and may throw to end it. Throws a
 * UserError where the folder cannot be written; then nothing is left of it.
 */
export async function writeExport(
  files: Files,
  place: string,
  content: ExportFiles,
  turn: () => Promise<void>,
): Promise<void> {
  checkFree(place);
  const final = resolve(place);
  clearAbandoned(final);
  const beside = besideOf(final);
  try {
    files.makeFolder(beside);
    for (const [name, bytes] of content) {
      await turn();
      files.makeFolder(dirname(join(beside, name)));
      files.write(join(beside, name), bytes);
    }
    await turn();
    checkFree(place);
    files.rename(beside, final);
  } catch (error) {
    files.removeFolder(beside);
    throw error;
  }
}
