// Where a run's numbers come from beside its spec and data: versions, processor, git.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { runProgram } from '../ground/process.js';
import type { RunRecord } from './record.js';

/** dlx's own version, from its package.json. */
export function readVersion(): string {
  for (const place of ['../../package.json', '../../../package.json']) {
    try {
      const found = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8')) as {
        version?: string;
      };
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

/**
 * The commit that a folder's repository stands at, or null outside of one. Nothing that the
 * repository's own settings name is run.
 */
export async function readGit(folder: string): Promise<RunRecord['git']> {
  try {
    const filters = await filtersOf(folder);
    const [commit, changes] = await Promise.all([
      askGit(folder, ['rev-parse', 'HEAD']),
      askGit(
        folder,
        ['status', '--porcelain', '--untracked-files=no', '--ignore-submodules=all'],
        filters,
      ),
    ]);
    return { commit, dirty: changes !== '' };
  } catch {
    return null;
  }
}

// A folder from elsewhere may hold a repository whose settings are commands: watchers, hooks,
// filters, ways to fetch.
const harmless = ['core.fsmonitor=false', 'core.hooksPath=/dev/null'];

async function askGit(
  folder: string,
  words: readonly string[],
  settings: readonly string[] = [],
): Promise<string> {
  const options = [...harmless, ...settings].flatMap((setting) => ['-c', setting]);
  const { code, stdout, stderr } = await runProgram(
    'git',
    ['--no-optional-locks', '-C', folder, ...options, ...words],
    {
      seconds: 5,
      environment: { ...process.env, GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1' },
    },
  );
  if (code !== 0) throw new Error(`git does not answer: ${stderr}`);
  return stdout.trim();
}

// Each filter that is set up, as a setting that takes its commands away. Git exits with 1 where
// there is none.
async function filtersOf(folder: string): Promise<readonly string[]> {
  const listed = await askGit(folder, [
    'config',
    '--name-only',
    '--get-regexp',
    '^filter\\.',
  ]).catch(() => '');
  const names = new Set(
    [...listed.matchAll(/^(filter\..+)\.(?:clean|smudge|process|required)$/gim)].map(
      ([, name = '']) => name,
    ),
  );
  return [...names].flatMap((name) => [
    `${name}.clean=`,
    `${name}.smudge=`,
    `${name}.process=`,
    `${name}.required=false`,
  ]);
}
