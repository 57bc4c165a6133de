// Where training stands between two steps: all that the loop remembers beside what is on the
// device. With the weights, slots and totals it is the whole state of a run, for random numbers
// follow from seed, epoch and step.
import { anyNumber, choice, fields, integer } from '../words/arguments.js';
import type { CheckedOf } from '../words/kinds.js';
import { notStopped, plateauKind, stoppingKind } from './monitor.js';

/** A place in a run, between two steps. */
export const positionKind = fields(
  {
    /** The epoch under way, from 1; beyond the last one when all are done. */
    epoch: integer({ min: 0 }),
    /** Its steps that are done; all of them where only its validation is missing. */
    step: integer({ min: 0 }),
    /** Seconds that were spent on it. */
    seconds: anyNumber(),
    /** The best epoch so far and its monitored value. */
    best: fields({ epoch: integer({ min: 0 }), value: anyNumber() }).nullable(),
    stopping: stoppingKind,
    plateau: plateauKind,
    /** Why no epoch follows, though there may be some left. */
    ended: choice(['stopped early', 'diverged', 'budget']).nullable(),
  },
  {
    /**
     * Seconds of the whole training by the clock, from its first step on, without the time between
     * what was committed and the end of a process that went no further.
     */
    spent: anyNumber(),
  },
);

/** The same as a value. */
export type Position = CheckedOf<typeof positionKind>;

/** Before the first step, with the learning rate that the plateau rule begins with. */
export function startingPosition(rate: number): Position {
  return {
    epoch: 1,
    step: 0,
    seconds: 0,
    spent: 0,
    best: null,
    stopping: notStopped,
    plateau: { best: null, waited: 0, cooldown: 0, rate },
    ended: null,
  };
}
