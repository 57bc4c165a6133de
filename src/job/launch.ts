// Starts the child process of a run with the environment that TensorFlow reads before it starts,
// and hands on its events.
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { exitCodes, problemSaid, type ToldError } from '../ground/errors.js';
import type { Job, RunEvent, Told } from '../experiment/job.js';
import type { StopSignal } from '../run/record.js';
import { endingOf, lastWordsOf } from './death.js';
import { onFailedStart } from './failed-start.js';
import { listenForStops, stopAtOnce, type Stops } from './signals.js';
import { handedFile, startChild } from './start-child.js';

/**
 * How a run ended: its last event, or the death of its process; and the signal that asked for an
 * end, if one did.
 */
export type Outcome = (
  | Extract<RunEvent, { type: 'finished' }>
  | (Extract<RunEvent, { type: 'failed' }> & Begun)
  | ({
      readonly type: 'died';
      readonly message: string;
      readonly exitCode: number;
      readonly error: ToldError;
    } & Begun)
) & { readonly signal: StopSignal | null };

/** Its folder, where it had come so far. */
type Begun = { readonly folder: string | null };

type Ending = Extract<RunEvent, { type: 'finished' | 'failed' }>;

// While a graph is recorded and loaded nobody in the child can listen; how long that may take after
// a signal, in milliseconds.
const preparing = 3000;

/** Trains one job in a process of its own, whose data may come with it in open files; signals that reach this one are passed on. */
export async function launchRun(
  job: Job,
  environment: Readonly<Record<string, string>>,
  onEvent: (event: RunEvent) => void,
  handed: readonly number[] = [],
): Promise<Outcome> {
  const { child, said } = startChild(environment, handed);
  let isTraining = false;
  let folder: string | null = null;
  const signals = forwardSignals(child, () => isTraining);
  let ending: Ending | null = null;
  child.on('message', ({ run, event }: Told) => {
    if (run !== job.id) return;
    if (event.type === 'finished' || event.type === 'failed') ending = event;
    if (event.type === 'started') folder = event.folder;
    isTraining ||= event.type === 'step' || event.type === 'epoch';
    onEvent(event);
  });
  child.send({ ...job, handed: handed.length === 0 ? null : handedFile });
  const { code, signal } = await new Promise<{
    code: number | null;
    signal: NodeJS.Signals | null;
  }>((resolve) => {
    child.on('close', (exit, by) => resolve({ code: exit, signal: by }));
    onFailedStart(child, () => resolve({ code: null, signal: null }));
  });
  signals.stop();
  // A run that came to its end all the same is finished; what was to come after it is not begun.
  if (ending) return { folder, ...(ending as Ending), signal: signals.asked() };
  return died(code, signal, { said: said(), asked: signals.asked(), isTraining, folder });
}

type Last = {
  readonly said: string;
  readonly asked: StopSignal | null;
  readonly isTraining: boolean;
  readonly folder: string | null;
};

/** The process that trains dies without a word only when it is killed or TensorFlow aborts. */
function died(
  code: number | null,
  signal: NodeJS.Signals | null,
  { said, asked, isTraining, folder }: Last,
): Outcome {
  const again = folder === null ? '' : `; go on with: dlx resume ${folder}`;
  if (asked) {
    const message = `stopped by ${asked} before its ${isTraining ? 'state was committed' : 'first step'}${again}`;
    return diedWith(message, exitCodes.signal + constants.signals[asked], { asked, folder });
  }
  const message = `the process that trained ${endingOf(code, signal)}${again}${lastWordsOf(said)}`;
  return diedWith(message, exitCodes.failed, { asked: null, folder });
}

// What has a folder goes on there; what has none is begun again.
function diedWith(
  message: string,
  exitCode: number,
  { asked, folder }: Pick<Last, 'asked' | 'folder'>,
): Outcome {
  const action = folder === null ? 'retry' : 'resume';
  const error: ToldError = { kind: 'interrupted', action, problems: [problemSaid(message)] };
  return { type: 'died', message, exitCode, folder, signal: asked, error };
}

// The first one asks the child to stop after its step, a second one to stop at once, which it can
// between calls into TensorFlow; a third one does not ask. A child that has not begun to train has
// nothing to commit, and is not waited for long.
function forwardSignals(child: ChildProcess, isTraining: () => boolean): Stops {
  let waiting: NodeJS.Timeout | undefined;
  const stops = listenForStops((signal, wishes) => {
    waiting ??= setTimeout(() => isTraining() || child.kill('SIGKILL'), preparing);
    // A process that was inside TensorFlow all the while sees two signals as one.
    if (wishes === 2 && child.connected) child.send(stopAtOnce);
    else child.kill(wishes > 2 ? 'SIGKILL' : signal);
  });
  const stop = (): void => {
    clearTimeout(waiting);
    stops.stop();
  };
  return { ...stops, stop };
}
