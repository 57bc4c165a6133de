// The process that trains: takes its jobs from the command, one after another, tells it what
// happens in each, and stops when it is told to. It ends when it has no more, or stays for others.
import { constants } from 'node:os';
import { exitCodes, stackOf, toldOf, UserError } from '../ground/errors.js';
import type { Job, RunEvent, Told } from '../experiment/job.js';
import type { Held } from '../experiment/held.js';
import { startPeakAnew } from '../experiment/keeping.js';
import { runExperiment } from '../experiment/run.js';
import { fitBatchSize } from '../experiment/fitting.js';
import {
  isRows,
  type EvaluatedEvent,
  type EvaluateJob,
  type PredictEvent,
  type PredictJob,
  type RowsFor,
} from '../inference/job.js';
import type { StopSignal } from '../run/record.js';
import { evaluationBatch } from '../training/evaluating.js';
import { outOfMemory, tooLarge } from '../experiment/trainers.js';
import { Mailbox, servePredictions } from './serving.js';
import { free, type Stay } from './start-child.js';
import { listenForStops, stopAtOnce } from './signals.js';

serve();

function serve(): void {
  // The step under way is finished first. One interrupt may arrive twice, from the terminal and
  // from the command; one that comes again does not wait, and finds no file half written: a commit
  // is never between two turns of the event loop.
  const stops = listenForStops((_, wishes) => void (wishes > 1 && leave(asked())));
  let isAlone = false;
  // A run whose command is gone has nobody to tell; it stops as if hung up on.
  const asked = (): StopSignal | null => stops.asked() ?? (isAlone ? 'SIGHUP' : null);
  let waiting = 0;
  // What a worker keeps from one run to the next; a process of one run keeps nothing.
  let held: Held | null = null;
  let isUsed = false;
  let last = Promise.resolve();
  const rows = new Mailbox<RowsFor>();
  process.on('disconnect', () => {
    isAlone = true;
    rows.put({ run: '', rows: null });
  });
  process.on('message', (message: Task | RowsFor | typeof stopAtOnce | Stay) => {
    if (message === stopAtOnce) leave(asked());
    if ('stay' in message) {
      const { stay } = message;
      last = last.then(async () => {
        const { holding } = await import('../experiment/held.js');
        held = holding(stay);
      });
      return;
    }
    if (isRows(message)) {
      rows.put(message);
      return;
    }
    waiting += 1;
    last = last.then(async () => {
      if (isUsed) startPeakAnew();
      isUsed = true;
      await taskWork(message, rows, { asked, held });
      waiting -= 1;
      if (waiting > 0 || !process.connected) return;
      if (held) process.send?.(free, undefined, undefined, () => undefined);
      else process.disconnect();
    });
  });
}

/** What this process may be asked to do. */
type Task = Job | PredictJob | EvaluateJob;

/** What a run asks and uses of the process that it is in. */
type Around = { readonly asked: () => StopSignal | null; readonly held: Held | null };

function taskWork(task: Task, rows: Mailbox<RowsFor>, around: Around): Promise<void> {
  switch (task.purpose) {
    case 'predict':
      return predict(task, rows);
    case 'evaluate':
      // Nothing of it is kept, so it is for nobody once its command is gone.
      process.on('disconnect', () => process.exit());
      return evaluate(task);
    default:
      return work(task, around);
  }
}

function leave(signal: StopSignal | null): never {
  process.exit(exitCodes.signal + constants.signals[signal ?? 'SIGINT']);
}

async function work(job: Job, { asked, held }: Around): Promise<void> {
  const tell = (event: RunEvent): void => send({ run: job.id, event });
  try {
    if (job.purpose === 'fit') {
      await fitBatchSize(job, (batchSize) => tell({ type: 'fits', batchSize }));
    } else await runExperiment(job, { tell, stopSignal: asked, held });
  } catch (thrown) {
    tell(failedBy(tooLarge(thrown) ?? thrown));
  }
}

async function predict(job: PredictJob, rows: Mailbox<RowsFor>): Promise<void> {
  const tell = (event: PredictEvent): void => send({ run: job.id, event });
  try {
    await servePredictions(job, rows, tell);
  } catch (thrown) {
    tell(failedBy(outOfMemory(thrown, job.batch) ?? thrown));
  }
}

async function evaluate(job: EvaluateJob): Promise<void> {
  try {
    // A training needs none of what reads data of other kinds.
    const { evaluateKept } = await import('../experiment/evaluation.js');
    send({ run: job.id, event: await evaluateKept(job) });
  } catch (thrown) {
    send({ run: job.id, event: failedBy(outOfMemory(thrown, evaluationBatch) ?? thrown) });
  }
}

function failedBy(error: unknown): Extract<RunEvent, { type: 'failed' }> {
  const [message, exitCode] =
    error instanceof UserError ? [error.message, error.exitCode] : [stackOf(error), exitCodes.bug];
  return { type: 'failed', message, exitCode, error: toldOf(error) };
}

// The command may be killed at any moment; then there is nobody to tell, and the run is still to be
// committed.
function send(
  told: Told | { readonly run: string; readonly event: PredictEvent | EvaluatedEvent },
): void {
  if (process.connected) process.send?.(told, undefined, undefined, () => undefined);
}
