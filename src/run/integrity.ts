// Whether the files of a run folder are as they were written.
import { failure } from '../errors.js';
import { readFile } from '../files.js';
import { resolveInside } from '../inside.js';
import { fixedFiles } from './folder.js';
import type { RunRecord } from './record.js';
import { sha256 } from './seal.js';

/** A sentence for each of these files that is missing or not as run.json knows it. */
export function damagedFiles(folder: string, { files }: Pick<RunRecord, 'files'>, names: readonly string[] = Object.keys(files)): readonly string[] {
  return names.flatMap((name) => damageOf(resolveInside(folder, name), files[name]) ?? []);
}

/** Throws a failure that names each file without which a run cannot be gone on with, and is damaged. */
export function checkFixedFiles(folder: string, record: Pick<RunRecord, 'files'>): void {
  const damaged = damagedFiles(folder, record, fixedFiles);
  if (damaged.length > 0) throw failure(damaged.join('\n'));
}

function damageOf(path: string, expected: string | undefined): string | null {
  const bytes = readFile(path);
  if (bytes === null) return `${path} is missing`;
  return sha256(bytes) === expected ? null : `${path} is damaged: its contents do not have the SHA-256 that run.json names`;
}
