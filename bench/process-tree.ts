// A program run to its end: how long it took, and the memory of it and its children, as /proc told
// while it ran.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How a program ended. */
export type ProgramRun = {
  readonly seconds: number;
  /**
   * The largest sum of resident memory over its processes, in bytes; shared pages count in each.
   * Null without /proc.
   */
  readonly peakMemory: number | null;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type ProgramOptions = {
  readonly environment: NodeJS.ProcessEnv;
  readonly folder: string;
  /** Asked now and then while the program runs; true ends it with an interrupt. */
  readonly enough?: () => boolean;
};

const pollMilliseconds = 100;

/** Runs a program to its end. */
export function runProgram(
  command: string,
  args: readonly string[],
  { environment, folder, enough }: ProgramOptions,
): Promise<ProgramRun> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const kill = (): void => void child.kill('SIGKILL');
    process.once('exit', kill);
    const said = { stdout: '', stderr: '' };
    let peak: number | null = null;
    const timer = setInterval(() => {
      const bytes = child.pid === undefined ? null : readTreeMemory(child.pid);
      if (bytes !== null) peak = Math.max(peak ?? 0, bytes);
      if (enough?.()) child.kill('SIGINT');
    }, pollMilliseconds);
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(timer);
      process.off('exit', kill);
      resolve({ seconds: (performance.now() - started) / 1000, peakMemory: peak, code, ...said });
    });
  });
}

/**
 * The resident memory of a process and all below it, in bytes; null when it is gone or there is no
 * /proc.
 */
export function readTreeMemory(pid: number): number | null {
  const own = residentBytes(readText(`/proc/${pid}/status`));
  if (own === null) return null;
  const children = readText(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .filter(Boolean)
    .map(Number);
  return children.reduce((sum, child) => sum + (readTreeMemory(child) ?? 0), own);
}

/** VmRSS of /proc/PID/status in bytes. */
export function residentBytes(status: string): number | null {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

// A process may end while it is looked at.
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
