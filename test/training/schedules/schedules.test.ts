// Schedules give Keras' rates; lengths in epochs are those in steps.
import { expect, test } from '@jest/globals';
import { rateAt, schedules } from '../../../src/training/schedules/schedules.js';
import { checkPlainArguments } from '../../../src/words/check.js';
import { findEntry, type Tagged } from '../../../src/words/tagged.js';
import { readFixture } from '../../model/fixtures.js';

type Written = Readonly<Record<string, unknown>> & { readonly name: string };

const length = { stepsPerEpoch: 10, epochs: 6 };

function scheduleOf({ name, ...written }: Written): Tagged {
  const entry = findEntry(schedules, name);
  if (!entry) throw new Error(name);
  return { name: entry.name, arguments: checkPlainArguments(entry.arguments, written) };
}

function problemOf({ name, ...written }: Written): string | null {
  const entry = findEntry(schedules, name);
  return entry?.problem?.(checkPlainArguments(entry.arguments, written)) ?? null;
}

type Cases = readonly {
  readonly schedule: Written;
  readonly rates: readonly (readonly [number, number])[];
}[];

const cases = [...readFixture<Cases>('schedules'), ...readFixture<Cases>('../torch/one_cycle')];

test.each(cases.map(({ schedule, rates }) => [JSON.stringify(schedule), schedule, rates] as const))(
  '%s',
  (_, written, rates) => {
    const schedule = scheduleOf(written);
    expect(problemOf(written)).toBe(
      'warmup_steps' in written && !('warmup_target' in written)
        ? 'needs warmup_target, the rate that the warm-up climbs to'
        : null,
    );
    // Keras computes in float32, also how far into a decay a step is.
    const rounding = 3e-7 * Math.max(...rates.map(([, rate]) => rate));
    const far = rates.filter(
      ([step, rate]) =>
        !(Math.abs(rateAt(schedule, step, length) - rate) <= 1e-6 * rate + rounding),
    );
    expect(
      far.map(([step, rate]) => ({ step, keras: rate, dlx: rateAt(schedule, step, length) })),
    ).toEqual([]);
  },
);

test('a constant rate stays', () => {
  expect([0, 7, 1e6].map((step) => rateAt(0.25, step, length))).toEqual([0.25, 0.25, 0.25]);
});

const pairs: readonly (readonly [Written, Written])[] = [
  [
    { name: 'ExponentialDecay', initial_learning_rate: 1, decay_rate: 0.5, decay_epochs: 2.5 },
    { name: 'ExponentialDecay', initial_learning_rate: 1, decay_rate: 0.5, decay_steps: 25 },
  ],
  [
    { name: 'ExponentialDecay', initial_learning_rate: 1, decay_rate: 0.5 },
    { name: 'ExponentialDecay', initial_learning_rate: 1, decay_rate: 0.5, decay_steps: 60 },
  ],
  [
    { name: 'CosineDecay', initial_learning_rate: 1 },
    { name: 'CosineDecay', initial_learning_rate: 1, decay_steps: 60 },
  ],
  // The warm-up is a part of the run that the default length fills.
  [
    { name: 'CosineDecay', initial_learning_rate: 0, warmup_target: 1, warmup_epochs: 2 },
    {
      name: 'CosineDecay',
      initial_learning_rate: 0,
      warmup_target: 1,
      warmup_steps: 20,
      decay_steps: 40,
    },
  ],
  [
    {
      name: 'CosineDecay',
      initial_learning_rate: 0,
      warmup_target: 1,
      warmup_epochs: 1,
      decay_epochs: 3,
    },
    {
      name: 'CosineDecay',
      initial_learning_rate: 0,
      warmup_target: 1,
      warmup_steps: 10,
      decay_steps: 30,
    },
  ],
  [
    { name: 'CosineDecayRestarts', initial_learning_rate: 1, first_decay_epochs: 1.5, t_mul: 1 },
    { name: 'CosineDecayRestarts', initial_learning_rate: 1, first_decay_steps: 15, t_mul: 1 },
  ],
  [
    { name: 'CosineDecayRestarts', initial_learning_rate: 1 },
    { name: 'CosineDecayRestarts', initial_learning_rate: 1, first_decay_steps: 60 },
  ],
  [
    { name: 'PolynomialDecay', initial_learning_rate: 1, decay_epochs: 3, cycle: true },
    { name: 'PolynomialDecay', initial_learning_rate: 1, decay_steps: 30, cycle: true },
  ],
  [
    { name: 'PolynomialDecay', initial_learning_rate: 1 },
    { name: 'PolynomialDecay', initial_learning_rate: 1, decay_steps: 60 },
  ],
  [
    { name: 'InverseTimeDecay', initial_learning_rate: 1, decay_rate: 0.5, decay_epochs: 1 },
    { name: 'InverseTimeDecay', initial_learning_rate: 1, decay_rate: 0.5, decay_steps: 10 },
  ],
  [
    { name: 'InverseTimeDecay', initial_learning_rate: 1, decay_rate: 0.5 },
    { name: 'InverseTimeDecay', initial_learning_rate: 1, decay_rate: 0.5, decay_steps: 60 },
  ],
  [
    { name: 'OneCycle', max_learning_rate: 1, total_epochs: 2.5 },
    { name: 'OneCycle', max_learning_rate: 1, total_steps: 25 },
  ],
  [
    { name: 'OneCycle', max_learning_rate: 1 },
    { name: 'OneCycle', max_learning_rate: 1, total_steps: 60 },
  ],
  [
    { name: 'PiecewiseConstantDecay', boundary_epochs: [1, 3], values: [1, 0.5, 0.1] },
    { name: 'PiecewiseConstantDecay', boundaries: [9, 29], values: [1, 0.5, 0.1] },
  ],
];

