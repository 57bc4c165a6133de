// The layers that draw noise, on whichever backend a test file opens: what they draw is a function
// of seed, layer, epoch and step alone, and has the distribution that Keras documents.
import { describe, expect, test } from '@jest/globals';
import type { Backend } from '../../src/tensor/backend.js';
import { randomNormal, randomUniform, streamOf } from '../../src/ground/random.js';
import { disturbed, filled, type Draw } from './drawing.js';
import { distance, readFixture, type Saved } from './fixtures.js';

const place = { seed: 42, epoch: 2, step: 17 } as const;
const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const drawn = (shape: readonly number[]): Float32Array =>
  randomUniform({ ...place, stream: streamOf('layer/it') }, sizeOf(shape));
const normalInput = (shape: readonly number[]): Saved => ({
  shape,
  values: [...randomNormal({ seed: 3, stream: 9 }, sizeOf(shape))],
});
const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((a, b) => a + b, 0) / values.length;

// Box and Muller, 1958, of the layer's uniform values: the first half gives the radius, the second
// the angle.
function normals(shape: readonly number[]): readonly number[] {
  const uniform = drawn([2, ...shape]);
  return Array.from(
    { length: sizeOf(shape) },
    (_, i) =>
      Math.sqrt(-2 * Math.log(1 - (uniform[i] ?? 0))) *
      Math.cos(2 * Math.PI * (uniform[i + sizeOf(shape)] ?? 0)),
  );
}

// Which element of a drawn tensor each element of a tensor of `shape` takes, sizes of 1 spreading.
function spread(
  values: ArrayLike<number>,
  from: readonly number[],
  shape: readonly number[],
): number[] {
  return Array.from({ length: sizeOf(shape) }, (_, at) => {
    let [rest, stride, place] = [at, 1, 0];
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const index = rest % (shape[axis] ?? 1);
      rest = Math.floor(rest / (shape[axis] ?? 1));
      place += from[axis] === 1 ? 0 : index * stride;
      stride *= from[axis] ?? 1;
    }
    return values[place] ?? NaN;
  });
}

