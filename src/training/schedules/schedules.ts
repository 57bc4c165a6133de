// The table of learning-rate schedules, with Keras' arguments.
import { boolean, choice, integer, listOf, number } from '../../words/arguments.js';
import { findEntry, isTagged, type Tagged } from '../../words/tagged.js';
import {
  defineSchedule,
  epochs,
  lengthInSteps,
  oneOf,
  rate,
  steps,
  type RunLength,
  type ScheduleEntry,
} from './schedule.js';

export type { RunLength } from './schedule.js';

type Decay = { readonly decay_steps: number | null; readonly decay_epochs: number | null };

const oneDecay = (args: Decay): string | null => oneOf(args, 'decay_steps', 'decay_epochs');
const decayLength = ({ decay_steps, decay_epochs }: Decay, length: RunLength): number =>
  lengthInSteps(decay_steps, decay_epochs, length);

// How many decays there have been, in whole ones with `staircase`.
function decaysPassed(
  args: Decay & { readonly staircase: boolean },
  step: number,
  length: RunLength,
): number {
  const passed = step / decayLength(args, length);
  return args.staircase ? Math.floor(passed) : passed;
}

// The round that a step lies in, how far it is into it, and how long it is, each `factor` times as
// long as the one before. Rounds that hardly grow are as many as there are steps: most of them are
// passed at once, by the sum of their lengths.
function roundAt(
  step: number,
  first: number,
  factor: number,
): { readonly round: number; readonly into: number; readonly length: number } {
  const rounds =
    factor === 1 ? step / first : Math.log1p((step / first) * (factor - 1)) / Math.log(factor);
  let round =
    factor === 1
      ? Math.floor(rounds)
      : Number.isFinite(rounds)
        ? Math.max(0, Math.floor(rounds) - 2)
        : 0;
  let length = first * factor ** round;
  let into = step - (factor === 1 ? round * first : (first * (factor ** round - 1)) / (factor - 1));
  for (; into >= length; round += 1, into -= length, length *= factor);
  return { round, into, length };
}

// From 1 down to 0 along half a cosine.
const halfCosine = (passed: number): number => 0.5 * (1 + Math.cos(Math.PI * passed));

