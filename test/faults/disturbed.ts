// The real command, to which something is done while it runs; and whether a run has lost what it had.
import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { findRuns } from '../../src/run/find.js';
import { childrenOf } from '../children.js';
import { root } from '../folders.js';
import { isBefore, recordOf, standOf, type Stand } from './runs.js';

/**
 * `code`: as a shell gives it, 128 + n also where the signal itself ended the command, before or
 * after a run.
 */
export type Ended = {
  readonly code: number;
  readonly stderr: string;
  readonly milliseconds: number;
  readonly afterSignal: number | null;
};

/** Runs dlx, and after so many milliseconds, if it is still there, does something to it. */
export function disturbed(
  folder: string,
  words: readonly string[],
  after: number,
  disturb: (child: ChildProcess) => void,
): Promise<Ended> {
  const began = performance.now();
  let at: number | null = null;
  const child = spawn(process.execPath, [join(root, 'bin/dlx.js'), ...words], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const timer = setTimeout(() => {
    at = performance.now();
    disturb(child);
  }, after);
  return new Promise((resolve) =>
    child.on('close', (exit, by) => {
      clearTimeout(timer);
      resolve({
        code: exit ?? 128 + (by ? constants.signals[by] : 0),
        stderr,
        milliseconds: performance.now() - began,
        afterSignal: at === null ? null : performance.now() - at,
      });
    }),
  );
}

function kill(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

/** Kills the training process alone, or the command with it. */
export function killTrainer({ pid = -1 }: ChildProcess, withCommand: boolean): void {
  const children = childrenOf(pid);
  if (withCommand || children.length === 0) kill(pid);
  children.forEach(kill);
}

/** What a run has lost, in a sentence: what was committed stays, and is where going on began. */
export function lossAfter(folder: string, before: Stand | null): string | null {
  const [run] = findRuns(join(folder, 'runs'));
  if (run === undefined || before === null) {
    return run === undefined && before ? 'lost: the run' : null;
  }
  if (isBefore(standOf(run), before)) {
    return `lost: it stands at ${JSON.stringify(standOf(run))} and stood at ${JSON.stringify(before)}`;
  }
  // An attempt that ended before it had the lock has not gone on from anywhere.
  const places = recordOf(run).resumed.map(({ epoch, step }) => ({ epoch, step }));
  return places.some((place, i) => i > 0 && isBefore(place, places[i - 1] ?? null))
    ? `lost: gone on from ${JSON.stringify(places)}`
    : null;
}
