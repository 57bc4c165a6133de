// Debian's package of a data set: fetched by apt-get and unpacked by dpkg, without installing it or
// being root.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../ground/errors.js';

/** How the tools are run: the environment gives `PATH`, and each may take so many milliseconds. */
export type ToolSettings = { readonly environment: NodeJS.ProcessEnv; readonly patience: number };

/**
 * Downloads a Debian package into the folder `work` and unpacks it there; gives the folder that
 * stands for `/`. Throws an Error in a few words where a tool is missing, fails or hangs.
 */
export async function fetchDebianPackage(
  name: string,
  work: string,
  settings: ToolSettings,
): Promise<string> {
  const root = join(work, 'root');
  mkdirSync(root);
  await downloadPackage(name, work, settings);
  const archive = readdirSync(work).find((file) => file.endsWith('.deb'));
  if (!archive) throw new Error('apt-get left no package');
  await runTool('dpkg', ['-x', archive, root], work, settings);
  return root;
}

const quickly = [
  '-o',
  'Acquire::Retries=0',
  '-o',
  'Acquire::http::Timeout=20',
  '-o',
  'Acquire::https::Timeout=20',
];

// A fresh container has no package lists, and only root may refresh the system's: a second try gets
// lists of its own.
async function downloadPackage(name: string, work: string, settings: ToolSettings): Promise<void> {
  try {
    await runTool('apt-get', [...quickly, 'download', name], work, settings);
  } catch (error) {
    if (
      !/^apt-get failed: .*(?:Unable to locate|No candidate|Can't select|Can't find a source)/.test(
        messageOf(error),
      )
    ) {
      throw error;
    }
    const lists = join(work, 'lists');
    mkdirSync(join(lists, 'partial'), { recursive: true });
    const ownLists = [
      '-o',
      `Dir::State::Lists=${lists}`,
      '-o',
      'Dir::Cache::pkgcache=',
      '-o',
      'Dir::Cache::srcpkgcache=',
    ];
    await runTool('apt-get', [...quickly, ...ownLists, 'update'], work, settings);
    await runTool('apt-get', [...quickly, ...ownLists, 'download', name], work, settings);
  }
}

function runTool(
  tool: string,
  args: readonly string[],
  folder: string,
  { environment, patience }: ToolSettings,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { ...environment, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
    const child = spawn(tool, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, patience);
    child.stderr
      .setEncoding('utf8')
      .on('data', (text: string) => (said = (said + text).slice(-2000)));
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(
        new Error(
          'code' in error && error.code === 'ENOENT'
            ? `${tool} is not installed`
            : `${tool}: ${messageOf(error)}`,
        ),
      );
    });
    // "exit", not "close": a killed apt-get may leave helpers that hold the pipe open.
    child.on('exit', (code) => {
      clearTimeout(timer);
      child.stderr.destroy();
      if (code === 0) resolve();
      else {
        reject(
          new Error(
            late
              ? `${tool} took longer than ${patience / 1000} s`
              : `${tool} failed: ${lastLine(said)}`,
          ),
        );
      }
    });
  });
}

function lastLine(text: string): string {
  return (
    text
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^[EW]:\s*/, '') || 'it said nothing'
  );
}
