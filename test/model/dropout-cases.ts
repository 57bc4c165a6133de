// Dropout on whichever backend a test file opens: the mask is a function of seed, layer, epoch and
// step alone.
import { expect, test } from '@jest/globals';
import type { Backend } from '../../src/tensor/backend.js';
import { randomUniform, streamOf } from '../../src/ground/random.js';
import { disturbed, filled } from './drawing.js';

type Draw = {
  readonly rate: number;
  readonly shape: readonly number[];
  readonly seed: number;
  readonly epoch: number;
  readonly step: number;
  readonly name?: string;
};

/** What dropout makes of ones, and the gradient of its sum. */
function drop(
  backend: Backend,
  { rate, shape, name = 'drop', ...place }: Draw,
): ReturnType<typeof disturbed> {
  return disturbed(backend, { layer: { Dropout: rate, name }, x: filled(shape, 1), ...place });
}

const base = { rate: 0.3, shape: [64, 100], seed: 42, epoch: 2, step: 17 } as const;

/** Declares the tests. */
export function testDropout(backend: Backend): void {
  test.each([0.1, 0.3, 0.5, 0.9])('at rate %d drops that share and scales the rest', (rate) => {
    const { values, gradient } = drop(backend, { ...base, rate });
    const scale = Math.fround(1 / (1 - rate));
    expect([...new Set(values)].sort()).toEqual([0, scale]);
    const dropped = values.filter((value) => value === 0).length / values.length;
    expect(Math.abs(dropped - rate)).toBeLessThan(
      4 * Math.sqrt((rate * (1 - rate)) / values.length),
    );
    expect([...gradient]).toEqual([...values]);
  });

  test.each([
    [64, 100],
    [3, 7, 5, 2],
    [33, 1001],
  ])('drops what the generator says, bit for bit (%d × %d …)', (...shape) => {
    const draw = { ...base, shape };
    const uniform = randomUniform(
      { seed: 42, stream: streamOf('layer/drop'), epoch: 2, step: 17 },
      shape.reduce((a, b) => a * b, 1),
    );
    const expected = uniform.map((value) => (value >= Math.fround(0.3) ? 1 / (1 - 0.3) : 0));
    expect([...drop(backend, draw).values]).toEqual([...expected]);
  });

  test('draws the same for the same seed, epoch and step, and else something new', () => {
    const text = (draw: Draw): string => drop(backend, draw).values.join();
    expect(text(base)).toBe(text(base));
    const others: readonly Draw[] = [
      base,
      { ...base, step: 18 },
      { ...base, epoch: 3 },
      { ...base, seed: 43 },
      { ...base, name: 'other' },
    ];
    expect(new Set(others.map(text)).size).toBe(others.length);
  });
}
