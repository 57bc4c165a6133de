// What an optimizer is, and the arguments that all of them have. What changes from step to step is
// fed as a tensor; what is constant for the run is a number; what lasts is a slot beside each
// weight.
import type { Operations, Tensor } from '../../tensor/operations.js';
import type { Variable } from '../../tensor/variables.js';
import {
  boolean,
  integer,
  number,
  type ArgumentsOf,
  type ArgumentKinds,
} from '../../words/arguments.js';
import type { Method } from '../../words/kinds.js';
import { numberOrTagged, type Entry } from '../../words/tagged.js';
import { schedules } from '../schedules/schedules.js';

/**
 * A slot that an optimizer keeps for each weight, and what it starts from: a number, or the
 * weight's own values.
 */
export type SlotPlan = { readonly name: string; readonly initial: number | 'weight' };

/** One weight's update. */
export type Update<A> = {
  readonly ops: Operations;
  readonly args: A;
  readonly variable: Variable;
  readonly slot: (name: string) => Variable;
  readonly gradient: Tensor;
  /** A number fed to this step: `rate`, or one that `feeds` names. */
  readonly fed: (name: string) => Tensor;
};

/** Numbers by name. */
export type Numbers = Readonly<Record<string, number>>;

/** An optimizer of the table. */
export type OptimizerEntry<S extends ArgumentKinds = ArgumentKinds> = Entry & {
  readonly arguments: S;
  readonly slots: Method<[args: ArgumentsOf<S>], readonly SlotPlan[]>;
  /** Numbers beside the rate that depend on how many updates there have been, this one included. */
  readonly feeds?: Method<[args: ArgumentsOf<S>, updates: number], Numbers>;
  readonly update: Method<[update: Update<ArgumentsOf<S>>], void>;
};

const limit = number({ min: 0 }).nullable().default(null);

/** Arguments that every optimizer has after its own. */
export const commonArguments = {
  weight_decay: number({ min: 0 }).nullable().default(null),
  clipnorm: limit,
  clipvalue: limit,
  global_clipnorm: limit,
  use_ema: boolean().default(false),
  ema_momentum: number({ min: 0, max: 1 }).default(0.99),
  ema_overwrite_frequency: integer({ min: 1 }).nullable().default(null),
} as const;

/** The checked arguments that every optimizer has. */
export type CommonArguments = ArgumentsOf<typeof commonArguments>;

/**
 * The slot of a weight's moving average, which stands for the weight wherever the model is used.
 */
export const averageSlot = 'average';

/**
 * An optimizer with Keras' common arguments beside its own, of which one may have another default.
 */
export function defineOptimizer<S extends ArgumentKinds>(own: OptimizerEntry<S>): OptimizerEntry {
  const entry: OptimizerEntry = own;
  return {
    ...entry,
    arguments: { ...entry.arguments, ...commonArguments, ...entry.arguments },
    problem: (args: CommonArguments) => entry.problem?.(args) ?? clipProblem(args),
    slots: (args: CommonArguments) => [
      ...entry.slots(args),
      ...(args.use_ema ? [{ name: averageSlot, initial: 'weight' } as const] : []),
    ],
    feeds: (args: CommonArguments, updates: number) => ({
      ...entry.feeds?.(args, updates),
      ...averageFeeds(args, updates),
    }),
  };
}

function clipProblem(args: CommonArguments): string | null {
  const given = (['clipnorm', 'clipvalue', 'global_clipnorm'] as const).filter(
    (name) => args[name] !== null,
  );
  return given.length > 1
    ? `takes one of clipnorm, clipvalue and global_clipnorm, not ${given.join(' and ')}`
    : null;
}

// The first average is the first updated weight itself.
function averageFeeds(
  { use_ema, ema_momentum, ema_overwrite_frequency: every }: CommonArguments,
  updates: number,
): Numbers {
  if (!use_ema) return {};
  const overwrite: Numbers = every === null ? {} : { ema_overwrite: updates % every === 0 ? 1 : 0 };
  return { ema_momentum: updates === 1 ? 0 : ema_momentum, ...overwrite };
}

/** A learning rate: a number or a schedule. */
export const learningRate = (rate: number) =>
  numberOrTagged('schedule', schedules, { min: 0 }).default(rate);

/** A number from 0 to 1, as the decay of a moving average. */
export const share = (value: number) => number({ min: 0, max: 1 }).default(value);

/** What keeps a divisor from 0. */
export const epsilon = number({ min: 0 }).default(1e-7);

/** Slots of these names that start from 0. */
export function zeroSlots(...names: readonly string[]): readonly SlotPlan[] {
  return names.map((name) => ({ name, initial: 0 }));
}

/**
 * A power of a decay as Keras has it: the decay is a float32, which near 1 differs from the number
 * by more than its own rounding.
 */
export function decayPower(decay: number, updates: number): number {
  return Math.fround(decay) ** updates;
}
