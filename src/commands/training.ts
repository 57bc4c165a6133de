// Trains the runs that a command asks for, one after another or several at a time. With --needed they
// are shared with other processes: what another one is training is left for the end, and then is
// there already.
import { setTimeout } from 'node:timers/promises';
import type { Outcome } from '../job/launch.js';
import { listenForStops, type Stops } from '../job/signals.js';
import { claimTrial } from '../run/claims.js';
import { UserError } from '../ground/errors.js';
import type { Reporter } from '../render/terminal/reporter.js';
import { runLabel, type FoldPlace, type StopSignal } from '../run/record.js';
import { claimHash, presentOf, type FinishedRuns, type Hashes, type Present } from './needed.js';
import type { Jobs } from './jobs.js';
import { signalOf, trainOne, type Wanted } from './runs.js';

/** What a run is of. */
export type About = {
  /** The file of its spec, or its folder. */
  readonly spec: string;
  readonly name: string;
  readonly seed: number | null;
  /** Which fold of a cross-validation, where it is of one. */
  readonly fold: FoldPlace | null;
  /** The folder of the run that it came from, or null. */
  readonly parent: string | null;
};

/** A run that is asked for: what it is of, and whether it is there. */
export type Asked = {
  readonly about: About;
  /** What it is known by, where it may be shared with other processes. */
  readonly identity?: Hashes;
} & (Wanted | Present);

/** What became of it; null where a stop came before its beginning. */
export type Ended = {
  readonly about: About;
  readonly outcome: Outcome | null;
  /** Whether it was there already. */
  readonly reused: boolean;
};

/** What became of all that was asked for, in its order, and the signal that asked for an end. */
export type Trained = { readonly runs: readonly Ended[]; readonly signal: StopSignal | null };

/** Who else may train what is asked for, and where it is seen. */
export type Sharing = { readonly runs: string; readonly finished: FinishedRuns };

/** How runs are trained beside each other, and who hears of each as it ends. */
export type Surroundings = {
  readonly sharing?: Sharing | null;
  readonly ended?: (one: Ended) => void;
  /** Who trains, and how many at a time; without it one after another, each in a process of its own. */
  readonly jobs?: Jobs | null;
};

// How often it is looked whether another process has come to its end.
const pollMilliseconds = 300;

/**
 * Trains each of them that is not there yet, until one is stopped by a signal; of those behind it
 * only what is there comes back.
 */
export async function trainAll(
  asked: readonly Asked[],
  reporter: Reporter,
  { sharing = null, ended = () => undefined, jobs = null }: Surroundings = {},
): Promise<Trained> {
  const found = new Map<number, Ended>();
  const round = { reporter: { ...reporter, warn: once(reporter.warn) }, sharing, jobs };
  let signal: StopSignal | null = null;
  // False where another process has it, or nobody is to begin it any more.
  const take = async (i: number, one: Asked, begun: number): Promise<boolean> => {
    signal ??= jobs?.crew.asked() ?? null;
    if (signal && !('present' in one)) return false;
    const result =
      'present' in one ? reusedRun(one.about, one) : await trainShared(one, begun, round);
    if (!result) return false;
    found.set(i, result);
    ended(result);
    const stopped = result.outcome && signalOf(result.outcome);
    // Those beside it were not asked.
    if (stopped && !signal && !jobs?.crew.asked()) jobs?.crew.stop(stopped);
    signal ??= stopped;
    return true;
  };
  let waiting = [...asked.entries()];
  // A signal that comes between two looks is heard, too.
  using patience = waitingRoom();
  for (let looks = 0; waiting.length > 0 && !signal; looks += 1) {
    if (looks > 0) {
      // Whoever reads that it waits may send a signal at once.
      const looking = patience.look();
      reporter.work(waitingFor(waiting.map(([, { about }]) => about)));
      signal = await looking;
    }
    waiting = await leftBy(waiting, jobs?.count ?? 1, take);
  }
  reporter.end();
  signal ??= jobs?.crew.asked() ?? null;
  return {
    runs: asked.map(({ about }, i) => found.get(i) ?? { about, outcome: null, reused: false }),
    signal,
  };
}

