// Starts the child process of a run with the environment that TensorFlow reads before it starts, and hands on its events.
import { fork, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Job, RunEvent } from './events.js';

/** How a run ended: its last event, or the death of its process. */
export type Outcome =
  | Extract<RunEvent, { type: 'finished' | 'failed' }>
  | { readonly type: 'died'; readonly message: string; readonly exitCode: number };

/** What of a dead process' last words is worth showing. */
const lastWords = 4000;

/** Trains one job in a process of its own; signals that reach this one are passed on. */
export async function launchRun(job: Job, environment: Readonly<Record<string, string>>, onEvent: (event: RunEvent) => void): Promise<Outcome> {
  const child = fork(fileURLToPath(new URL('./run-child.js', import.meta.url)), {
    env: { ...process.env, ...environment },
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const stopForwarding = forwardSignals(child);
  let ending: Outcome | null = null;
  let said = '';
  const listen = (chunk: Buffer): void => void (said = (said + chunk.toString()).slice(-lastWords));
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  child.on('message', (event: RunEvent) => {
    if (event.type === 'finished' || event.type === 'failed') ending = event;
    onEvent(event);
  });
  child.send(job);
  const { code, signal } = await new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on('close', (exit, by) => resolve({ code: exit, signal: by }));
    child.on('error', () => resolve({ code: null, signal: null }));
  });
  stopForwarding();
  return ending ?? died(code, signal, said);
}

/** The process that trains dies without a word only when it is killed or TensorFlow aborts. */
function died(code: number | null, signal: NodeJS.Signals | null, said: string): Outcome {
  const number = signal ? constants.signals[signal] : 0;
  const killed = signal === 'SIGKILL' ? '; the system may have been out of memory' : '';
  const words = said.trim() === '' ? '' : `\n${said.trim()}`;
  const message = signal ? `the process that trained was ended by ${signal}${killed}${words}` : `the process that trained ended with code ${code}${words}`;
  return { type: 'died', message, exitCode: signal ? 128 + number : (code ?? 1) };
}

// On a terminal an interrupt reaches the child by itself; sent with kill it reaches this process alone.
function forwardSignals(child: ChildProcess): () => void {
  const handlers = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => {
    const handler = (): void => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  return () => handlers.forEach((remove) => remove());
}
