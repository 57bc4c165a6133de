// Initial weights have the distributions of Keras' initializers, scaled by the fans of the weight's
// shape.
import { describe, expect, test } from '@jest/globals';
import { drawInitial, initializerProblem, initializers } from '../../src/model/initializers.js';
import type { Tagged } from '../../src/words/tagged.js';
import { checkPlain } from '../../src/words/check.js';
import { checkJson } from '../../src/words/json.js';
import { findEntry, tagged } from '../../src/words/tagged.js';
import { readFixture } from './fixtures.js';
import { networkOf } from './specs.js';

type Written = Readonly<Record<string, unknown>> & { readonly name: string };

function read({ name, ...written }: Written): Tagged {
  return checkPlain(tagged('initializer', initializers), { name, ...written });
}

function draw(
  name: string,
  written: Readonly<Record<string, unknown>>,
  shape: readonly number[],
  seed = 1,
): Float32Array {
  return drawInitial(read({ name, ...written }), shape, { seed, stream: 7 });
}

type Distribution = {
  readonly initializer: Written;
  readonly shape: readonly number[];
  /** 1/40 of the distribution lies below the first, 2/40 below the second, … */
  readonly quantiles: readonly number[];
  /** The Kolmogorov-Smirnov distance that one sample in ten thousand exceeds. */
  readonly critical: number;
  readonly support: readonly [number | null, number | null];
};

describe('the distribution of', () => {
  const cases = readFixture<readonly Distribution[]>('initializers');
  test.each(
    cases.map((one) => [JSON.stringify(one.initializer), JSON.stringify(one.shape), one] as const),
  )('%s of %s', (_, __, one) => {
    const values = drawInitial(read(one.initializer), one.shape, { seed: 5, stream: 7 }).sort();
    expect(values.length).toBe(one.shape.reduce((a, b) => a * b, 1));
    for (const [i, quantile] of one.quantiles.entries()) {
      const below = values.filter((value) => value < quantile).length / values.length;
      expect(Math.abs(below - (i + 1) / (one.quantiles.length + 1))).toBeLessThan(one.critical);
    }
    const [low, high] = one.support;
    const slack = 1e-6 * Math.abs((high ?? 0) - (low ?? 0));
    if (low !== null) expect(values.at(0)).toBeGreaterThanOrEqual(low - slack);
    if (high !== null) expect(values.at(-1)).toBeLessThanOrEqual(high + slack);
  });
});

test('zeros, ones and constant', () => {
  expect([...draw('zeros', {}, [3])]).toEqual([0, 0, 0]);
  expect([...draw('Ones', {}, [2, 2])]).toEqual([1, 1, 1, 1]);
  expect([...draw('constant', { value: -0.5 }, [2])]).toEqual([-0.5, -0.5]);
});

test.each([
  [
    [2, 2],
    [3, 0, 0, 3],
  ],
  [
    [2, 4],
    [3, 0, 0, 0, 0, 3, 0, 0],
  ],
  [
    [4, 2],
    [3, 0, 0, 3, 0, 0, 0, 0],
  ],
])('identity of %j', (shape, expected) => {
  expect([...draw('IdentityInitializer', { gain: 3 }, shape)]).toEqual(expected);
});

// Keras finds these: the classes, their names in snake case, and a few more.
test.each([
  'Zeros',
  'zero',
  'Ones',
  'one',
  'Constant',
  'Identity',
  'IdentityInitializer',
  'RandomUniform',
  'uniform',
  'RandomNormal',
  'normal',
  'TruncatedNormal',
  'VarianceScaling',
  'Orthogonal',
  'OrthogonalInitializer',
  'GlorotUniform',
  'GlorotNormal',
  'HeUniform',
  'HeNormal',
  'LecunUniform',
  'LecunNormal',
])('%s is known', (name) => {
  expect(findEntry(initializers, name)).toBeDefined();
});

