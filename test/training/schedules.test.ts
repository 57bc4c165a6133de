// Schedules give Keras' rates; lengths in epochs are those in steps.
import { expect, test } from '@jest/globals';
import { rateAt, scheduleProblem, schedules } from '../../src/training/schedules.js';
import { argumentsSchema, findEntry, type Tagged } from '../../src/spec/tagged.js';
import { readFixture } from '../model/keras.js';

type Written = Readonly<Record<string, unknown>> & { readonly name: string };

const length = { stepsPerEpoch: 10, epochs: 6 };

function scheduleOf({ name, ...written }: Written): Tagged {
  const entry = findEntry(schedules, name);
  if (!entry) throw new Error(name);
  return { name: entry.name, arguments: argumentsSchema(entry).parse(written) };
}

const cases = readFixture<readonly { readonly schedule: Written; readonly rates: readonly (readonly [number, number])[] }[]>('schedules');

test.each(cases.map(({ schedule, rates }) => [JSON.stringify(schedule), schedule, rates] as const))('%s', (_, written, rates) => {
  const schedule = scheduleOf(written);
  expect(scheduleProblem(schedule)).toBe('warmup_steps' in written && !('warmup_target' in written) ? 'CosineDecay needs warmup_target, the rate that the warm-up climbs to' : null);
  // Keras computes in float32.
  const far = rates.filter(([step, rate]) => !(Math.abs(rateAt(schedule, step, length) - rate) <= 1e-6 * rate + 1e-8));
  expect(far.map(([step, rate]) => ({ step, keras: rate, dlx: rateAt(schedule, step, length) }))).toEqual([]);
});

test('a constant rate stays', () => {
  expect([0, 7, 1e6].map((step) => rateAt(0.25, step, length))).toEqual([0.25, 0.25, 0.25]);
});

const pairs: readonly (readonly [Written, Written])[] = [
  [{ name: 'ExponentialDecay', initial_learning_rate: 1, decay_rate: 0.5, decay_epochs: 2.5 }, { name: 'ExponentialDecay', initial_learning_rate: 1, decay_rate: 0.5, decay_steps: 25 }],
  [{ name: 'ExponentialDecay', initial_learning_rate: 1, decay_rate: 0.5 }, { name: 'ExponentialDecay', initial_learning_rate: 1, decay_rate: 0.5, decay_steps: 60 }],
  [{ name: 'CosineDecay', initial_learning_rate: 1 }, { name: 'CosineDecay', initial_learning_rate: 1, decay_steps: 60 }],
  // The warm-up is a part of the run that the default length fills.
  [{ name: 'CosineDecay', initial_learning_rate: 0, warmup_target: 1, warmup_epochs: 2 }, { name: 'CosineDecay', initial_learning_rate: 0, warmup_target: 1, warmup_steps: 20, decay_steps: 40 }],
  [{ name: 'CosineDecay', initial_learning_rate: 0, warmup_target: 1, warmup_epochs: 1, decay_epochs: 3 }, { name: 'CosineDecay', initial_learning_rate: 0, warmup_target: 1, warmup_steps: 10, decay_steps: 30 }],
  [{ name: 'PiecewiseConstantDecay', boundary_epochs: [1, 3], values: [1, 0.5, 0.1] }, { name: 'PiecewiseConstantDecay', boundaries: [9, 29], values: [1, 0.5, 0.1] }],
];

test.each(pairs.map(([epochs, steps]) => [JSON.stringify(epochs), epochs, steps] as const))('in epochs: %s', (_, epochs, steps) => {
  const all = Array.from({ length: 70 }, (_, step) => step);
  expect(all.map((step) => rateAt(scheduleOf(epochs), step, length))).toEqual(all.map((step) => rateAt(scheduleOf(steps), step, length)));
});

test.each([
  [{ name: 'ExponentialDecay', initial_learning_rate: 1, decay_rate: 0.5, decay_steps: 3, decay_epochs: 2 }, 'ExponentialDecay takes decay_steps or decay_epochs, not both'],
  [{ name: 'CosineDecay', initial_learning_rate: 1, warmup_target: 2, warmup_steps: 1, warmup_epochs: 2 }, 'CosineDecay takes warmup_steps or warmup_epochs, not both'],
  [{ name: 'PiecewiseConstantDecay', values: [1] }, 'PiecewiseConstantDecay needs either boundaries (in steps) or boundary_epochs'],
  [{ name: 'PiecewiseConstantDecay', values: [1, 2], boundaries: [3, 5] }, 'PiecewiseConstantDecay needs one value more than boundaries, got 2 values and 2 boundaries'],
  [{ name: 'PiecewiseConstantDecay', values: [1, 2, 3], boundaries: [5, 5] }, 'PiecewiseConstantDecay needs boundaries in ascending order'],
] as const)('%j cannot be', (written, message) => {
  expect(scheduleProblem(scheduleOf(written))).toBe(message);
});
