// Debian's package of a data set: fetched by apt-get and unpacked by dpkg, without installing it or
// being root.
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../ground/errors.js';
import { runProgram } from '../../ground/process.js';

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

async function runTool(
  tool: string,
  args: readonly string[],
  folder: string,
  { environment, patience }: ToolSettings,
): Promise<void> {
  const seconds = patience / 1000;
  const { code, stderr, trouble } = await runProgram(tool, args, {
    folder,
    seconds,
    environment: { ...environment, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (code === 0) return;
  if (trouble === 'missing') throw new Error(`${tool} is not installed`);
  if (trouble === 'unstartable') throw new Error(`${tool}: ${stderr}`);
  if (trouble === 'late') throw new Error(`${tool} took longer than ${seconds} s`);
  throw new Error(`${tool} failed: ${lastLine(stderr)}`);
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
