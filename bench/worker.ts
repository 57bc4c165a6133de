// One long-lived worker process: started, asked for blocks of epochs, and ended.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { failure } from '../src/ground/errors.js';
import { contenderEnvironment, type Configuration } from './contenders.js';

/** A block of training. */
export type Block = { readonly seconds: number; readonly steps: number };

export type Worker = {
  readonly configuration: Configuration;
  /** What it computes with, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly train: (epochs: number) => Promise<Block>;
  /** Ends the process; resolves when it is gone. */
  readonly end: () => Promise<void>;
};

const lastWords = 4000;
const patience = 10_000;

// No worker outlives this process, however it ends.
const alive = new Set<ChildProcess>();
process.on('exit', () => alive.forEach((child) => child.kill('SIGKILL')));

/**
 * Starts a worker and waits until its model is built. Throws a UserError with its last words where
 * it is not.
 */
export async function startWorker(configuration: Configuration): Promise<Worker> {
  const { command, script, job, environment } = configuration;
  const child = spawn(command, [script, JSON.stringify(job)], {
    env: contenderEnvironment(process.env, environment),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  alive.add(child);
  let said = '';
  child.stderr
    .setEncoding('utf8')
    .on('data', (text: string) => (said = (said + text).slice(-lastWords)));
  child.stdin.on('error', () => undefined);
  const closed = once(child, 'close').finally(() => alive.delete(child));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  const answer = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (!done) return JSON.parse(value);
    await closed;
    throw failure(
      `the worker of ${configuration.contender} ended: ${
        said
          .trim()
          .split('\n')
          .filter((line) => /error/i.test(line))
          .at(-1) ?? said.trim().slice(-300)
      }`,
    );
  };
  const { ready } = (await answer()) as { readonly ready: Worker['versions'] };
  return {
    configuration,
    versions: ready,
    train: async (epochs) => {
      child.stdin.write(`${epochs}\n`);
      return (await answer()) as Block;
    },
    end: async () => {
      child.stdin.end();
      const late = setTimeout(() => child.kill('SIGKILL'), patience);
      await closed;
      clearTimeout(late);
    },
  };
}
