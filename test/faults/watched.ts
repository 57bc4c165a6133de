// The real command, and the memory that it takes.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { childrenOf } from '../children.js';
import { root } from '../folders.js';

/** Runs dlx, and watches how much memory it and its children ever had, in MB; each by itself. */
export function watched(
  folder: string,
  words: readonly string[],
): Promise<{ readonly code: number | null; readonly stderr: string; readonly peak: number }> {
  const child = spawn(process.execPath, [join(root, 'bin/dlx.js'), ...words], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
  });
  let [stderr, peak] = ['', 0];
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const look = (id: number | undefined): void => {
    try {
      peak = Math.max(
        peak,
        Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) /
          1024,
      );
      childrenOf(id).forEach(look);
    } catch {
      // It has ended.
    }
  };
  const timer = setInterval(() => look(child.pid), 10);
  return new Promise((resolve) =>
    child.on('close', (code) => {
      clearInterval(timer);
      resolve({ code, stderr, peak });
    }),
  );
}
