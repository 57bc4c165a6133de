// A process that holds TensorFlow for one job after another: started when it is first needed, ended
// when it does not answer in time, and started anew for the next job.
import { fork, type ChildProcess } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import type { Answers, Job, Message, Opened } from './jobs.js';

/** Where a process computes, and with what environment. */
export type HolderOptions = {
  readonly addon: string;
  readonly environment: Readonly<Record<string, string>>;
  /** A file for all that it writes to standard error. */
  readonly log: string;
};

export type Holder = {
  /** Starts the process unless it runs; what TensorFlow is there. */
  readonly open: (seconds: number) => Promise<Opened>;
  /** Rejects when the process dies, or does not answer in so many seconds and is ended. */
  readonly ask: <K extends Job['kind']>(
    job: Extract<Job, { readonly kind: K }>,
    seconds: number,
  ) => Promise<Answers[K]>;
  /** The process's number, or null. */
  readonly pid: () => number | null;
  readonly end: () => void;
};

type Running = {
  readonly child: ChildProcess;
  readonly opened: Opened;
};

// No process outlives this one, however it ends.
const alive = new Set<ChildProcess>();
process.on('exit', () => alive.forEach((child) => child.kill('SIGKILL')));

/** A process that is not started yet. */
export function holderOf(options: HolderOptions): Holder {
  let running: Running | null = null;
  const end = (): void => {
    running?.child.kill('SIGKILL');
    running = null;
  };
  const ready = async (seconds: number): Promise<Running> => {
    if (running && running.child.exitCode === null && running.child.signalCode === null) {
      return running;
    }
    const child = start(options);
    try {
      const message = await next(child, seconds, 'loading TensorFlow');
      if (!('opened' in message)) throw new Error('error' in message ? message.error : 'no answer');
      return (running = { child, opened: message.opened });
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  };
  return {
    open: async (seconds) => (await ready(seconds)).opened,
    ask: async <K extends Job['kind']>(
      job: Extract<Job, { readonly kind: K }>,
      seconds: number,
    ): Promise<Answers[K]> => {
      const began = performance.now();
      const { child } = await ready(seconds);
      const left = seconds - (performance.now() - began) / 1000;
      try {
        const answer = next(child, left, job.kind);
        child.send(job);
        const message = await answer;
        if ('value' in message) return message.value as Answers[K];
        throw new Error('error' in message ? message.error : 'no answer');
      } catch (error) {
        // Whatever it was doing, the next job finds a fresh process.
        end();
        throw error;
      }
    },
    pid: () => running?.child.pid ?? null,
    end,
  };
}

function start({ addon, environment, log }: HolderOptions): ChildProcess {
  const errors = openSync(log, 'a');
  const child = fork(join(import.meta.dirname, 'trainer.js'), [addon], {
    env: { ...process.env, ...environment },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', errors, 'ipc'],
  });
  closeSync(errors);
  alive.add(child);
  child.once('close', () => alive.delete(child));
  return child;
}

// The next message, or why there is none.
function next(child: ChildProcess, seconds: number, what: string): Promise<Message> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      child.off('message', answered).off('exit', died).off('error', failed);
    };
    const answered = (message: Message): void => {
      stop();
      resolve(message);
    };
    const failed = (error: Error): void => {
      stop();
      reject(error);
    };
    const died = (code: number | null, signal: NodeJS.Signals | null): void =>
      failed(new Error(`${what}: the process ended with ${signal ?? `code ${code}`}`));
    const timer = setTimeout(
      () => failed(new Error(`${what}: no answer in ${Math.max(0, seconds).toFixed(0)} seconds`)),
      Math.max(0, seconds) * 1000,
    );
    child.on('message', answered).once('exit', died).once('error', failed);
  });
}