test('weights that an initializer cannot fill', () => {
  expect(initializerProblem(read({ name: 'identity' }), [3, 3, 3])).toBe(
    'the initializer identity needs a weight of two axes',
  );
  expect(initializerProblem(read({ name: 'identity' }), [3, 3])).toBeNull();
  expect(initializerProblem(read({ name: 'orthogonal' }), [3])).toBe(
    'the initializer orthogonal needs a weight of at least two axes',
  );
  expect(
    initializerProblem(read({ name: 'he_normal', input_axes: [0, -2], output_axes: [2] }), [3, 4]),
  ).toBe('its initializer counts axis 2, but a weight of 2 axes has 0 to 1');
  expect(
    initializerProblem(read({ name: 'he_normal', input_axes: [0], output_axes: [-2] }), [3, 4]),
  ).toBeNull();
  expect(() => networkOf([{ Dense: { units: 3, bias_initializer: 'identity' } }], [2])).toThrow(
    'Dense (dense) cannot initialise its bias, [3]: the initializer identity needs a weight of two axes',
  );
});

test.each([
  [{ name: 'variance_scaling', scale: 0 }, 'scale'],
  [{ name: 'variance_scaling', mode: 'fan' }, 'mode'],
  [{ name: 'variance_scaling', distribution: 'gamma' }, 'distribution'],
  [{ name: 'random_normal', stddev: -1 }, 'stddev'],
  [{ name: 'orthogonal', gain: 'large' }, 'gain'],
  [{ name: 'identity', seed: 3 }, 'seed'],
])('%j is refused for its %s', (written, argument) => {
  expect(checkJson(tagged('initializer', initializers), written)).toMatchObject({ path: argument });
});

describe('orthogonal', () => {
  test.each([[[40, 40]], [[30, 7]], [[8, 32]], [[3, 5, 4]], [[2, 2, 30]]])(
    '%j: the fewer of its rows and columns are orthonormal',
    (shape) => {
      const columns = shape.at(-1) ?? 0;
      const rows = shape.slice(0, -1).reduce((a, b) => a * b, 1);
      const values = draw('Orthogonal', { gain: 2 }, shape);
      const at = (i: number, k: number): number =>
        (rows < columns ? values[i * columns + k] : values[k * columns + i]) ?? NaN;
      for (let i = 0; i < Math.min(rows, columns); i += 1) {
        for (let j = 0; j <= i; j += 1) {
          let product = 0;
          for (let k = 0; k < Math.max(rows, columns); k += 1) product += at(i, k) * at(j, k);
          expect(product).toBeCloseTo(i === j ? 4 : 0, 5);
        }
      }
    },
  );

  // Of a square matrix drawn evenly from all orthogonal ones, every entry has mean 0 and variance 1
  // / size, and their signs do not favour the diagonal, as they would without the signs of R.
  test('is drawn evenly', () => {
    const corners = Array.from(
      { length: 4000 },
      (_, seed) => draw('orthogonal', {}, [3, 3], seed)[0] ?? NaN,
    );
    const mean = (values: readonly number[]): number =>
      values.reduce((a, b) => a + b, 0) / values.length;
    // Evenly on a sphere, a coordinate is uniform: its mean and its squares' mean within four
    // standard errors.
    expect(Math.abs(mean(corners))).toBeLessThan(4 * Math.sqrt(1 / 3 / corners.length));
    expect(Math.abs(mean(corners.map((value) => value ** 2)) - 1 / 3)).toBeLessThan(
      4 * Math.sqrt(4 / 45 / corners.length),
    );
  });
});

test('the seed decides, and the shape only how many', () => {
  expect([...draw('random_normal', {}, [4], 1)]).not.toEqual([
    ...draw('random_normal', {}, [4], 2),
  ]);
  expect([...draw('random_normal', {}, [2, 3], 1)]).toEqual([...draw('random_normal', {}, [6], 1)]);
});