type Take = (i: number, one: Asked, begun: number) => Promise<boolean>;

// Takes them in their order, so many at a time; what is left is what could not be taken.
async function leftBy(
  waiting: readonly (readonly [number, Asked])[],
  count: number,
  take: Take,
): Promise<[number, Asked][]> {
  const left: [number, Asked][] = [];
  const queue = [...waiting];
  const lane = async (): Promise<void> => {
    let begun = performance.timeOrigin;
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [i, one] = next;
      if (!(await take(i, one, begun))) left.push([i, one]);
      else if (!('present' in one)) begun = Date.now();
    }
  };
  await Promise.all(Array.from({ length: count }, lane));
  return left.sort(([a], [b]) => a - b);
}

type Round = {
  readonly reporter: Reporter;
  readonly sharing: Sharing | null;
  readonly jobs: Jobs | null;
};

// Null where another process has it.
async function trainShared(
  one: Asked & Wanted,
  begun: number,
  { reporter, sharing, jobs }: Round,
): Promise<Ended | null> {
  const { about, identity } = one;
  using claim = claimed(identity, sharing);
  if (claim.isTaken) return null;
  // Another process may have come to its end since the beginning.
  const present = identity && sharing ? presentOf(sharing.finished, identity) : null;
  if (present) {
    reporter.line(trainedAlready(about, present));
    return reusedRun(about, present);
  }
  const isAlone = (jobs?.count ?? 1) === 1;
  const label = runLabel(about);
  const own = isAlone ? reporter : await reporter.beside(label);
  const outcome = await trainOne(one, begun, own, jobs);
  own.end();
  if (outcome.type !== 'finished') reporter.fail(`${label}: ${outcome.message}`);
  return { about, outcome, reused: false };
}

/** What to say of a run that is there. */
export function trainedAlready(about: About, { present }: Present): string {
  return `${runLabel(about)}: trained already, ${present}`;
}

function once(warn: Reporter['warn']): Reporter['warn'] {
  const warned = new Set<string>();
  return (message) => {
    if (!warned.has(message)) warn(message);
    warned.add(message);
  };
}

function reusedRun(about: About, { present, record }: Present): Ended {
  return {
    about,
    outcome: { type: 'finished', folder: present, record, signal: null },
    reused: true,
  };
}

type Claimed = Disposable & { readonly isTaken: boolean };

function claimed(identity: Hashes | undefined, sharing: Sharing | null): Claimed {
  if (!identity || !sharing) return { isTaken: false, [Symbol.dispose]: () => undefined };
  const claim = claimOrNone(sharing.runs, claimHash(identity));
  if (claim) sharing.finished.refresh();
  return { isTaken: claim === null, [Symbol.dispose]: () => claim?.[Symbol.dispose]() };
}

// Where nothing can be written the run's own process says so.
function claimOrNone(runs: string, hash: string): Disposable | null {
  try {
    return claimTrial(runs, hash);
  } catch (error) {
    if (error instanceof UserError) return { [Symbol.dispose]: () => undefined };
    throw error;
  }
}

function waitingFor(waiting: readonly About[]): string {
  const [first] = waiting;
  const others = waiting.length > 1 ? ` and ${waiting.length - 1} more` : '';
  return `another process trains ${first ? runLabel(first) : ''}${others}: waiting for it`;
}

type Patience = Disposable & {
  /** Waits a little; the signal that has asked for an end by then, or null. */
  readonly look: () => Promise<StopSignal | null>;
};

// Listens from the first look on.
function waitingRoom(): Patience {
  let stops: Stops | null = null;
  return {
    look: async () => {
      stops ??= listenForStops();
      await setTimeout(pollMilliseconds);
      return stops.asked();
    },
    [Symbol.dispose]: () => stops?.stop(),
  };
}
