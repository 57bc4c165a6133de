// Whether the files of a run folder are as they were written.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { failure, messageOf } from '../ground/errors.js';
import { sha256OfFile } from '../ground/hash.js';
import { resolveInside } from '../ground/inside.js';
import { readBestOf } from './best.js';
import { fixedFiles, stateFiles } from './layout.js';
import type { RunRecord } from './record.js';
import { committedLines, readGeneration, type SavedState } from './state.js';

/** A sentence for each of these files that is missing or not as run.json knows it. */
export function damagedFiles(
  folder: string,
  { files }: Pick<RunRecord, 'files'>,
  names: readonly string[] = Object.keys(files),
): readonly string[] {
  return names.flatMap((name) => damageOf(resolveInside(folder, name), files[name]) ?? []);
}

/** What was checked, and a sentence for each that is missing or not as it was written. */
export type Checked = { readonly files: readonly string[]; readonly damaged: readonly string[] };

/**
 * Checks every file of a run. What a run was still writing when it was cut off has no hash in its
 * run.json: then each file is checked by the seal that it carries, and epochs.jsonl by the newest
 * state.
 */
export function checkFiles(folder: string, record: Pick<RunRecord, 'id' | 'files'>): Checked {
  const listed = Object.keys(record.files);
  const damaged = damagedFiles(folder, record, listed);
  if (listed.includes(stateFiles[0])) return { files: ['run.json', ...listed], damaged };
  const newest = newestState(folder, record.id);
  const checks: readonly (readonly [string, () => unknown])[] = [
    ['best.safetensors', () => readBestOf(folder, record.id)],
    ...stateFiles.map(
      (name) => [name, () => readGeneration(join(folder, name), record.id)] as const,
    ),
    ['epochs.jsonl', () => newest !== undefined && committedLines(folder, newest)],
  ];
  const there = checks.filter(([name]) => existsSync(join(folder, name)));
  // A run has a state before it has anything else.
  const missing =
    newest === null && there.length > 0 ? [`${join(folder, stateFiles[0])} is missing`] : [];
  return {
    files: ['run.json', ...listed, ...there.map(([name]) => name)],
    damaged: [...damaged, ...there.flatMap(([, check]) => problemOf(check) ?? []), ...missing],
  };
}

// Undefined where the newest one is damaged: what it says of the epochs nobody knows.
function newestState(folder: string, id: string): SavedState | null | undefined {
  try {
    return (
      stateFiles
        .map((name) => readGeneration(join(folder, name), id))
        .find((state) => state !== null) ?? null
    );
  } catch {
    return undefined;
  }
}

function problemOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/**
 * Throws a failure that names each file without which a run cannot be gone on with, and is damaged.
 */
export function checkFixedFiles(folder: string, record: Pick<RunRecord, 'files'>): void {
  const damaged = damagedFiles(folder, record, fixedFiles);
  if (damaged.length > 0) {
    throw failure(`${damaged.join('\n')}; put it back, or train the changed spec as a new run`);
  }
}

function damageOf(path: string, expected: string | undefined): string | null {
  const found = sha256OfFile(path);
  if (found === null) return `${path} is missing`;
  return found === expected
    ? null
    : `${path} is damaged: its contents do not have the SHA-256 that run.json names`;
}