/** The schedules a spec may name as a learning rate. */
export const schedules: readonly ScheduleEntry[] = [
  defineSchedule({
    name: 'ExponentialDecay',
    aliases: ['exponential_decay'],
    summary: 'initial_learning_rate · decay_rate^(step / decay_steps).',
    arguments: {
      initial_learning_rate: rate,
      decay_steps: steps,
      decay_rate: number({ above: 0 }),
      staircase: boolean().default(false),
      decay_epochs: epochs,
    },
    problem: oneDecay,
    rate: (args, step, length) =>
      args.initial_learning_rate * args.decay_rate ** decaysPassed(args, step, length),
  }),
  defineSchedule({
    name: 'InverseTimeDecay',
    aliases: ['inverse_time_decay'],
    summary: 'initial_learning_rate / (1 + decay_rate · step / decay_steps).',
    arguments: {
      initial_learning_rate: rate,
      decay_steps: steps,
      decay_rate: number({ min: 0 }),
      staircase: boolean().default(false),
      decay_epochs: epochs,
    },
    problem: oneDecay,
    rate: (args, step, length) =>
      args.initial_learning_rate / (1 + args.decay_rate * decaysPassed(args, step, length)),
  }),
  defineSchedule({
    name: 'PolynomialDecay',
    aliases: ['polynomial_decay'],
    summary:
      'Down to end_learning_rate as a power of what is left; with cycle, from the start again over a length that grows, instead of staying there.',
    arguments: {
      initial_learning_rate: rate,
      decay_steps: steps,
      end_learning_rate: rate.default(0.0001),
      power: number({ min: 0 }).default(1),
      cycle: boolean().default(false),
      decay_epochs: epochs,
    },
    problem: oneDecay,
    rate: (args, step, length) => {
      const once = decayLength(args, length);
      const whole = args.cycle ? once * Math.max(1, Math.ceil(step / once)) : once;
      const left = 1 - Math.min(step, whole) / whole;
      return (
        (args.initial_learning_rate - args.end_learning_rate) * left ** args.power +
        args.end_learning_rate
      );
    },
  }),
  defineSchedule({
    name: 'CosineDecay',
    aliases: ['cosine_decay'],
    summary:
      'Down half a cosine to alpha times the start, after a linear warm-up to warmup_target if there is one (Loshchilov and Hutter, 2016).',
    arguments: {
      initial_learning_rate: rate,
      decay_steps: steps,
      alpha: number({ min: 0, max: 1 }).default(0),
      warmup_target: rate.nullable().default(null),
      warmup_steps: integer({ min: 0 }).nullable().default(null),
      decay_epochs: epochs,
      warmup_epochs: number({ min: 0 }).nullable().default(null),
    },
    problem: (args) => {
      const twice = oneDecay(args) ?? oneOf(args, 'warmup_steps', 'warmup_epochs');
      const aimless =
        (args.warmup_steps ?? args.warmup_epochs) !== null && args.warmup_target === null;
      return twice ?? (aimless ? 'needs warmup_target, the rate that the warm-up climbs to' : null);
    },
    rate: (args, step, length) => {
      const warmup =
        args.warmup_target === null
          ? 0
          : (args.warmup_steps ?? (args.warmup_epochs ?? 0) * length.stepsPerEpoch);
      const start = args.warmup_target ?? args.initial_learning_rate;
      if (step < warmup) {
        return args.initial_learning_rate + ((start - args.initial_learning_rate) * step) / warmup;
      }
      // The default length is the whole run, of which the warm-up is a part.
      const decay =
        args.decay_steps === null && args.decay_epochs === null
          ? Math.max(1, decayLength(args, length) - warmup)
          : decayLength(args, length);
      return (
        start * ((1 - args.alpha) * halfCosine(Math.min(1, (step - warmup) / decay)) + args.alpha)
      );
    },
  }),
  defineSchedule({
    name: 'CosineDecayRestarts',
    aliases: ['cosine_decay_restarts'],
    summary:
      'Half a cosine down, again and again: each t_mul times as long and from m_mul times as high as the one before (Loshchilov and Hutter, 2016).',
    arguments: {
      initial_learning_rate: rate,
      first_decay_steps: steps,
      t_mul: number({ min: 1 }).default(2),
      m_mul: number({ min: 0 }).default(1),
      alpha: number({ min: 0, max: 1 }).default(0),
      first_decay_epochs: epochs,
    },
    problem: (args) => oneOf(args, 'first_decay_steps', 'first_decay_epochs'),
    rate: (args, step, run) => {
      const { round, into, length } = roundAt(
        step,
        Math.max(1, lengthInSteps(args.first_decay_steps, args.first_decay_epochs, run)),
        args.t_mul,
      );
      const height = args.m_mul ** round;
      return (
        args.initial_learning_rate *
        ((1 - args.alpha) * height * halfCosine(into / length) + args.alpha)
      );
    },
  }),
  defineSchedule({
    name: 'PiecewiseConstantDecay',
    aliases: ['piecewise_constant_decay'],
    summary:
      'One value up to and including each boundary (in steps, or, as boundary_epochs, to the end of those epochs), the last one after them.',
    arguments: {
      boundaries: listOf(integer({ min: 0 }))
        .nullable()
        .default(null),
      values: listOf(rate),
      boundary_epochs: listOf(number({ min: 0 }))
        .nullable()
        .default(null),
    },
    problem: ({ boundaries, values, boundary_epochs }) => {
      const given = boundaries ?? boundary_epochs;
      if (!given || (boundaries && boundary_epochs)) {
        return 'needs either boundaries (in steps) or boundary_epochs';
      }
      if (values.length !== given.length + 1) {
        return `needs one value more than boundaries, got ${values.length} values and ${given.length} boundaries`;
      }
      return given.every((at, i) => i === 0 || at > (given[i - 1] ?? 0))
        ? null
        : 'needs boundaries in ascending order';
    },
    rate: ({ boundaries, values, boundary_epochs }, step, { stepsPerEpoch }) => {
      // Keras holds a value at the step of its boundary; an epoch's end is the first step of the
      // next one.
      const passed =
        boundaries?.filter((end) => step > end) ??
        boundary_epochs?.filter((epoch) => step >= epoch * stepsPerEpoch);
      return values[passed?.length ?? 0] ?? 0;
    },
  }),
  defineSchedule({
    name: 'OneCycle',
    aliases: ['one_cycle'],
    summary:
      'Up from max_learning_rate / div_factor in the first pct_start of the run, then down to the final_div_factor-th part of where it began (Smith and Topin, 2017); PyTorch has it, Keras does not.',
    arguments: {
      max_learning_rate: rate,
      total_steps: steps,
      pct_start: number({ min: 0, max: 1 }).default(0.3),
      anneal_strategy: choice(['cos', 'linear']).default('cos'),
      div_factor: number({ above: 0 }).default(25),
      final_div_factor: number({ above: 0 }).default(10000),
      three_phase: boolean().default(false),
      total_epochs: epochs,
    },
    problem: (args) =>
      oneOf(args, 'total_steps', 'total_epochs') ??
      (args.three_phase && args.pct_start > 0.5
        ? 'needs a pct_start of at most 0.5 with three_phase: going down takes as long as going up'
        : null),
    rate: (args, step, length) => {
      const top = args.max_learning_rate;
      const [first, total] = [
        top / args.div_factor,
        lengthInSteps(args.total_steps, args.total_epochs, length),
      ];
      const last = first / args.final_div_factor;
      const climbed = { step: args.pct_start * total - 1, rate: top };
      const points = [
        { step: 0, rate: first },
        climbed,
        ...(args.three_phase ? [{ step: 2 * climbed.step, rate: first }] : []),
        { step: total - 1, rate: last },
      ];
      const next = points.findIndex((point, i) => i > 0 && step <= point.step);
      const [from, to] = [points[next - 1], points[next]];
      if (!from || !to) return last;
      const passed = to.step > from.step ? (step - from.step) / (to.step - from.step) : 1;
      return (
        to.rate +
        (from.rate - to.rate) * (args.anneal_strategy === 'cos' ? halfCosine(passed) : 1 - passed)
      );
    },
  }),
];

/** The learning rate of an optimizer, all of which have one: a number or a schedule. */
export function learningRateOf({ name, arguments: args }: Tagged): number | Tagged {
  const rate = args['learning_rate'];
  if (typeof rate === 'number' || isTagged(rate)) return rate;
  throw new Error(`${name} has no learning rate`);
}

/** A schedule's rate after `step` steps, or the constant where the learning rate is a number. */
export function rateAt(learningRate: number | Tagged, step: number, length: RunLength): number {
  if (typeof learningRate === 'number') return learningRate;
  const entry = findEntry(schedules, learningRate.name);
  if (!entry) throw new Error(`no schedule ${learningRate.name}`);
  return entry.rate(learningRate.arguments, step, length);
}
