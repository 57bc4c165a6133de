// Where a run's numbers come from beside its spec and data: versions, processor, git.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { promisify } from 'node:util';
import type { RunRecord } from './record.js';

/** dlx's own version, from its package.json. */
export function readVersion(): string {
  for (const place of ['../../package.json', '../../../package.json']) {
    try {
      const found = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8')) as { version?: string };
      if (found.version) return found.version;
    } catch {
      // Compiled files lie one level deeper than the sources' own places.
    }
  }
  return 'unknown';
}

/** The processor's name. */
export function readCpuName(): string {
  return cpus()[0]?.model.trim() || process.arch;
}

/** The commit that a folder's repository stands at, or null outside of one. */
export async function readGit(folder: string): Promise<RunRecord['git']> {
  const git = async (...args: string[]): Promise<string> => (await promisify(execFile)('git', ['--no-optional-locks', '-C', folder, ...args], { timeout: 5000 })).stdout.trim();
  try {
    const [commit, changes] = await Promise.all([git('rev-parse', 'HEAD'), git('status', '--porcelain', '--untracked-files=no')]);
    return { commit, dirty: changes !== '' };
  } catch {
    return null;
  }
}
