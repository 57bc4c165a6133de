// The process that a job is handed to: started with the environment that TensorFlow reads before
// it starts, and listened to for its last words.
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Tells the process to stay when it has no more jobs, about so many being to come: it says then that it
 * is free, and ends when the channel does.
 */
export type Stay = { readonly stay: number };

/** What a process that stays says when it has no more jobs. */
export const free = 'free';

/** A process that computes, and the end of what it has printed since that was last forgotten. */
export type Started = {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly forget: () => void;
};

/** What the first file that is handed over is called in the process: it is behind its standard ones and its channel; others follow. */
export const handedFile = 4;

/** What of a dead process' last words is worth showing. */
const lastWords = 4000;

/** Starts one; `environment` stands beside this process' own, and files that are handed over are open. */
export function startChild(
  environment: Readonly<Record<string, string>>,
  handed: readonly number[] = [],
): Started {
  const child = fork(program(), {
    env: { ...process.env, ...environment },
    serialization: 'advanced',
    // The first one behind the channel is that of `handedFile`.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc', ...handed],
  });
  let said = '';
  const listen = (chunk: Buffer): void => void (said = (said + chunk.toString()).slice(-lastWords));
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  return { child, said: () => said, forget: () => void (said = '') };
}

// As one file, of `npm run build`, it is there sooner than as its modules, which are all that a bare
// compilation leaves.
function program(): string {
  const bundle = fileURLToPath(new URL('../../bundle/job/child.js', import.meta.url));
  return existsSync(bundle) ? bundle : fileURLToPath(new URL('./child.js', import.meta.url));
}
