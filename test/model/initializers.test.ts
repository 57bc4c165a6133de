// Initial weights have the distributions that Keras documents, scaled by the fans of the weight's shape.
import { describe, expect, test } from '@jest/globals';
import { drawInitial, initializers } from '../../src/model/initializers.js';
import { argumentsSchema, findEntry } from '../../src/spec/tagged.js';

const shapes = { dense: [150, 100], conv: [3, 5, 20, 30], bias: [10_000], window: [5, 5, 1, 400] } as const;

// Fans as in Keras: the last two axes are inputs and outputs, each times the window before them.
const fans: Readonly<Record<keyof typeof shapes, readonly [number, number]>> = { dense: [150, 100], conv: [15 * 20, 15 * 30], bias: [10_000, 10_000], window: [25, 25 * 400] };

function draw(name: string, written: Readonly<Record<string, unknown>>, shape: readonly number[], seed = 1): Float32Array {
  const entry = findEntry(initializers, name);
  if (!entry) throw new Error(name);
  return drawInitial({ name: entry.name, arguments: argumentsSchema(entry).parse(written) }, shape, { seed, stream: 7 });
}

function summary(values: Float32Array): { readonly mean: number; readonly variance: number; readonly largest: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length, largest: values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) };
}

// Of n values with this variance: mean and variance within four standard errors.
function expectDistribution(values: Float32Array, mean: number, variance: number, fourthMoment: number): void {
  const found = summary(values);
  expect(Math.abs(found.mean - mean)).toBeLessThan(4 * Math.sqrt(variance / values.length));
  expect(Math.abs(found.variance / variance - 1)).toBeLessThan(4 * Math.sqrt((fourthMoment - 1) / values.length));
}

// Fourth moments over the squared variance: 9/5 of a uniform distribution, 3 of a normal one, less where it is cut.
const [uniform, normal] = [1.8, 3];

const scaled = [
  ['glorot_uniform', 1, 'average'], ['glorot_normal', 1, 'average'], ['he_uniform', 2, 'in'], ['he_normal', 2, 'in'], ['lecun_uniform', 1, 'in'], ['lecun_normal', 1, 'in'],
] as const;

describe.each(scaled)('%s', (name, scale, fan) => {
  test.each(Object.keys(shapes) as (keyof typeof shapes)[])('of a %s', (kind) => {
    const [fanIn, fanOut] = fans[kind];
    const variance = scale / (fan === 'in' ? fanIn : (fanIn + fanOut) / 2);
    const values = draw(name, {}, shapes[kind]);
    expect(values.length).toBe(shapes[kind].reduce((a: number, b: number) => a * b, 1));
    expectDistribution(values, 0, variance, name.endsWith('uniform') ? uniform : normal);
    // Uniform: ±√(3 · variance). Normal: cut at two deviations of what is drawn, which is wider for what the cut takes.
    const limit = name.endsWith('uniform') ? Math.sqrt(3 * variance) : (2 * Math.sqrt(variance)) / 0.8796256610342398;
    const { largest } = summary(values);
    expect(largest).toBeLessThanOrEqual(limit * (1 + 1e-6));
    expect(largest).toBeGreaterThan(limit * 0.995);
  });
});

test('zeros, ones and constant', () => {
  expect([...draw('zeros', {}, [3])]).toEqual([0, 0, 0]);
  expect([...draw('Ones', {}, [2, 2])]).toEqual([1, 1, 1, 1]);
  expect([...draw('constant', { value: -0.5 }, [2])]).toEqual([-0.5, -0.5]);
});

test('random_uniform lies between its values', () => {
  const values = draw('random_uniform', { minval: -1, maxval: 3 }, [20_000]);
  expectDistribution(values, 1, 16 / 12, uniform);
  expect(values.every((value) => value >= -1 && value < 3)).toBe(true);
  expectDistribution(draw('random_uniform', {}, [20_000]), 0, 0.01 / 12, uniform);
});

test('random_normal and truncated_normal have their mean and deviation', () => {
  expectDistribution(draw('random_normal', { mean: 2, stddev: 0.5 }, [20_000]), 2, 0.25, normal);
  const cut = draw('truncated_normal', { mean: 2, stddev: 0.5 }, [20_000]);
  // Keras does not widen this one for what the cut takes.
  expectDistribution(cut, 2, (0.5 * 0.8796256610342398) ** 2, normal);
  expect(cut.every((value) => Math.abs(value - 2) <= 1)).toBe(true);
});

describe('orthogonal', () => {
  test.each([[[40, 40]], [[30, 7]], [[8, 32]], [[3, 5, 4]], [[2, 2, 30]]])('%j: the fewer of its rows and columns are orthonormal', (shape) => {
    const columns = shape.at(-1) ?? 0;
    const rows = shape.slice(0, -1).reduce((a, b) => a * b, 1);
    const values = draw('Orthogonal', { gain: 2 }, shape);
    const at = (i: number, k: number): number => (rows < columns ? values[i * columns + k] : values[k * columns + i]) ?? NaN;
    for (let i = 0; i < Math.min(rows, columns); i += 1) {
      for (let j = 0; j <= i; j += 1) {
        let product = 0;
        for (let k = 0; k < Math.max(rows, columns); k += 1) product += at(i, k) * at(j, k);
        expect(product).toBeCloseTo(i === j ? 4 : 0, 5);
      }
    }
  });

  // Of a square matrix drawn evenly from all orthogonal ones, every entry has mean 0 and variance 1 / size, and their signs
  // do not favour the diagonal, as they would without the signs of R.
  test('is drawn evenly', () => {
    const corners = Float32Array.from({ length: 4000 }, (_, seed) => draw('orthogonal', {}, [3, 3], seed)[0] ?? NaN);
    expectDistribution(corners, 0, 1 / 3, uniform);
  });
});

test('the seed decides, and the shape only how many', () => {
  expect([...draw('random_normal', {}, [4], 1)]).not.toEqual([...draw('random_normal', {}, [4], 2)]);
  expect([...draw('random_normal', {}, [2, 3], 1)]).toEqual([...draw('random_normal', {}, [6], 1)]);
});
