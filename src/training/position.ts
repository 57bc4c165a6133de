// Where training stands between two steps: all that the loop remembers beside what is on the
// device. With the weights, slots and totals it is the whole state of a run, for random numbers
// follow from seed, epoch and step.
import type { PlateauState, StoppingState } from './monitor.js';
import { notStopped } from './monitor.js';

/** A place in a run, between two steps. */
export type Position = {
  /** The epoch under way, from 1; beyond the last one when all are done. */
  readonly epoch: number;
  /** Its steps that are done; all of them where only its validation is missing. */
  readonly step: number;
  /** Seconds that were spent on it. */
  readonly seconds: number;
  /** The best epoch so far and its monitored value. */
  readonly best: { readonly epoch: number; readonly value: number } | null;
  readonly stopping: StoppingState;
  readonly plateau: PlateauState;
  /** Why no epoch follows, though there may be some left. */
  readonly ended: 'stopped early' | 'diverged' | null;
};

/** Before the first step, with the learning rate that the plateau rule begins with. */
export function startingPosition(rate: number): Position {
  return {
    epoch: 1,
    step: 0,
    seconds: 0,
    best: null,
    stopping: notStopped,
    plateau: { best: null, waited: 0, cooldown: 0, rate },
    ended: null,
  };
}
