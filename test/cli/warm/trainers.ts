// Stands in for the child process of a run: the same events, from a process that has loaded
// TensorFlow already. One for each environment and backend, because TensorFlow reads its
// environment as it starts.
import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import type { Job } from '../../../src/experiment/job.js';
import type { Stay } from '../../../src/job/start-child.js';

/** What a trainer is given. */
export type Task = { readonly cwd: string; readonly job: Job };

/** What it says when it is done. */
export const isDone = 'the trainer is done';

const trainers = new Map<string, ChildProcess>();

/** What launchRun takes for a process that it has started. */
export function lendTrainer(environment: NodeJS.ProcessEnv): EventEmitter {
  return new Lent(environment);
}

class Lent extends EventEmitter {
  readonly stdout = new EventEmitter();
  readonly stderr = new EventEmitter();
  connected = true;
  readonly environment: NodeJS.ProcessEnv;
  trainer: ChildProcess | null = null;

  constructor(environment: NodeJS.ProcessEnv) {
    super();
    this.environment = environment;
  }

  send(message: Job | Stay | string): void {
    if (this.trainer) this.trainer.send(message);
    // It does not stay: it is begun anew for each run.
    else if (typeof message === 'object' && !('stay' in message)) this.begin(message);
  }

  kill(signal: NodeJS.Signals): void {
    this.trainer?.kill(signal);
  }

  begin(job: Job): void {
    const trainer = trainerFor(this.environment, job);
    this.trainer = trainer;
    const listeners = [
      [
        trainer,
        'message',
        (event: unknown) => (event === isDone ? end(0, null) : this.emit('message', event)),
      ],
      [trainer, 'close', (code: number | null, signal: string | null) => end(code, signal)],
      [trainer.stdout, 'data', (chunk: Buffer) => this.stdout.emit('data', chunk)],
      [trainer.stderr, 'data', (chunk: Buffer) => this.stderr.emit('data', chunk)],
    ] as const;
    const end = (code: number | null, signal: string | null): void => {
      for (const [emitter, name, listener] of listeners) emitter?.off(name, listener);
      this.connected = false;
      this.emit('close', code, signal);
    };
    for (const [emitter, name, listener] of listeners) emitter?.on(name, listener);
    // A file cannot be given to a process that is there: it reads the data itself.
    const task: Task = { cwd: process.cwd(), job: { ...job, handed: null } };
    trainer.send(task);
  }
}

function trainerFor(environment: NodeJS.ProcessEnv, { place: { backend } }: Job): ChildProcess {
  const key = JSON.stringify([Object.entries(environment).sort(), backend]);
  const found = trainers.get(key);
  if (found) return found;
  const trainer = fork(join(import.meta.dirname, 'trainer.js'), {
    env: environment,
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  trainer.on('exit', () => trainers.delete(key));
  trainers.set(key, trainer);
  return trainer;
}
