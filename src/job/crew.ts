// Workers for the runs of one command: processes that hold TensorFlow and the data, each with one run
// at a time. One that dies takes its run with it alone; the next run gets a new one.
import type { Job, RunEvent } from '../experiment/job.js';
import type { StopSignal } from '../run/record.js';
import { startWorker, type Outcome, type Worker } from './launch.js';
import { listenForStops, type Stops } from './signals.js';
import { handedFile } from './start-child.js';

/** A run for a worker: its job, what TensorFlow reads before it starts, and the open files of its data. */
export type Assignment = {
  readonly job: Job;
  readonly environment: Readonly<Record<string, string>>;
  readonly files: readonly number[];
};

/** Workers; disposing of them ends those that have no run. */
export type Crew = Disposable & {
  /** Trains in a worker that is free, or in a new one. */
  readonly run: (assignment: Assignment, onEvent: (event: RunEvent) => void) => Promise<Outcome>;
  /** Passes a signal on to all runs under way, as if this process had got it. */
  readonly stop: (signal: StopSignal) => void;
  /** The signal that this process got while it had workers, or null. */
  readonly asked: () => StopSignal | null;
};

/** What workers have open: for each data set the file that it comes in, and those behind it. */
type Files = readonly (readonly number[])[];

type Member = { readonly worker: Worker; readonly kind: string; readonly files: Files };

/**
 * A crew that nobody belongs to yet, each of which is to have about so many runs; a worker has open
 * what all runs so far came with.
 */
export function openCrew(runsEach: number): Crew {
  const free: Member[] = [];
  const busy = new Set<Member>();
  const files: (readonly number[])[] = [];
  let stops: Stops | null = null;
  const asked = (): StopSignal | null => stops?.asked() ?? null;
  const hear = (signal: StopSignal, wishes: number): void => {
    for (const { worker } of busy) worker.hear(signal, wishes);
  };
  const memberFor = ({ environment, files: own }: Assignment): Member => {
    const kind = JSON.stringify(environment);
    const fits = (one: Member): boolean =>
      one.kind === kind && !one.worker.isGone() && placeOf(own, one.files) !== undefined;
    const found = free.find(fits);
    if (found) {
      free.splice(free.indexOf(found), 1);
      return found;
    }
    // The new one takes the place of those that do not fit.
    for (const { worker } of free.splice(0)) worker.end();
    const open = [...files];
    return {
      worker: startWorker({ environment, files: open.flat(), jobs: Math.max(2, runsEach), asked }),
      kind,
      files: open,
    };
  };
  return {
    run: async (assignment, onEvent) => {
      stops ??= listenForStops(hear);
      const { job, files: own } = assignment;
      if (placeOf(own, files) === undefined) files.push(own);
      const member = memberFor(assignment);
      busy.add(member);
      const outcome = await member.worker.run(job, {
        onEvent,
        handed: placeOf(own, member.files) ?? null,
      });
      busy.delete(member);
      // What failed in it may have left it in a state that no run should begin in.
      if (outcome.type === 'finished' && !asked()) free.push(member);
      else member.worker.end();
      return outcome;
    },
    stop: (signal) => hear(signal, 1),
    asked,
    [Symbol.dispose]: () => {
      for (const { worker } of [...free, ...busy]) worker.end();
      stops?.stop();
    },
  };
}

// The descriptor of a data set's first file in a process that has these open; null where it has none,
// undefined where they are not among them.
function placeOf([first]: readonly number[], open: Files): number | null | undefined {
  if (first === undefined) return null;
  let place = handedFile;
  for (const files of open) {
    if (files[0] === first) return place;
    place += files.length;
  }
  return undefined;
}
