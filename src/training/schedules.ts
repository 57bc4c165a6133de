// Learning-rate schedules with Keras' arguments: the rate as a function of the number of steps already taken. Lengths
// may be given in epochs instead of steps.
import { boolean, integer, listOf, number, type ArgumentsOf, type Shape } from '../spec/arguments.js';
import { findEntry, type Entry, type Tagged } from '../spec/tagged.js';

/** How long the run is, for lengths in epochs. */
export type RunLength = { readonly stepsPerEpoch: number; readonly epochs: number };

type ScheduleEntry<S extends Shape = Shape> = Entry & {
  readonly arguments: S;
  readonly rate: (args: ArgumentsOf<S>, step: number, length: RunLength) => number;
  /** What is wrong with the arguments taken together, or null. */
  readonly problem?: (args: ArgumentsOf<S>) => string | null;
};

function defineSchedule<S extends Shape>(entry: ScheduleEntry<S>): ScheduleEntry {
  return entry as unknown as ScheduleEntry;
}

const steps = integer({ min: 1 }).nullable().default(null);
const epochs = number({ above: 0 }).nullable().default(null);

/** The schedules a spec may name as a learning rate. */
export const schedules: readonly ScheduleEntry[] = [
  defineSchedule({
    name: 'ExponentialDecay',
    aliases: ['exponential_decay'],
    summary: 'initial_learning_rate · decay_rate^(step / decay_steps).',
    arguments: { initial_learning_rate: number({ min: 0 }), decay_steps: steps, decay_rate: number({ above: 0 }), staircase: boolean().default(false), decay_epochs: epochs },
    problem: oneLength,
    rate: (args, step, length) => {
      const passed = step / lengthInSteps(args, length);
      return args.initial_learning_rate * args.decay_rate ** (args.staircase ? Math.floor(passed) : passed);
    },
  }),
  defineSchedule({
    name: 'CosineDecay',
    aliases: ['cosine_decay'],
    summary: 'Down half a cosine to alpha times the start, after a linear warm-up to warmup_target if there is one (Loshchilov and Hutter, 2016).',
    arguments: {
      initial_learning_rate: number({ min: 0 }),
      decay_steps: steps,
      alpha: number({ min: 0, max: 1 }).default(0),
      warmup_target: number({ min: 0 }).nullable().default(null),
      warmup_steps: integer({ min: 0 }).nullable().default(null),
      decay_epochs: epochs,
      warmup_epochs: number({ min: 0 }).nullable().default(null),
    },
    problem: (args) => oneLength(args) ?? warmupProblem(args),
    rate: (args, step, length) => {
      const warmup = args.warmup_target === null ? 0 : (args.warmup_steps ?? (args.warmup_epochs ?? 0) * length.stepsPerEpoch);
      const start = args.warmup_target ?? args.initial_learning_rate;
      if (step < warmup) return args.initial_learning_rate + ((start - args.initial_learning_rate) * step) / warmup;
      // The default length is the whole run, of which the warm-up is a part.
      const decay = args.decay_steps === null && args.decay_epochs === null ? Math.max(1, length.epochs * length.stepsPerEpoch - warmup) : lengthInSteps(args, length);
      const passed = Math.min(1, (step - warmup) / decay);
      return start * ((1 - args.alpha) * 0.5 * (1 + Math.cos(Math.PI * passed)) + args.alpha);
    },
  }),
  defineSchedule({
    name: 'PiecewiseConstantDecay',
    aliases: ['piecewise_constant_decay'],
    summary: 'One value up to and including each boundary (in steps, or, as boundary_epochs, to the end of those epochs), the last one after them.',
    arguments: {
      boundaries: listOf(integer({ min: 0 })).nullable().default(null),
      values: listOf(number({ min: 0 })),
      boundary_epochs: listOf(number({ min: 0 })).nullable().default(null),
    },
    problem: ({ boundaries, values, boundary_epochs }) => {
      const given = boundaries ?? boundary_epochs;
      if (!given || (boundaries && boundary_epochs)) return 'needs either boundaries (in steps) or boundary_epochs';
      if (values.length !== given.length + 1) return `needs one value more than boundaries, got ${values.length} values and ${given.length} boundaries`;
      return given.every((at, i) => i === 0 || at > (given[i - 1] ?? 0)) ? null : 'needs boundaries in ascending order';
    },
    rate: ({ boundaries, values, boundary_epochs }, step, { stepsPerEpoch }) => {
      // Keras holds a value at the step of its boundary; an epoch's end is the first step of the next one.
      const passed = boundaries?.filter((end) => step > end) ?? boundary_epochs?.filter((epoch) => step >= epoch * stepsPerEpoch);
      return values[passed?.length ?? 0] ?? 0;
    },
  }),
];

/** A schedule's rate after `step` steps, or the constant where the learning rate is a number. */
export function rateAt(learningRate: number | Tagged, step: number, length: RunLength): number {
  if (typeof learningRate === 'number') return learningRate;
  return scheduleEntry(learningRate).rate(learningRate.arguments, step, length);
}

/** What is wrong with a schedule's arguments taken together, or null. */
export function scheduleProblem(learningRate: number | Tagged): string | null {
  if (typeof learningRate === 'number') return null;
  const problem = scheduleEntry(learningRate).problem?.(learningRate.arguments) ?? null;
  return problem && `${learningRate.name} ${problem}`;
}

function scheduleEntry({ name }: Tagged): ScheduleEntry {
  const entry = findEntry(schedules, name);
  if (!entry) throw new Error(`no schedule ${name}`);
  return entry;
}

type Length = { readonly decay_steps: number | null; readonly decay_epochs: number | null };

function oneLength({ decay_steps, decay_epochs }: Length): string | null {
  return decay_steps !== null && decay_epochs !== null ? 'takes decay_steps or decay_epochs, not both' : null;
}

function warmupProblem(args: { readonly warmup_target: number | null; readonly warmup_steps: number | null; readonly warmup_epochs: number | null }): string | null {
  if (args.warmup_steps !== null && args.warmup_epochs !== null) return 'takes warmup_steps or warmup_epochs, not both';
  const length = args.warmup_steps ?? args.warmup_epochs;
  return length !== null && args.warmup_target === null ? 'needs warmup_target, the rate that the warm-up climbs to' : null;
}

function lengthInSteps({ decay_steps, decay_epochs }: Length, { stepsPerEpoch, epochs: all }: RunLength): number {
  return decay_steps ?? (decay_epochs ?? all) * stepsPerEpoch;
}
