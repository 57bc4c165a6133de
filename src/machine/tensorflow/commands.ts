// Running other programs: a command in, what it printed and how it ended out. Nothing here throws
// for a program's failure.
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { codeOf } from '../../ground/errors.js';

/** How a program ended. */
export type CommandResult = {
  /** Exit status; null when it was killed or never started. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** `missing`: no such program; `late`: killed at the time limit. */
  readonly trouble: 'missing' | 'late' | null;
};

export type CommandOptions = {
  readonly folder?: string;
  /** Added to this process' environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly seconds?: number;
};

const longestOutput = 1_000_000;

/** Runs a program to its end, or kills it after `seconds`. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...(options.folder === undefined ? {} : { cwd: options.folder }),
      env: { ...process.env, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    let late = false;
    // A download must not go on for a process that is gone.
    const abandon = (): void => void child.kill('SIGKILL');
    process.once('exit', abandon);
    const timer =
      options.seconds === undefined
        ? undefined
        : setTimeout(() => (late = child.kill('SIGKILL')), options.seconds * 1000);
    const end = (
      code: number | null,
      signal: NodeJS.Signals | null,
      trouble: CommandResult['trouble'],
    ): void => {
      clearTimeout(timer);
      process.off('exit', abandon);
      // A grandchild may still hold the pipes open.
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ code, signal, ...output, trouble });
    };
    child.stdout
      .setEncoding('utf8')
      .on('data', (text: string) => (output.stdout = (output.stdout + text).slice(-longestOutput)));
    child.stderr
      .setEncoding('utf8')
      .on('data', (text: string) => (output.stderr = (output.stderr + text).slice(-longestOutput)));
    child.on('error', (error) => end(null, null, codeOf(error) === 'ENOENT' ? 'missing' : null));
    child.on('exit', (code, signal) => {
      if (late) end(code, signal, 'late');
    });
    child.on('close', (code, signal) => end(code, signal, null));
  });
}

/** Whether a program of this name stands on PATH and may be executed. */
export function findOnPath(name: string): string | null {
  for (const folder of (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((entry) => entry !== '')) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      if (statSync(path).isFile()) return path;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

/** A tool that is not there: what is wrong in one sentence, and what to do about it. */
export type Missing = { readonly what: string; readonly cure: string };

/**
 * The command that installs a package here, by the package manager that is found: `apt install
 * g++`.
 */
export function installCommand(packages: {
  readonly apt: string;
  readonly dnf: string;
  readonly pacman: string;
  readonly mac: string;
}): string {
  if (process.platform === 'darwin') return packages.mac;
  if (findOnPath('apt-get')) return `sudo apt install ${packages.apt}`;
  if (findOnPath('dnf')) return `sudo dnf install ${packages.dnf}`;
  if (findOnPath('pacman')) return `sudo pacman -S ${packages.pacman}`;
  return `install ${packages.apt} with your system's package manager`;
}
