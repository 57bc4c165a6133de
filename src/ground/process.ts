// Other programs, and processes by their number: a program and its arguments in, what it printed and
// how it ended out, in bounded time and memory. Nothing here throws for a program's failure.
import { spawn, type ChildProcess } from 'node:child_process';
import { codeOf, messageOf } from './errors.js';

/** How a program ended. */
export type ProgramEnd = {
  /** Exit status; null when it did not end by itself. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  /** What it said, or why it could not be started. */
  readonly stderr: string;
  /**
   * Why it did not end by itself: there is no such program, it could not be started, the deadline
   * passed, it printed more than anybody reads.
   */
  readonly trouble: 'missing' | 'unstartable' | 'late' | 'flood' | null;
};

/** How a program is run. */
export type ProgramOptions = {
  readonly folder?: string;
  /** Its whole environment, on whose `PATH` it is searched for, too. This process' own, if absent. */
  readonly environment?: NodeJS.ProcessEnv;
  /** The deadline. */
  readonly seconds?: number;
};

/** In UTF-16 units, of each of its two outputs. */
const longestOutput = 1 << 20;

/**
 * Runs a program and resolves when it has ended or the deadline has passed, whichever comes first;
 * it never rejects. At the deadline the program and what it started are killed, and not waited for:
 * a process that sleeps in a broken driver cannot die. It is killed, too, when this process ends.
 */
export function runProgram(
  command: string,
  args: readonly string[],
  { folder, environment = process.env, seconds }: ProgramOptions = {},
): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    let child: ChildProcess;
    try {
      child = spawn(command, args, {
        ...(folder === undefined ? {} : { cwd: folder }),
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
        // A group of its own, so that what it started goes with it. Without a deadline it stays in
        // ours, where Ctrl-C reaches it.
        detached: seconds !== undefined,
      });
    } catch (error) {
      resolve(unstarted(error));
      return;
    }
    const output = { stdout: '', stderr: '' };
    const kill = (): void => killAll(child, seconds !== undefined);
    const end = (result: Partial<ProgramEnd>): void => {
      clearTimeout(deadline);
      process.off('exit', kill);
      if (result.trouble === 'late' || result.trouble === 'flood') abandon(child, kill);
      resolve({ code: null, signal: null, trouble: null, ...output, ...result });
    };
    const deadline =
      seconds === undefined
        ? undefined
        : setTimeout(() => end({ trouble: 'late' }), seconds * 1000);
    process.once('exit', kill);
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
        if (output[name].length > longestOutput) end({ trouble: 'flood' });
      });
    }
    child.on('error', (error) => end(unstarted(error)));
    // A helper that it left behind may hold the pipes open.
    child.on('exit', kill);
    child.on('close', (code, signal) => end({ code, signal }));
  });
}

function unstarted(error: unknown): ProgramEnd {
  const trouble = codeOf(error) === 'ENOENT' ? 'missing' : 'unstartable';
  return { code: null, signal: null, stdout: '', stderr: messageOf(error), trouble };
}

function killAll(child: ChildProcess, leadsGroup: boolean): void {
  if (child.pid === undefined) return;
  try {
    if (leadsGroup) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It has ended, and nothing of it is left.
  }
}

function abandon(child: ChildProcess, kill: () => void): void {
  kill();
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.unref();
}

/** Whether there is a process of this number on this system. */
export function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // There is, and it is another user's.
    return codeOf(error) === 'EPERM';
  }
}
