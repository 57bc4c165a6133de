// The generator against its authors' vectors and against TensorFlow's, and what is drawn from it
// against its distributions.
import { describe, expect, test } from '@jest/globals';
import { scope } from '../../src/tensor/backend.js';
import {
  philox4x32,
  philoxWords,
  randomNormal,
  randomPermutation,
  randomUniform,
  randomWords,
  streamOf,
  type RandomKey,
} from '../../src/ground/random.js';
import { openNative } from '../model/keras.js';

const backend = await openNative();

type Words = readonly [number, number, number, number];

// "philox 4x32 10" of kat_vectors in the Random123 distribution: counter, key, result.
const knownAnswers: readonly (readonly [string, Words, readonly [number, number], Words])[] = [
  ['zeros', [0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]],
  [
    'ones',
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    'digits of pi',
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
];

test.each(knownAnswers)("the authors' vector of %s", (_, counter, key, expected) => {
  expect(philox4x32(counter, key)).toEqual(expected);
});

test('words go block by block, the step and the epoch in the counter’s high words', () => {
  const key = { seed: 0xa4093822, stream: 0x299f31d0, step: 0x13198a2e, epoch: 0x03707344 };
  const blocks = [0, 1, 2].flatMap((block) =>
    philox4x32([block, 0, key.step, key.epoch], [key.seed, key.stream]),
  );
  expect([...randomWords(key, 11)]).toEqual(blocks.slice(0, 11));
  expect([...philoxWords(key)].map((word) => word >>> 0)).toEqual([
    key.seed,
    key.stream,
    0,
    0,
    key.step,
    key.epoch,
  ]);
});

test('a stream’s number is the 32-bit FNV-1a hash of its purpose', () => {
  // Test vectors of the FNV authors (Fowler, Noll, Vo).
  expect([streamOf(''), streamOf('a'), streamOf('foobar')]).toEqual([
    0x811c9dc5, 0xe40c292c, 0xbf9cf968,
  ]);
});

describe('TensorFlow’s StatelessRandomUniformV2 gives the same bits', () => {
  const large = 0xffffffff;
  const keys: readonly Required<RandomKey>[] = [
    { seed: 0, stream: 0, epoch: 0, step: 0 },
    { seed: 42, stream: streamOf('layer/dropout'), epoch: 1, step: 0 },
    { seed: 42, stream: streamOf('layer/dropout'), epoch: 3, step: 1499 },
    { seed: large, stream: large, epoch: large, step: large },
    { seed: 2 ** 31, stream: 2 ** 31, epoch: 2 ** 31, step: 2 ** 31 },
    { seed: 7, stream: 0x80000001, epoch: 0x7fffffff, step: 12 },
  ];
  const shapes = [[1], [3], [4], [5], [2, 3], [7, 1, 5], [32, 100], [3, 28, 28, 1]];
  // Large enough for TensorFlow to share the work among threads, and odd, so that the last block is
  // not whole.
  const largeShapes = [[257, 255], [200_003]];

  test.each(
    keys.map(
      (key, i) =>
        [JSON.stringify(key), key, i === 1 ? [...shapes, ...largeShapes] : shapes] as const,
    ),
  )('%s', (_, key, drawn) => {
    for (const shape of drawn) {
      using feed = backend.random(key.seed, key.epoch, key.step);
      const size = shape.reduce((a, b) => a * b, 1);
      scope(() => {
        const tensor = backend.ops.uniform(shape, key.stream, feed);
        const same = bitsOf(tensor.dataSync<'float32'>()).equals(bitsOf(randomUniform(key, size)));
        expect({ shape: tensor.shape, same }).toEqual({ shape, same: true });
      });
    }
  });
});

function bitsOf(values: Float32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

test('uniform values lie in [0, 1), every 2⁻²³ step of it', () => {
  const values = randomUniform({ seed: 1, stream: 2 }, 60_000);
  expect(
    values.every((value) => value >= 0 && value < 1 && Number.isInteger(value * 2 ** 23)),
  ).toBe(true);
  expect(chiSquare(histogram(values, 0, 1, 64))).toBeLessThan(critical(63));
  expect(momentsOf(values)).toMatchObject({
    mean: expect.closeTo(0.5, 2),
    variance: expect.closeTo(1 / 12, 2),
  });
});

test('different seeds, streams, epochs and steps give unrelated values', () => {
  const base = { seed: 5, stream: 6, epoch: 7, step: 8 };
  const draws = [
    base,
    { ...base, seed: 6 },
    { ...base, stream: 7 },
    { ...base, epoch: 8 },
    { ...base, step: 9 },
    { seed: 6, stream: 5, epoch: 8, step: 7 },
  ].map((key) => randomUniform(key, 4000));
  draws.forEach((a, i) =>
    draws
      .slice(i + 1)
      .forEach((b) => expect(Math.abs(correlation(a, b))).toBeLessThan(4.5 / Math.sqrt(4000))),
  );
  expect(bitsOf(randomUniform(base, 4000)).equals(bitsOf(draws[0] as Float32Array))).toBe(true);
});

describe('permutations', () => {
  test.each([0, 1, 2, 3, 10, 1000, 48_000])('of %d are one', (count) => {
    const order = randomPermutation({ seed: 3, stream: 4, epoch: 1 }, count);
    expect(order.length).toBe(count);
    expect(new Set(order).size).toBe(count);
    expect(order.every((value) => value >= 0 && value < count)).toBe(true);
  });

  test('have each order equally often', () => {
    const counts = new Map<string, number>();
    for (let epoch = 0; epoch < 9_600; epoch += 1) {
      const order = randomPermutation({ seed: 11, stream: streamOf('order'), epoch }, 4).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(chiSquare([...counts.values()])).toBeLessThan(critical(23));
  });

  test('put each value at each place equally often', () => {
    const size = 12;
    const counts = new Array<number>(size * size).fill(0);
    for (let epoch = 0; epoch < 6_000; epoch += 1) {
      randomPermutation({ seed: 12, stream: 1, epoch }, size).forEach(
        (value, place) => (counts[place * size + value] = (counts[place * size + value] ?? 0) + 1),
      );
    }
    // Each row and column sums to the same, so (size − 1)² are free.
    expect(chiSquare(counts)).toBeLessThan(critical((size - 1) ** 2));
  });
});

describe('normal values', () => {
  const count = 60_000;

  test('have the moments of the standard normal distribution', () => {
    const { mean, variance, skewness, kurtosis } = momentsOf(
      randomNormal({ seed: 1, stream: 1 }, count),
    );
    const off = (value: number, expected: number, deviation: number): number =>
      Math.abs(value - expected) / (deviation / Math.sqrt(count));
    expect(
      [
        off(mean, 0, 1),
        off(variance, 1, Math.sqrt(2)),
        off(skewness, 0, Math.sqrt(6)),
        off(kurtosis, 3, Math.sqrt(24)),
      ].map((deviations) => deviations < 4),
    ).toEqual([true, true, true, true]);
  });

  test('lie in each eighth of the distribution equally often', () => {
    // Octiles of the standard normal distribution.
    const octiles = [
      -1.1503493803760079, -0.6744897501960817, -0.31863936396437514, 0, 0.31863936396437514,
      0.6744897501960817, 1.1503493803760079,
    ];
    const counts = new Array<number>(8).fill(0);
    for (const value of randomNormal({ seed: 2, stream: 1 }, count)) {
      const at = octiles.filter((octile) => value > octile).length;
      counts[at] = (counts[at] ?? 0) + 1;
    }
    expect(chiSquare(counts)).toBeLessThan(critical(7));
  });

  test('cut at two deviations have that distribution’s', () => {
    const values = randomNormal({ seed: 3, stream: 1 }, count, 2);
    expect(values.length).toBe(count);
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(largest).toBeLessThanOrEqual(2);
    expect(largest).toBeGreaterThan(1.99);
    const { mean, variance } = momentsOf(values);
    // The deviation of a standard normal cut at two: 0.8796256610342398.
    expect(Math.abs(mean) * Math.sqrt(count)).toBeLessThan(4 * 0.88);
    expect(Math.abs(Math.sqrt(variance) - 0.8796256610342398)).toBeLessThan(0.008);
    expect(values.reduce((most, value) => Math.max(most, value))).toBeGreaterThan(1.99);
  });

  test('are as many as asked, a longer draw beginning like a shorter one of its round', () => {
    expect(
      [1, 2, 63, 1001].map((size) => randomNormal({ seed: 4, stream: 1 }, size).length),
    ).toEqual([1, 2, 63, 1001]);
    expect([...randomNormal({ seed: 4, stream: 1 }, 40)]).toEqual(
      [...randomNormal({ seed: 4, stream: 1 }, 60)].slice(0, 40),
    );
  });
});

type Moments = {
  readonly mean: number;
  readonly variance: number;
  readonly skewness: number;
  readonly kurtosis: number;
};

function momentsOf(values: Float32Array): Moments {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const central = (power: number): number =>
    values.reduce((sum, value) => sum + (value - mean) ** power, 0) / values.length;
  const variance = central(2);
  return {
    mean,
    variance,
    skewness: central(3) / variance ** 1.5,
    kurtosis: central(4) / variance ** 2,
  };
}

function histogram(values: Float32Array, from: number, to: number, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.floor(((value - from) / (to - from)) * bins);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((a, b) => a + b, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

// Exceeded by chance once in about 30,000 draws (Wilson and Hilferty's approximation at four
// deviations).
function critical(degrees: number): number {
  return degrees * (1 - 2 / (9 * degrees) + 4 * Math.sqrt(2 / (9 * degrees))) ** 3;
}

function correlation(a: Float32Array, b: Float32Array): number {
  const [x, y] = [momentsOf(a), momentsOf(b)];
  return (
    a.reduce((sum, value, i) => sum + (value - x.mean) * ((b[i] ?? NaN) - y.mean), 0) /
    a.length /
    Math.sqrt(x.variance * y.variance)
  );
}
