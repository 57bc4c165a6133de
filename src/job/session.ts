// The process that computes, from the side of the command: a kept model is opened in it, rows are
// sent and their outputs come back in the same order. Reading and writing go on meanwhile.
import { failure, UserError } from '../ground/errors.js';
import type { FailedEvent, PredictEvent, PredictJob, RowsFor } from '../inference/job.js';
import { endingOf, lastWordsOf, stoppedBy, wishOf } from './death.js';
import { onFailedStart } from './failed-start.js';
import { startChild } from './start-child.js';

/** A model that answers. */
export type ModelSession = {
  /** The outputs of so many rows. Throws a UserError where the process has ended. */
  readonly run: (rows: NonNullable<RowsFor['rows']>) => Promise<Float32Array>;
  /** There are no more rows; resolves when the process is gone. */
  readonly end: () => Promise<void>;
  /** Ends the process at once. */
  readonly kill: () => void;
};

type Waiting = {
  readonly resolve: (outputs: Float32Array) => void;
  readonly reject: (error: Error) => void;
};

/**
 * Opens the model of a job in a process of its own, which is ended at once when `stop` says so. Throws a
 * UserError where that fails.
 */
export async function openSession(
  job: PredictJob,
  environment: Readonly<Record<string, string>>,
  stop: AbortSignal,
): Promise<ModelSession> {
  stop.throwIfAborted();
  const { child, said } = startChild(environment);
  const kill = (): void => void child.kill('SIGKILL');
  stop.addEventListener('abort', kill, { once: true });
  const waiting: Waiting[] = [];
  let ended: Error | null = null;
  const fail = (error: Error): void => {
    ended ??= error;
    for (const one of waiting.splice(0)) one.reject(error);
  };
  const awaited = (): Promise<Float32Array> =>
    new Promise((resolve, reject) => {
      if (ended) reject(ended);
      else waiting.push({ resolve, reject });
    });
  child.on('message', ({ run, event }: { run: string; event: PredictEvent }) => {
    if (run !== job.id) return;
    if (event.type === 'failed') fail(failedBy(event));
    else waiting.shift()?.resolve(event.type === 'outputs' ? event.outputs : new Float32Array());
  });
  const closed = new Promise<void>((resolve) => {
    child.on('close', (code, signal) => {
      fail(diedOf(code, signal, said()));
      resolve();
    });
  });
  onFailedStart(child, (error) =>
    fail(failure(`the process that computes did not start: ${error.message}`, 'machine')),
  );
  const opened = awaited();
  child.send(job);
  await opened;
  const send = (rows: RowsFor['rows']): void => {
    const message: RowsFor = { run: job.id, rows };
    if (child.connected) child.send(message);
  };
  return {
    run: (rows) => {
      const outputs = awaited();
      send(rows);
      return outputs;
    },
    end: async () => {
      send(null);
      await closed;
    },
    kill,
  };
}

/** The error that the process that computes has told of. */
export function failedBy({ message, exitCode, error }: FailedEvent): Error {
  const { kind, action, problems } = error;
  return kind === 'bug'
    ? Object.assign(new Error('the process that computes failed'), { stack: message })
    : new UserError(message, kind, { exitCode, action, problems });
}

/** What to say where that process ended without a word. */
export function diedOf(
  code: number | null,
  signal: NodeJS.Signals | null,
  said: string,
): UserError {
  const wish = wishOf(signal);
  if (wish !== null) return stoppedBy(wish);
  const message = `the process that computed ${endingOf(code, signal)}${lastWordsOf(said)}`;
  return failure(message, 'memory', { action: 'retry' });
}
