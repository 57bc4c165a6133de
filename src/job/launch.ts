// A process that trains, from the side of the command: started with the environment that TensorFlow
// reads before it starts, given a run, or one after another, and listened to.
import { constants } from 'node:os';
import { exitCodes, problemSaid, type ToldError } from '../ground/errors.js';
import type { Job, RunEvent, Told } from '../experiment/job.js';
import type { StopSignal } from '../run/record.js';
import { endingOf, lastWordsOf, wishOf } from './death.js';
import { onFailedStart } from './failed-start.js';
import { listenForStops, stopAtOnce } from './signals.js';
import { free, handedFile, startChild, type Stay } from './start-child.js';

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

/** Who hears of a run, and the descriptor of the open file that its data comes in; null where it is to be read. */
export type Launching = {
  readonly onEvent: (event: RunEvent) => void;
  readonly handed: number | null;
};

/** A process that trains one job after another, one at a time. */
export type Worker = {
  readonly run: (job: Job, launching: Launching) => Promise<Outcome>;
  /** Passes a signal on to the run under way; `wishes` is how many there have been. */
  readonly hear: (signal: StopSignal, wishes: number) => void;
  /** Whether it takes no more jobs. */
  readonly isGone: () => boolean;
  /** Ends it, where it has no job. */
  readonly end: () => void;
};

/** How a worker is started; `files` are open in it from {@link handedFile} on. */
export type Hiring = {
  readonly environment: Readonly<Record<string, string>>;
  readonly files: readonly number[];
  /** About how many jobs it gets; after a single one it ends by itself. */
  readonly jobs: number;
  /** The signal that has asked for an end, or null. */
  readonly asked: () => StopSignal | null;
};

/** Trains one job in a process of its own, whose data may come with it in open files; signals that reach this one are passed on. */
export async function launchRun(
  job: Job,
  environment: Readonly<Record<string, string>>,
  onEvent: (event: RunEvent) => void,
  files: readonly number[] = [],
): Promise<Outcome> {
  const hired: Worker[] = [];
  const stops = listenForStops((signal, wishes) => hired[0]?.hear(signal, wishes));
  try {
    const worker = startWorker({ environment, files, jobs: 1, asked: stops.asked });
    hired.push(worker);
    return await worker.run(job, { onEvent, handed: files.length === 0 ? null : handedFile });
  } finally {
    stops.stop();
  }
}

/** Starts a process that trains. */
export function startWorker({ environment, files, jobs, asked }: Hiring): Worker {
  const { child, said, forget } = startChild(environment, files);
  let current: Running | null = null;
  let isGone = false;
  const gone = (code: number | null, signal: NodeJS.Signals | null): void => {
    isGone = true;
    current?.gone(code, signal);
  };
  child.on('close', gone);
  onFailedStart(child, () => gone(null, null));
  child.on('message', (message: Told | typeof free) => {
    if (message === free) current?.free();
    else current?.told(message);
  });
  // A message that does not arrive is told of by the end of the process.
  const send = (message: Job | Stay | typeof stopAtOnce): void =>
    void (child.connected && child.send(message, () => undefined));
  if (jobs > 1) send({ stay: jobs });
  return {
    run: async (job, { onEvent, handed }) => {
      forget();
      const ended = new Promise<Ended>((resolve) => (current = running(job, onEvent, resolve)));
      if (isGone) gone(null, null);
      else send({ ...job, handed });
      const { ending, isTraining, folder, code, signal } = await ended;
      current = null;
      // A run that came to its end all the same is finished; what was to come after it is not begun.
      if (ending) return { folder, ...ending, signal: asked() };
      return died(code, signal, {
        said: said(),
        asked: asked() ?? wishOf(signal),
        isTraining,
        folder,
      });
    },
    // The first one asks the child to stop after its step, a second one to stop at once, which it
    // can between calls into TensorFlow; a third one does not ask.
    hear: (signal, wishes) => {
      if (!current) return;
      current.hurry(() => child.kill('SIGKILL'));
      // A process that was inside TensorFlow all the while sees two signals as one.
      if (wishes === 2 && child.connected) send(stopAtOnce);
      else child.kill(wishes > 2 ? 'SIGKILL' : signal);
    },
    isGone: () => isGone,
    // All that its runs have written is on the disk.
    end: () => void (isGone || child.kill('SIGKILL')),
  };
}

/** How a run ended in its process, and how that did where it is gone. */
type Ended = {
  readonly ending: Ending | null;
  readonly isTraining: boolean;
  readonly folder: string | null;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
};

/** A job under way: what is told of it. */
type Running = {
  readonly told: (told: Told) => void;
  readonly free: () => void;
  readonly gone: (code: number | null, signal: NodeJS.Signals | null) => void;
  /** A job that has not begun to train has nothing to commit, and is not waited for long. */
  readonly hurry: (kill: () => void) => void;
};

function running(
  job: Job,
  onEvent: (event: RunEvent) => void,
  over: (ended: Ended) => void,
): Running {
  let isTraining = false;
  let folder: string | null = null;
  let ending: Ending | null = null;
  let waiting: NodeJS.Timeout | undefined;
  const gone: Running['gone'] = (code, signal) => {
    clearTimeout(waiting);
    over({ ending, isTraining, folder, code, signal });
  };
  return {
    told: ({ run, event }) => {
      if (run !== job.id) return;
      if (event.type === 'finished' || event.type === 'failed') ending = event;
      if (event.type === 'started') folder = event.folder;
      isTraining ||= event.type === 'step' || event.type === 'epoch';
      onEvent(event);
    },
    free: () => gone(null, null),
    gone,
    hurry: (kill) => (waiting ??= setTimeout(() => isTraining || kill(), preparing)),
  };
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
