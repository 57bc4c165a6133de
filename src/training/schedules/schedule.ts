// What a learning-rate schedule is: the rate as a function of the number of steps already taken.
// Lengths may be given in epochs instead of steps.
import { integer, number, type ArgumentsOf, type ArgumentKinds } from '../../words/arguments.js';
import type { Method } from '../../words/kinds.js';
import type { Entry } from '../../words/tagged.js';

/** How long the run is, for lengths in epochs. */
export type RunLength = { readonly stepsPerEpoch: number; readonly epochs: number };

/** A schedule of the table. `rate` is that of the next step after `step` steps. */
export type ScheduleEntry<S extends ArgumentKinds = ArgumentKinds> = Omit<Entry, 'problem'> & {
  readonly arguments: S;
  readonly rate: Method<[args: ArgumentsOf<S>, step: number, length: RunLength], number>;
  readonly problem?: Method<[args: ArgumentsOf<S>], string | null>;
};

/** A schedule as the table holds it: its arguments' types are known to its own functions alone. */
export function defineSchedule<S extends ArgumentKinds>(entry: ScheduleEntry<S>): ScheduleEntry {
  return entry;
}

/** A learning rate that must be written. */
export const rate = number({ min: 0 });

/** A length in steps, as Keras has it. */
export const steps = integer({ min: 1 }).nullable().default(null);

/** The same length in epochs, beside it. */
export const epochs = number({ above: 0 }).nullable().default(null);

/** A length as two arguments have it, in steps: the whole run where neither is given. */
export function lengthInSteps(
  inSteps: number | null,
  inEpochs: number | null,
  run: RunLength,
): number {
  return inSteps ?? (inEpochs ?? run.epochs) * run.stepsPerEpoch;
}

/**
 * What is wrong where two arguments are given for one length, as `decay_steps` and `decay_epochs`,
 * or null.
 */
export function oneOf<A extends Readonly<Record<string, unknown>>>(
  args: A,
  one: keyof A & string,
  other: keyof A & string,
): string | null {
  return args[one] !== null && args[other] !== null ? `takes ${one} or ${other}, not both` : null;
}