/** Declares the tests. */
export function testNoise(backend: Backend): void {
  const run = (layer: Readonly<Record<string, unknown>>, x: Saved, at: Partial<Draw> = {}) =>
    disturbed(backend, { layer: { name: 'it', ...layer }, x, ...place, ...at });

  test.each([
    [{ Dropout: { rate: 0.3, noise_shape: [null, 1, null] } }, [5, 4, 3], [5, 1, 3]],
    [{ Dropout: { rate: 0.3, noise_shape: [1, 4, 1] } }, [5, 4, 3], [1, 4, 1]],
    [{ SpatialDropout1D: 0.3 }, [5, 4, 3], [5, 1, 3]],
    [{ SpatialDropout2D: 0.3 }, [5, 4, 2, 3], [5, 1, 1, 3]],
  ])('%j drops what was drawn for the whole axis', (layer, shape, noise) => {
    const x = normalInput(shape);
    const factors = spread(
      drawn(noise).map((value) => (value >= Math.fround(0.3) ? 1 / (1 - 0.3) : 0)),
      noise,
      shape,
    );
    const { values, gradient } = run(layer, x);
    expect(new Set(factors).size).toBe(2);
    expect([...gradient]).toEqual([...factors]);
    expect(
      distance(
        values,
        x.values.map((value, i) => value * (factors[i] ?? NaN)),
      ),
    ).toBeLessThan(1e-7);
  });

  test('GaussianNoise adds normal values', () => {
    const x = normalInput([40, 50]);
    const { values, gradient } = run({ GaussianNoise: 0.25 }, x);
    const expected = normals(x.shape).map((z, i) => (x.values[i] ?? NaN) + 0.25 * z);
    expect(distance(values, expected)).toBeLessThan(1e-6);
    expect([...new Set(gradient)]).toEqual([1]);
  });

  test('GaussianDropout multiplies by 1 and normal values of variance rate / (1 − rate)', () => {
    const x = normalInput([40, 50]);
    const { values, gradient } = run({ GaussianDropout: 0.2 }, x);
    const factors = normals(x.shape).map((z) => 1 + 0.5 * z);
    expect(distance(gradient, factors)).toBeLessThan(1e-6);
    expect(
      distance(
        values,
        factors.map((factor, i) => factor * (x.values[i] ?? NaN)),
      ),
    ).toBeLessThan(1e-6);
  });

  // SciPy's quantiles of a normal distribution of mean 2 and deviation 0.5, and the distance that
  // one sample of 8000 in ten thousand exceeds.
  test('normal values are normal', () => {
    type Distribution = {
      readonly initializer: { readonly name: string; readonly mean?: number };
      readonly quantiles: readonly number[];
      readonly critical: number;
    };
    const { quantiles, critical } = readFixture<readonly Distribution[]>('initializers').find(
      ({ initializer }) => initializer.name === 'random_normal' && initializer.mean === 2,
    ) as Distribution;
    for (const values of [
      run({ GaussianNoise: 0.5 }, filled([80, 100], 2)).values,
      run({ GaussianDropout: 1 / 17 }, filled([80, 100], 2)).values,
    ]) {
      const furthest = quantiles.map((quantile, i) =>
        Math.abs(
          values.filter((value) => value < quantile).length / values.length -
            (i + 1) / (quantiles.length + 1),
        ),
      );
      expect(Math.max(...furthest)).toBeLessThan(critical);
    }
  });

  describe('AlphaDropout', () => {
    // Klambauer et al., 2017: what is dropped becomes −λα = −1.7580993, then all is scaled so that
    // mean and variance stay.
    test.each([
      [0.1, null],
      [0.5, null],
      [0.3, [null, 1]],
    ])('at rate %d, noise_shape %j', (rate, noise) => {
      const x = normalInput([200, 50]);
      const shape = noise ? [200, 1] : x.shape;
      const kept = spread(
        drawn(shape).map((value) => (value >= Math.fround(rate) ? 1 : 0)),
        shape,
        x.shape,
      );
      const scale = 1 / Math.sqrt((1 - rate) * (1 + rate * 1.7580993408473766 ** 2));
      const offset = scale * rate * 1.7580993408473766;
      const expected = kept.map(
        (one, i) => scale * (one === 1 ? (x.values[i] ?? NaN) : -1.7580993408473766) + offset,
      );
      const { values, gradient } = run(
        { AlphaDropout: { rate, ...(noise ? { noise_shape: noise } : {}) } },
        x,
      );
      expect(distance(values, expected)).toBeLessThan(1e-6);
      expect(
        distance(
          gradient,
          kept.map((one) => one * scale),
        ),
      ).toBeLessThan(1e-6);
    });

    test('keeps mean and variance', () => {
      const { values } = run({ AlphaDropout: 0.4 }, normalInput([400, 50]));
      // Standard errors of 20,000 values; the fourth moment here is below 3.
      expect(Math.abs(mean(values))).toBeLessThan(4 / Math.sqrt(20_000));
      expect(Math.abs(mean(values.map((value) => value ** 2)) - 1)).toBeLessThan(
        4 * Math.sqrt(2 / 20_000),
      );
    });
  });

  test.each([
    { GaussianNoise: 0.5 },
    { GaussianDropout: 0.5 },
    { AlphaDropout: 0.5 },
    { SpatialDropout1D: 0.5 },
    { SpatialDropout2D: 0.5 },
  ])('%j draws the same for the same seed, epoch and step, and else something new', (layer) => {
    const x = normalInput('SpatialDropout2D' in layer ? [8, 2, 2, 30] : [8, 2, 30]);
    const text = (at: Partial<Draw> & { readonly name?: string } = {}): string =>
      run({ ...layer, ...(at.name === undefined ? {} : { name: at.name }) }, x, at).values.join();
    expect(text()).toBe(text());
    expect(
      new Set([
        text(),
        text({ step: 18 }),
        text({ epoch: 3 }),
        text({ seed: 43 }),
        text({ name: 'other' }),
      ]).size,
    ).toBe(5);
  });
}