test.each(pairs.map(([epochs, steps]) => [JSON.stringify(epochs), epochs, steps] as const))(
  'in epochs: %s',
  (_, epochs, steps) => {
    const all = Array.from({ length: 70 }, (_, step) => step);
    expect(all.map((step) => rateAt(scheduleOf(epochs), step, length))).toEqual(
      all.map((step) => rateAt(scheduleOf(steps), step, length)),
    );
  },
);

test.each([
  [
    {
      name: 'ExponentialDecay',
      initial_learning_rate: 1,
      decay_rate: 0.5,
      decay_steps: 3,
      decay_epochs: 2,
    },
    'takes decay_steps or decay_epochs, not both',
  ],
  [
    {
      name: 'CosineDecay',
      initial_learning_rate: 1,
      warmup_target: 2,
      warmup_steps: 1,
      warmup_epochs: 2,
    },
    'takes warmup_steps or warmup_epochs, not both',
  ],
  [
    {
      name: 'CosineDecayRestarts',
      initial_learning_rate: 1,
      first_decay_steps: 1,
      first_decay_epochs: 2,
    },
    'takes first_decay_steps or first_decay_epochs, not both',
  ],
  [
    { name: 'PolynomialDecay', initial_learning_rate: 1, decay_steps: 1, decay_epochs: 2 },
    'takes decay_steps or decay_epochs, not both',
  ],
  [
    {
      name: 'InverseTimeDecay',
      initial_learning_rate: 1,
      decay_rate: 1,
      decay_steps: 1,
      decay_epochs: 2,
    },
    'takes decay_steps or decay_epochs, not both',
  ],
  [
    { name: 'OneCycle', max_learning_rate: 1, total_steps: 100, total_epochs: 2 },
    'takes total_steps or total_epochs, not both',
  ],
  [
    { name: 'OneCycle', max_learning_rate: 1, three_phase: true, pct_start: 0.6 },
    'needs a pct_start of at most 0.5 with three_phase: going down takes as long as going up',
  ],
  [
    { name: 'PiecewiseConstantDecay', values: [1] },
    'needs either boundaries (in steps) or boundary_epochs',
  ],
  [
    { name: 'PiecewiseConstantDecay', values: [1, 2], boundaries: [3, 5] },
    'needs one value more than boundaries, got 2 values and 2 boundaries',
  ],
  [
    { name: 'PiecewiseConstantDecay', values: [1, 2, 3], boundaries: [5, 5] },
    'needs boundaries in ascending order',
  ],
] as const)('%j cannot be', (written, message) => {
  expect(problemOf(written)).toBe(message);
});

test.each([1 + 2 ** -52, 1 + 1e-12])(
  'restarts each %d times as long as the one before are of one length, and come to an end',
  (t_mul) => {
    const run = { stepsPerEpoch: 2, epochs: 10 ** 9 };
    const schedule = (factor: number, first_decay_epochs: number): Tagged => ({
      name: 'CosineDecayRestarts',
      arguments: {
        initial_learning_rate: 1,
        first_decay_steps: null,
        first_decay_epochs,
        t_mul: factor,
        m_mul: 1,
        alpha: 0,
      },
    });
    // At no whole step does a round of 1.3 of them begin but at each thirteenth.
    for (const step of [0, 1, 2, 3, 101, 12_345]) {
      expect(rateAt(schedule(t_mul, 0.65), step, run)).toBeCloseTo(
        rateAt(schedule(1, 0.65), step, run),
        6,
      );
    }
    // A round has a step at least.
    for (const step of [0, 1, 1000, 2 ** 40]) {
      expect(rateAt(schedule(1, 1e-300), step, run)).toBe(1);
    }
    for (const step of [0, 1, 1000, 2 ** 40]) {
      expect(rateAt(schedule(t_mul, 1e-300), step, run)).toBeLessThanOrEqual(1);
    }
  },
);

test('restarts 1e308 times as long as the ones before come once', () => {
  const schedule: Tagged = {
    name: 'CosineDecayRestarts',
    arguments: {
      initial_learning_rate: 1,
      first_decay_steps: 10,
      first_decay_epochs: null,
      t_mul: 1e308,
      m_mul: 1,
      alpha: 0,
    },
  };
  expect(
    [0, 5, 10, 5000].map((step) => rateAt(schedule, step, { stepsPerEpoch: 1, epochs: 1 })),
  ).toEqual([1, 0.5 * (1 + Math.cos(Math.PI / 2)), 1, 1]);
});

test('after its end a one-cycle schedule stays where it ended', () => {
  const schedule = scheduleOf({
    name: 'OneCycle',
    max_learning_rate: 1,
    total_steps: 20,
    div_factor: 10,
    final_div_factor: 100,
  });
  expect([19, 20, 1000].map((step) => rateAt(schedule, step, length))).toEqual([
    0.001, 0.001, 0.001,
  ]);
});
