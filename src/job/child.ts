// The process that trains: takes its jobs from the command, one after another, tells it what
// happens in each, and stops when it is told to.
import { constants } from 'node:os';
import { exitCodes, stackOf, toldOf, UserError } from '../ground/errors.js';
import type { Job, RunEvent, Told } from '../experiment/job.js';
import { runExperiment } from '../experiment/run.js';
import { fitBatchSize } from '../experiment/fitting.js';
import type { StopSignal } from '../run/record.js';
import { tooLarge } from '../experiment/trainers.js';
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
  let last = Promise.resolve();
  process.on('disconnect', () => (isAlone = true));
  process.on('message', (message) => {
    if (message === stopAtOnce) leave(asked());
    waiting += 1;
    last = last.then(async () => {
      await work(message as Job, asked);
      waiting -= 1;
      if (waiting === 0 && process.connected) process.disconnect();
    });
  });
}

function leave(signal: StopSignal | null): never {
  process.exit(exitCodes.signal + constants.signals[signal ?? 'SIGINT']);
}

async function work(job: Job, stopSignal: () => StopSignal | null): Promise<void> {
  const tell = (event: RunEvent): void => send({ run: job.id, event });
  try {
    if (job.purpose === 'fit') {
      await fitBatchSize(job, (batchSize) => tell({ type: 'fits', batchSize }));
    } else await runExperiment(job, { tell, stopSignal });
  } catch (thrown) {
    tell(failedBy(tooLarge(thrown) ?? thrown));
  }
}

function failedBy(error: unknown): RunEvent {
  const [message, exitCode] =
    error instanceof UserError ? [error.message, error.exitCode] : [stackOf(error), exitCodes.bug];
  return { type: 'failed', message, exitCode, error: toldOf(error) };
}

// The command may be killed at any moment; then there is nobody to tell, and the run is still to be
// committed.
function send(told: Told): void {
  if (process.connected) process.send?.(told, undefined, undefined, () => undefined);
}
