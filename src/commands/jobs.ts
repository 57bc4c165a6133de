// How many runs of a command are trained at a time, and by whom: `--jobs`, or by what the models cost.
import { availableParallelism, freemem } from 'node:os';
import { openCrew } from '../job/crew.js';
import { placeRun, type Notices } from '../machine/placement.js';
import { portableBackendOf } from '../model/network.js';
import { counted } from '../text/wrap.js';
import type { Wanted, Workplace } from './runs.js';

/** Workers, and how many of them may have a run at a time. */
export type Jobs = Disposable &
  Workplace & {
    readonly count: number;
    /** A sentence on how many there are and why; null where there is no choice. */
    readonly note: string | null;
  };

// TensorFlow, what it keeps between steps, and data that is not large.
const bytesPerWorker = 2 ** 30;

/** What this machine has for workers. */
export type Machine = { readonly cores: number; readonly freeBytes: number };

/**
 * How many workers these runs have where nobody says it, and why: one a core where each run has one
 * thread and nothing but the processor, else one.
 */
export function usualJobs(
  wanted: readonly Pick<Wanted, 'how' | 'plan'>[],
  isOnGpu: boolean,
  { cores, freeBytes }: Machine,
): { readonly count: number; readonly why: string } {
  if (isOnGpu) return { count: 1, why: 'they share one GPU' };
  if (wanted.some(({ how }) => how.threads > 1)) {
    return { count: 1, why: 'their steps are large enough for all threads' };
  }
  if (wanted.some(({ plan }) => plan.read.spec.budget)) {
    return { count: 1, why: 'a budget is measured by the clock' };
  }
  const room = Math.max(1, Math.floor(freeBytes / bytesPerWorker));
  const most = Math.min(cores, wanted.length);
  return room < most
    ? { count: room, why: 'there is memory for no more' }
    : { count: most, why: 'one thread each, as the models are small' };
}

/** The workers of runs that a command wants trained; `asked` is `--jobs`, or undefined. */
export async function jobsFor(
  wanted: readonly Wanted[],
  asked: number | undefined,
  notices: Notices,
): Promise<Jobs> {
  const placed = placedOnce();
  const { count, note } = await chosen(wanted, asked, () => isOnGpu(wanted, placed, notices));
  const crew = openCrew(Math.ceil(wanted.length / count));
  return { count, note, crew, placed, [Symbol.dispose]: () => crew[Symbol.dispose]() };
}

async function chosen(
  wanted: readonly Wanted[],
  asked: number | undefined,
  onGpu: () => Promise<boolean>,
): Promise<{ readonly count: number; readonly note: string | null }> {
  if (asked !== undefined) return { count: Math.min(asked, wanted.length), note: null };
  const machine = { cores: availableParallelism(), freeBytes: freemem() };
  const { count, why } = usualJobs(wanted, await onGpu(), machine);
  const what = `${counted(wanted.length, 'run')}, ${count === 1 ? 'one after another' : `${count} at a time`}`;
  return { count, note: `${what}: ${why} (--jobs N says otherwise)` };
}

async function isOnGpu(
  wanted: readonly Wanted[],
  placed: typeof placeRun,
  notices: Notices,
): Promise<boolean> {
  for (const { how, plan } of wanted) {
    const { gpu } = await placed(how.device, portableBackendOf(plan.network), notices);
    if (gpu !== null) return true;
  }
  return false;
}

// What a run gets is what the one before it got.
function placedOnce(): typeof placeRun {
  const known = new Map<string, ReturnType<typeof placeRun>>();
  return (device, portable, notices) => {
    const key = JSON.stringify([device, portable]);
    const found = known.get(key) ?? placeRun(device, portable, notices);
    known.set(key, found);
    return found;
  };
}
