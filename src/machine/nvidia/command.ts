// Runs another program under a deadline: a program and its arguments in, what it printed out, in
// bounded time and memory.
import { spawn, type ChildProcess } from 'node:child_process';
import { codeOf, messageOf } from '../../ground/errors.js';

/**
 * What came of a program: it ended, it could not be started (`ENOENT`: there is none), or the
 * deadline passed.
 */
export type CommandResult =
  | {
      readonly kind: 'ended';
      readonly code: number | null;
      readonly stdout: string;
      readonly stderr: string;
    }
  | { readonly kind: 'unstartable'; readonly code: string; readonly message: string }
  | { readonly kind: 'timeout' };

/**
 * How a program is run: `timeoutMs` in milliseconds; it is searched for on the `PATH` of
 * `environment`.
 */
export type CommandOptions = {
  readonly timeoutMs: number;
  readonly environment: NodeJS.ProcessEnv;
};

// Eight cards print 2 KB; whatever prints a megabyte is no nvidia-smi.
const longestOutput = 1 << 20;

/**
 * Runs a program and resolves when it ends or at the deadline, whichever comes first; it never
 * rejects. At the deadline the program and what it started are killed, and not waited for: a
 * process that sleeps in a broken driver cannot die.
 */
export function runCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    let child: ChildProcess;
    try {
      child = spawn(file, args, {
        env: options.environment,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
    } catch (error) {
      resolve(unstartable(error));
      return;
    }
    const output = { stdout: '', stderr: '' };
    const finish = (result: CommandResult): void => {
      clearTimeout(deadline);
      if (result.kind !== 'unstartable') abandon(child);
      resolve(result);
    };
    const deadline = setTimeout(() => finish({ kind: 'timeout' }), options.timeoutMs);
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
        if (output[name].length > longestOutput) finish({ kind: 'ended', code: null, ...output });
      });
    }
    child.on('error', (error) => finish(unstartable(error)));
    child.on('close', (code) => finish({ kind: 'ended', code, ...output }));
  });
}

function unstartable(error: unknown): CommandResult {
  return { kind: 'unstartable', code: codeOf(error) ?? 'UNKNOWN', message: messageOf(error) };
}

// The child leads its own process group, so that what it started goes with it.
function abandon(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended in this very moment.
  }
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.unref();
}
