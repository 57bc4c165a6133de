// The child process of one run: takes its job from the parent, tells it what happens, and stops
// when it is told to.
import { constants } from 'node:os';
import { exitCodes, UserError } from '../ground/errors.js';
import { oneSignal, stopAtOnce, type Job, type RunEvent } from '../experiment/job.js';
import { runExperiment } from '../experiment/run.js';
import { fitBatchSize } from '../experiment/fitting.js';
import { stopSignals, type StopSignal } from '../run/record.js';
import { tooLarge } from '../experiment/trainers.js';

let asked: StopSignal | null = null;

let askedAt = Infinity;

// The step under way is finished first. One interrupt may arrive twice, from the terminal and from
// the parent; one that comes again does not wait, and finds no file half written: a commit is never
// between two turns of the event loop.
for (const signal of stopSignals) {
  process.on(signal, () => {
    if (performance.now() - askedAt > oneSignal) leave();
    asked ??= signal;
    askedAt = Math.min(askedAt, performance.now());
  });
}
function leave(): never {
  process.exit(exitCodes.signal + constants.signals[asked ?? 'SIGINT']);
}

// A run whose parent is gone has nobody to tell; it stops as if hung up on.
process.on('disconnect', () => (asked ??= 'SIGHUP'));

process.once('message', (job) => {
  process.on('message', (message) => message === stopAtOnce && leave());
  void work(job as Job);
});

async function work(job: Job): Promise<void> {
  try {
    if (job.purpose === 'fit') {
      await fitBatchSize(job, (batchSize) => tell({ type: 'fits', batchSize }));
    } else await runExperiment(job, { tell, stopSignal: () => asked });
  } catch (thrown) {
    const error = tooLarge(thrown) ?? thrown;
    const known = error instanceof UserError;
    const message =
      error instanceof Error
        ? known
          ? error.message
          : (error.stack ?? error.message)
        : String(error);
    tell({ type: 'failed', message, exitCode: known ? error.exitCode : exitCodes.bug });
  }
  if (process.connected) process.disconnect();
}

// The parent may be killed at any moment; then there is nobody to tell, and the run is still to be
// committed.
function tell(event: RunEvent): void {
  if (process.connected) process.send?.(event, undefined, undefined, () => undefined);
}
