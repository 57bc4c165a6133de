// Runs the real command as a user does: a process of its own, in a folder of its own.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';

/** For what needs Linux' /proc, /dev/full or strace. */
export const onLinux = process.platform === 'linux' ? describe : describe.skip;

/** The root of the project. */
export const root = join(import.meta.dirname, '../../..');

export type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs `dlx` with these words in `folder`, and waits for it. */
export function dlx(
  folder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const env = { ...process.env, NO_COLOR: '1', ...environment };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'bin/dlx.js'), ...words],
      { cwd: folder, env, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr });
      },
    );
  });
}

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
