// The Python that Keras and PyTorch run in: a virtual environment in dlx's cache, made once for
// each set of pins.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../src/ground/cache.js';
import { runProgram } from '../src/ground/process.js';
import { failure } from '../src/ground/errors.js';
import { files } from '../src/ground/files.js';

/** What is installed, beside PyTorch. */
const pins: readonly string[] = ['keras==3.15.1', 'tensorflow-cpu==2.21.0', 'numpy'];

// The CPU build, where the user's indexes or PyTorch's own have it under its own name; else
// whatever the version gives.
const torchPins: readonly (readonly string[])[] = [
  ['torch==2.13.0+cpu'],
  ['torch==2.13.0+cpu', '--extra-index-url', 'https://download.pytorch.org/whl/cpu'],
  ['torch==2.13.0'],
];

const pythons = ['python3', 'python3.13', 'python3.12', 'python3.11'];

/**
 * Makes the virtual environment unless it is there; returns its interpreter. Throws a UserError
 * with pip's own reason.
 */
export async function setupPython(notify: (message: string) => void): Promise<string> {
  const folder = cacheFolder('bench', 'python');
  const [python, record] = [join(folder, 'bin', 'python'), join(folder, 'pins.json')];
  const wanted = JSON.stringify([...pins, 'torch==2.13.0']);
  if (existsSync(python) && readText(record).trim() === wanted) return python;
  notify(`setting up Keras and PyTorch in ${folder}: up to 2 GB, done once`);
  rmSync(folder, { recursive: true, force: true });
  files.makeFolder(dirname(folder));
  await run(
    await findPython(),
    ['-m', 'venv', folder],
    'cannot make a virtual environment (Debian and Ubuntu need python3-venv)',
  );
  const install = ['-m', 'pip', 'install', '--disable-pip-version-check', '--only-binary=:all:'];
  notify('installing Keras and TensorFlow');
  await run(python, [...install, ...pins], 'pip cannot install Keras and TensorFlow');
  notify('installing PyTorch');
  await installTorch(python, install);
  // Written last: a folder that has it is whole.
  files.write(record, `${wanted}\n`);
  return python;
}

/** Installs what only some works need beside all that, once for each set of pins. Throws a UserError with pip's own reason. */
export async function setupMore(
  python: string,
  more: readonly string[],
  notify: (message: string) => void,
): Promise<void> {
  const record = join(dirname(dirname(python)), 'more.json');
  const wanted = JSON.stringify(more);
  if (readText(record).trim() === wanted) return;
  notify(`installing ${more.join(', ')}`);
  await run(
    python,
    ['-m', 'pip', 'install', '--disable-pip-version-check', '--only-binary=:all:', ...more],
    `pip cannot install ${more.join(', ')}`,
  );
  files.write(record, `${wanted}\n`);
}

async function findPython(): Promise<string> {
  for (const command of pythons) {
    const { code, stdout } = await runProgram(
      command,
      ['-c', 'import sys; print(sys.version_info[1] if sys.version_info[0] == 3 else 0)'],
      { seconds: 30 },
    );
    if (code === 0 && Number(stdout) >= 11 && Number(stdout) <= 13) return command;
  }
  throw failure(
    `no Python from 3.11 to 3.13 was found (looked for ${pythons.join(', ')}): Keras 3.15 and TensorFlow 2.21 need one`,
  );
}

async function installTorch(python: string, install: readonly string[]): Promise<void> {
  for (const requirement of torchPins.slice(0, -1)) {
    const { code } = await runProgram(python, [...install, '--retries', '1', ...requirement]);
    if (code === 0) return;
  }
  await run(python, [...install, ...(torchPins.at(-1) ?? [])], 'pip cannot install PyTorch');
}

async function run(command: string, args: readonly string[], trouble: string): Promise<void> {
  const { code, stdout, stderr } = await runProgram(command, args);
  const words = stderr.trim() || stdout.trim();
  if (code !== 0) {
    throw failure(
      `${trouble}: ${
        words
          .split('\n')
          .filter((line) => /error/i.test(line))
          .at(-1) ?? words.slice(-500)
      }`,
    );
  }
}

function readText(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
