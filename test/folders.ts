// The project's root, and folders that tests work in.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The root of the project. */
export const root = join(import.meta.dirname, '../..');

/** Calls `work` with a new empty folder, and removes it. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'dlx-test-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The run folders under `folder`. */
export function runsIn(folder: string): readonly string[] {
  try {
    return readdirSync(join(folder, 'runs'))
      .filter((name) => !name.startsWith('.'))
      .map((name) => join(folder, 'runs', name));
  } catch {
    return [];
  }
}
