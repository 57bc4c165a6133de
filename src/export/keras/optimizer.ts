// Keras' optimizer for a spec's: its object, and what it keeps before its first step, for which a
// .keras file must have a place or Keras warns.
import type { Tagged } from '../../words/kinds.js';
import { toDigits } from '../../text/digits.js';
import { isTagged } from '../../words/tagged.js';
import { optimizerEntry } from '../../training/optimizers/optimizers.js';
import { averageSlot } from '../../training/optimizers/optimizer.js';
import { lengthInSteps } from '../../training/schedules/schedule.js';
import {
  learningRateOf,
  rateAt,
  schedules,
  type RunLength,
} from '../../training/schedules/schedules.js';
import { type Config, Float } from './config.js';
import { configOf, kerasClass, kerasObject, entryNamed, type Refuse } from './objects.js';

/** What an optimizer keeps. */
export type OptimizerState = {
  /** Its learning rate, which is kept unless it is a schedule. */
  readonly rate: number | null;
  /** What each slot of a weight begins with; those of one list are made together. */
  readonly slots: readonly (readonly number[])[];
  /** Numbers that there are once. */
  readonly last: readonly number[];
};

/** An optimizer as Keras has it, and what of it is said otherwise there, a sentence each. */
export type KerasOptimizer = {
  readonly object: Config;
  readonly state: OptimizerState;
  readonly notes: readonly string[];
};

/** Slots that Keras makes one after the other; all others are made together. */
const apart: ReadonlySet<string> = new Set([
  averageSlot,
  'velocity_hat',
  'average_gradient',
  'rmsprop/velocity',
  'rmsprop/momentum',
]);

/** Keras' optimizer for one of a run of some length. */
export function kerasOptimizer(
  optimizer: Tagged,
  length: RunLength,
  refuse: Refuse,
): KerasOptimizer {
  const { name, arguments: args } = optimizer;
  const entry = optimizerEntry(optimizer);
  const notes: string[] = [];
  const rate = kerasRate(learningRateOf(optimizer), length, notes, refuse);
  const className = kerasClass('optimizer', name) ?? name;
  const { learning_rate: _, ...others } = entry.arguments;
  return {
    object: kerasObject('optimizer', className, {
      name,
      learning_rate: rate,
      ...configOf(others, args, refuse),
    }),
    state: {
      rate: rate instanceof Float ? rate.value : null,
      slots: slotGroups(name, entry.slots(args), args),
      last: name === 'nadam' ? [1] : [],
    },
    notes,
  };
}

function slotGroups(
  name: string,
  slots: ReturnType<ReturnType<typeof optimizerEntry>['slots']>,
  args: Tagged['arguments'],
): readonly (readonly number[])[] {
  // Keras' RMSprop has no slot for a momentum of 0.
  const there = slots.filter(
    (slot) => !(name === 'rmsprop' && slot.name === 'momentum' && args['momentum'] === 0),
  );
  const isApart = (slot: string): boolean => apart.has(slot) || apart.has(`${name}/${slot}`);
  const initials = (some: typeof there): readonly number[] =>
    // Averages of weights begin with the first update, whatever they are before.
    some.map(({ initial }) => (initial === 'weight' ? 0 : initial));
  const before = there.filter((slot) => slot.name === averageSlot);
  const together = there.filter((slot) => !isApart(slot.name));
  const after = there.filter((slot) => isApart(slot.name) && slot.name !== averageSlot);
  return [
    ...before.map((slot) => initials([slot])),
    ...(together.length > 0 ? [initials(together)] : []),
    ...after.map((slot) => initials([slot])),
  ];
}

function kerasRate(
  rate: number | Tagged,
  length: RunLength,
  notes: string[],
  refuse: Refuse,
): Config {
  if (!isTagged(rate)) return new Float(rate);
  const className = kerasClass('schedule', rate.name);
  if (className === undefined) {
    const first = rateAt(rate, 0, length);
    notes.push(
      `Keras has no learning rate ${rate.name}: its place is taken by the rate that it begins with, ${toDigits(first, 7)}`,
    );
    return new Float(first);
  }
  const { arguments: kinds } = entryNamed(schedules, rate.name);
  // Keras' schedules know steps alone.
  const own = Object.entries(kinds).filter(([key]) => !key.endsWith('_epochs'));
  return kerasObject(
    'schedule',
    className,
    configOf(Object.fromEntries(own), { ...rate.arguments, ...inSteps(rate, length) }, refuse),
  );
}

/** The lengths of a schedule in steps. */
function inSteps(
  { name, arguments: args }: Tagged,
  run: RunLength,
): Readonly<Record<string, number | readonly number[]>> {
  const given = (key: string): number | null => {
    const value = args[key];
    return typeof value === 'number' ? value : null;
  };
  const lengthOf = (key: string): number =>
    lengthInSteps(given(`${key}_steps`), given(`${key}_epochs`), run);
  if (name === 'CosineDecay') return cosineLengths(given, run);
  if (name === 'CosineDecayRestarts') {
    return { first_decay_steps: Math.max(1, lengthOf('first_decay')) };
  }
  if (name !== 'PiecewiseConstantDecay') return { decay_steps: lengthOf('decay') };
  const { boundary_epochs: ends } = args;
  // A value holds up to and including its boundary, and an epoch's end is the first step of the next.
  return Array.isArray(ends)
    ? { boundaries: ends.map((end) => Math.ceil(Number(end) * run.stepsPerEpoch) - 1) }
    : {};
}

// As in dlx, the warm-up is a part of the whole run.
function cosineLengths(
  given: (key: string) => number | null,
  run: RunLength,
): Readonly<Record<string, number>> {
  const warmup =
    given('warmup_target') === null
      ? 0
      : (given('warmup_steps') ?? (given('warmup_epochs') ?? 0) * run.stepsPerEpoch);
  const [steps, epochs] = [given('decay_steps'), given('decay_epochs')];
  const whole = lengthInSteps(steps, epochs, run);
  return {
    warmup_steps: warmup,
    decay_steps: steps === null && epochs === null ? Math.max(1, whole - warmup) : whole,
  };
}
