import { describe, expect, test } from '@jest/globals';
import { differing, distances, growth, judgedBy, roundingOf, type Held } from './comparing.js';

const values = (entries: Readonly<Record<string, readonly number[]>>) =>
  new Map(Object.entries(entries).map(([name, all]) => [name, Float32Array.from(all)]));

describe('distances', () => {
  // ‖(3, 4)‖ = 5, moved by 0.5 where training moved it by ‖(3, 4) − (3, 3)‖ = 1.
  test('of a tensor, as a part of its size and of what it learnt', () => {
    const [one] = distances(
      values({ kernel: [3, 4.5] }),
      values({ kernel: [3, 4] }),
      values({ kernel: [3, 3] }),
    );
    expect(one).toEqual({ name: 'kernel', of_weight: 0.1, of_change: 0.5 });
  });

  test('the farthest comes first; NaN and what is missing before all', () => {
    const expected = values({ near: [1], far: [1], nan: [1], gone: [1], same: [0, 0] });
    const actual = values({ near: [1.25], far: [2], nan: [NaN], same: [0, 0] });
    const found = distances(actual, expected, values({}));
    expect(found.map(({ name }) => name)).toEqual(['nan', 'gone', 'far', 'near', 'same']);
    expect(found.map(({ of_weight }) => of_weight)).toEqual([NaN, Infinity, 1, 0.25, 0]);
  });

  test('of a weight that began at zero and stayed there is the difference itself', () => {
    const [one] = distances(values({ b: [0.5] }), values({ b: [0] }), values({ b: [0] }));
    expect(one).toMatchObject({ of_weight: 0.5, of_change: 0.5 });
  });
});

describe('what is too far', () => {
  const expected = { before: values({ a: [0] }), after: values({ a: [1], b: [1], c: [1] }) };
  const apart = distances(
    values({ a: [1.5], b: [1.0625], c: [NaN] }),
    expected.after,
    expected.before,
  );
  // Rounding moves `a` by an eighth at most: four times that is the half that it is away.
  const rounding = roundingOf(
    [values({ a: [1.125], b: [1], c: [1] }), values({ a: [0.9375], b: [1], c: [1] })],
    expected,
  );

  test('is not what rounding explains', () => {
    const { failures, explained } = judgedBy(apart, rounding, 1e-4);
    expect(explained).toEqual([
      'a is 5.0e-1 away, 5.0e-1 of what it learnt; rounding errors alone come to 1.3e-1',
    ]);
    expect(failures.map((text) => text.slice(0, 16))).toEqual([
      'c is NaN away, N',
      'b is 6.3e-2 away',
    ]);
  });

  test('nor what is within the tolerance', () => {
    expect(judgedBy(apart, new Map(), 0.1).failures.map((text) => text[0])).toEqual(['c', 'a']);
  });
});

test('bits differ where 0 is −0, where a NaN is another one, and where one is missing', () => {
  expect(differing(values({ a: [0], b: [1] }), values({ a: [-0], b: [1] }))).toEqual(['a']);
  expect(differing(values({ a: [NaN] }), values({ a: [NaN] }))).toEqual([]);
  expect(differing(values({ a: [1] }), values({ b: [1] }))).toEqual(['a', 'b']);
});

describe('growth', () => {
  const held = (points: readonly (readonly [number, number | null])[]): readonly Held[] =>
    points.map(([tensors, gpu_mib], i) => ({
      steps: 100 * (i + 1),
      tensors,
      gpu_mib,
      resident_mib: 400,
    }));

  test('none, once the first steps are done', () => {
    const points = [
      [20, 500],
      [25, 700],
      [25, 704],
      [25, 700],
    ] as const;
    expect(growth(held(points))).toEqual([]);
  });

  test.each([
    [
      [
        [20, null],
        [25, null],
        [26, null],
      ],
      'tensors from step 200 to step 300: 25, then 26',
    ],
    [
      [
        [20, 1],
        [25, 500],
        [25, 600],
      ],
      'MiB on the GPU from step 200 to step 300: 500, then 600',
    ],
  ] as const)('%j', (points, sentence) => {
    expect(growth(held(points))).toEqual([sentence]);
  });

  test('of two points nothing is said to be fine', () => {
    expect(
      growth(
        held([
          [20, 1],
          [20, 1],
        ]),
      ),
    ).toHaveLength(1);
  });
});
