// Runs the real command as a user does: a process of its own, in a folder of its own.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../folders.js';

export { inFolder, root, runsIn } from '../folders.js';
export { onLinux } from '../on-linux.js';

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
