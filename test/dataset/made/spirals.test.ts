import { describe, expect, test } from '@jest/globals';
import type { Dataset, Part } from '../../../src/dataset/dataset.js';
import { makeSpirals } from '../../../src/dataset/made/spirals.js';
import { describeIn, inputsOf, load, refusal } from '../fixtures.js';
import { onlyInput, onlyTarget } from '../../../src/dataset/source.js';

const plain = { classes: 2, samples: 8, noise: 0, turns: 1, data_seed: 0 };

test('without noise the points lie on the arms, classes interleaved', () => {
  const { inputs, targets } = makeSpirals(plain);
  expect([...targets]).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
  // Four points an arm, at a quarter, a half, three quarters and the whole of a turn and of the
  // radius; the second arm is the first turned by half a turn. (sin, cos) of 90, 180, 270 and 360
  // degrees.
  const expected = [0.25, 0, -0.25, 0, 0, -0.5, 0, 0.5, -0.75, 0, 0.75, 0, 0, 1, 0, -1];
  inputs.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 6));
});

test('the noise is a deviation of the angle in radians and leaves the radius alone', () => {
  const { inputs } = makeSpirals({
    classes: 2,
    samples: 20_000,
    noise: 0.1,
    turns: 1,
    data_seed: 3,
  });
  const exact = makeSpirals({
    classes: 2,
    samples: 20_000,
    noise: 0,
    turns: 1,
    data_seed: 3,
  }).inputs;
  let squares = 0;
  for (let i = 0; i < 20_000; i += 1) {
    const [x = 0, y = 0, u = 0, v = 0] = [
      inputs[2 * i],
      inputs[2 * i + 1],
      exact[2 * i],
      exact[2 * i + 1],
    ];
    expect(Math.hypot(x, y)).toBeCloseTo(Math.hypot(u, v), 5);
    squares += Math.atan2(x * v - y * u, x * u + y * v) ** 2;
  }
  // The standard error of a deviation of 20,000 values is 0.1 / sqrt(40,000) = 0.0005.
  expect(Math.abs(Math.sqrt(squares / 20_000) - 0.1)).toBeLessThan(0.002);
});

describe('as they are by default', () => {
  test('1500 points of three classes: 300 for the test, a fifth of the rest for validation', async () => {
    const data = await load('/', { name: 'spirals' });
    expect(data).toMatchObject({
      inputs: [{ name: 'table', kind: 'table', shape: [2], vocabulary: null }],
      classes: 3,
      classNames: null,
      targetName: 'arm',
      columns: null,
      notes: [],
      train: { source: { inputs: [{ name: 'table', shape: [2], divideBy: 1 }] } },
    });
    expect([data.train.rows.length, data.validation.rows.length, data.test.rows.length]).toEqual([
      960, 240, 300,
    ]);
    expect(await describeIn('/', { name: 'spirals' })).toEqual({
      inputs: [{ name: 'table', kind: 'table', shape: [2], vocabulary: null }],
      classes: 3,
      classNames: null,
      targetName: 'arm',
      columns: null,
      notes: [],
    });
  });

  test('no linear model tells them apart, but their neighbours do', async () => {
    const data = await load('/', { name: 'spirals' });
    expect(nearestNeighbourAccuracy(data)).toBeGreaterThan(0.97);
    expect(linearAccuracy(data)).toBeLessThan(0.5);
  });

  test('the same arguments give the same numbers and hash; data_seed and samples change them', async () => {
    const sha256 = async (more: object): Promise<string> =>
      (await load('/', { name: 'spirals', ...more })).sha256;
    const usual = await sha256({});
    expect(await sha256({ split_seed: 1, validation_split: 0.5 })).toBe(usual);
    for (const change of [{ data_seed: 1 }, { samples: 1503 }, { noise: 0.2 }, { turns: 2 }]) {
      expect(await sha256(change)).not.toBe(usual);
    }
  });
});

test('fewer samples than classes are refused, when they are described', async () => {
  const message = 'spirals of 1000 classes need at least 1000 samples, got 4';
  for (const act of [describeIn, load]) {
    expect(await refusal(act('/', { name: 'spirals', classes: 1000, samples: 4 }))).toEqual({
      message,
      exitCode: 2,
    });
  }
});

test('so are too few for their parts', async () => {
  // ceil(4 * 0.5) = 2 for the test, ceil(2 * 0.6) = 2 for validation.
  const message =
    'validation_split 0.6 of 2 rows takes 2 and leaves none to train on: use more data or a smaller validation_split';
  for (const act of [describeIn, load]) {
    expect(
      await refusal(
        act('/', { name: 'spirals', samples: 4, test_split: 0.5, validation_split: 0.6 }),
      ),
    ).toEqual({ message, exitCode: 1 });
  }
});

function share(part: Part, predict: (row: number) => number): number {
  return (
    [...part.rows].filter((row) => predict(row) === onlyTarget(part.source).values[row]).length /
    part.rows.length
  );
}

function nearestNeighbourAccuracy({ train, test: held }: Dataset): number {
  return share(held, (row) => {
    const [x = 0, y = 0] = inputsOf(held, row);
    const distance = (other: number): number =>
      Math.hypot(
        x - (onlyInput(train.source).values[2 * other] ?? 0),
        y - (onlyInput(train.source).values[2 * other + 1] ?? 0),
      );
    const nearest = [...train.rows].reduce((best, other) =>
      distance(other) < distance(best) ? other : best,
    );
    return onlyTarget(train.source).values[nearest] ?? -1;
  });
}

// Softmax regression by gradient descent.
function linearAccuracy({ train, test: held }: Dataset): number {
  const weights = [0, 1, 2].map(() => [0, 0, 0]);
  const scores = (part: Part, row: number): number[] => {
    const [x = 0, y = 0] = inputsOf(part, row);
    return weights.map(([a = 0, b = 0, c = 0]) => a * x + b * y + c);
  };
  for (let round = 0; round < 200; round += 1) {
    for (const row of train.rows) {
      const [x = 0, y = 0] = inputsOf(train, row);
      const powers = scores(train, row).map(Math.exp);
      const sum = powers.reduce((a, b) => a + b);
      powers.forEach((power, k) => {
        const slope = power / sum - (onlyTarget(train.source).values[row] === k ? 1 : 0);
        [x, y, 1].forEach((input, i) => (weights[k]![i]! -= 0.01 * slope * input));
      });
    }
  }
  return share(held, (row) => {
    const all = scores(held, row);
    return all.indexOf(Math.max(...all));
  });
}
