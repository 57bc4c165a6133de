import { describe, expect, test } from '@jest/globals';
import type { Dataset, Part } from '../../../src/dataset/dataset.js';
import { makeSequences } from '../../../src/dataset/made/sequences.js';
import { describeIn, inputsOf, load, refusal } from '../fixtures.js';
import { onlyInput, onlyTarget } from '../../../src/dataset/source.js';

const plain = {
  classes: 2,
  samples: 2000,
  steps: 12,
  vocabulary: 60,
  markers: 2,
  noise: 0,
  data_seed: 0,
};

/**
 * The rule by hand: of 60 tokens the first tenth are markers, 0 to 2 of class 0 and 3 to 5 of class
 * 1.
 */
const classOf = (token: number): number | null => (token < 3 ? 0 : token < 6 ? 1 : null);

function rowsOf(
  { inputs, targets }: ReturnType<typeof makeSequences>,
  steps: number,
): { tokens: number[]; target: number }[] {
  return [...targets].map((target, row) => ({
    tokens: [...inputs.subarray(row * steps, (row + 1) * steps)],
    target,
  }));
}

test('the shortest sequences are two markers, and the second gives the class', () => {
  // Of three tokens 0 marks class 0 and 1 marks class 1; 2 would fill what is left, but nothing is.
  const rows = rowsOf(
    makeSequences({ ...plain, samples: 400, steps: 2, vocabulary: 3, markers: 1 }),
    2,
  );
  const seen = rows.map(({ tokens: [first, last], target }) => `${first} then ${last}: ${target}`);
  expect(new Set(seen)).toEqual(new Set(['0 then 1: 1', '1 then 0: 0']));
  const ones = rows.filter(({ target }) => target === 1).length;
  // Of 400 fair draws, four standard deviations are 40.
  expect(Math.abs(ones - 200)).toBeLessThan(40);
});

test('every row has as many markers of each class, and the last one gives the class', () => {
  const rows = rowsOf(makeSequences(plain), 12);
  const found = rows.map(({ tokens, target }) => {
    const marked = tokens.map(classOf).filter((one) => one !== null);
    return [
      marked.filter((one) => one === 0).length,
      marked.filter((one) => one === 1).length,
      marked.at(-1) === target,
    ];
  });
  expect(found.filter(([zeros, ones, told]) => zeros !== 2 || ones !== 2 || told !== true)).toEqual(
    [],
  );
});

test('all tokens come, and markers stand everywhere', () => {
  const rows = rowsOf(makeSequences(plain), 12);
  const counts = new Map<number, number>();
  const places = new Array<number>(12).fill(0);
  for (const { tokens } of rows) {
    tokens.forEach((token, place) => {
      counts.set(token, (counts.get(token) ?? 0) + 1);
      if (classOf(token) !== null) places[place] = (places[place] ?? 0) + 1;
    });
  }
  expect([...counts.keys()].sort((a, b) => a - b)).toEqual(
    Array.from({ length: 60 }, (_, token) => token),
  );
  // 8,000 markers fall on 6 tokens, 16,000 others on 54; a third of each place's 2,000 tokens are
  // markers. Five deviations.
  for (const [token, count] of counts) {
    expect(Math.abs(count - (token < 6 ? 8000 / 6 : 16_000 / 54))).toBeLessThan(
      5 * Math.sqrt(token < 6 ? 8000 / 6 : 16_000 / 54),
    );
  }
  for (const count of places) {
    expect(Math.abs(count - 2000 / 3)).toBeLessThan(5 * Math.sqrt(2000 / 3));
  }
});

test('noise is the share of rows whose class is drawn anew', () => {
  const [exact, noisy] = [0, 0.4].map((noise) =>
    makeSequences({ ...plain, samples: 5000, steps: 4, classes: 4, markers: 1, noise }),
  );
  expect(noisy?.inputs).toEqual(exact?.inputs);
  const changed =
    [...(noisy?.targets ?? [])].filter((target, row) => target !== exact?.targets[row]).length /
    5000;
  // Three of four new classes are others: 0.3, with a standard error of 0.0065.
  expect(Math.abs(changed - 0.3)).toBeLessThan(0.026);
});

describe('as they are by default', () => {
  const loaded = load('/', { name: 'sequences' });

  test('5000 rows of 100 out of 500 tokens, two classes: 1000 for the test, a fifth of the rest for validation', async () => {
    const described = {
      inputs: [{ name: 'tokens', kind: 'tokens', shape: [100], vocabulary: 500 }],
      classes: 2,
      classNames: null,
      targetName: 'class',
      columns: null,
      notes: [],
    };
    const data = await loaded;
    expect(data).toMatchObject({
      ...described,
      train: { source: { inputs: [{ name: 'tokens', shape: [100], divideBy: 1 }] } },
    });
    expect([data.train.rows.length, data.validation.rows.length, data.test.rows.length]).toEqual([
      3200, 800, 1000,
    ]);
    expect(onlyInput(data.train.source).values).toBeInstanceOf(Int32Array);
    expect(await describeIn('/', { name: 'sequences' })).toEqual(described);
  });

  test('which tokens there are tells nothing, their order does', async () => {
    const data = await loaded;
    // The standard error of an even guess at 1000 rows is 0.016; by the rule one of twenty classes
    // is drawn, half of them wrong.
    expect(Math.abs(bagOfWordsAccuracy(data) - 0.5)).toBeLessThan(0.065);
    expect(
      Math.abs(
        share(data.test, (tokens) =>
          Math.floor((tokens.findLast((token) => token < 50) ?? 0) / 25),
        ) - 0.975,
      ),
    ).toBeLessThan(0.02);
  });

  test('the same arguments give the same numbers and hash; what they are made from changes them', async () => {
    const sha256 = async (more: object): Promise<string> =>
      (await load('/', { name: 'sequences', samples: 100, ...more })).sha256;
    const usual = await sha256({});
    expect(await sha256({ split_seed: 1, validation_split: 0.5 })).toBe(usual);
    const changes = [
      { data_seed: 1 },
      { samples: 101 },
      { noise: 0.5 },
      { steps: 99 },
      { vocabulary: 400 },
      { markers: 4 },
      { classes: 3 },
    ];
    const hashes = await Promise.all(changes.map(sha256));
    expect(new Set([usual, ...hashes]).size).toBe(changes.length + 1);
  });
});

describe('what cannot be made is refused', () => {
  test.each([
    [
      { classes: 20, markers: 6 },
      'sequences of 100 steps have no room for 6 markers of each of 20 classes: 120 are needed',
    ],
    [
      { classes: 5, vocabulary: 5 },
      'sequences of 5 classes need a vocabulary of at least 6 tokens, got 5',
    ],
    [
      { samples: 10_000_000, steps: 100_000 },
      'sequences of 10000000 samples × 100000 steps are 1000000000000 tokens, more than the 536870912 that dlx makes: use fewer samples or steps',
    ],
    [
      { samples: 65_536, steps: 8193 },
      'sequences of 65536 samples × 8193 steps are 536936448 tokens, more than the 536870912 that dlx makes: use fewer samples or steps',
    ],
  ])('%j', async (more, message) => {
    for (const act of [describeIn, load]) {
      expect(await refusal(act('/', { name: 'sequences', ...more }))).toEqual({
        message,
        exitCode: 2,
      });
    }
  });

  test('but 2^29 tokens are made', async () => {
    expect(
      await describeIn('/', { name: 'sequences', samples: 65_536, steps: 8192 }),
    ).toMatchObject({ inputs: [{ shape: [8192] }] });
  });

  test('where a part would be empty, when they are described', async () => {
    // ceil(5 * 0.2) = 1 for the test, ceil(4 * 0.9) = 4 for validation.
    const message =
      'validation_split 0.9 of 4 rows takes 4 and leaves none to train on: use more data or a smaller validation_split';
    for (const act of [describeIn, load]) {
      expect(
        await refusal(act('/', { name: 'sequences', samples: 5, validation_split: 0.9 })),
      ).toEqual({ message, exitCode: 1 });
    }
  });
});

function share(part: Part, predict: (tokens: readonly number[]) => number): number {
  return (
    [...part.rows].filter(
      (row) => predict(inputsOf(part, row)) === onlyTarget(part.source).values[row],
    ).length / part.rows.length
  );
}

// Naive Bayes over how often each token comes.
function bagOfWordsAccuracy({ train, test: held }: Dataset): number {
  const counts = [new Float64Array(500).fill(1), new Float64Array(500).fill(1)] as const;
  for (const row of train.rows) {
    for (const token of inputsOf(train, row)) {
      counts[onlyTarget(train.source).values[row] === 1 ? 1 : 0][token]! += 1;
    }
  }
  const totals = counts.map((some) => some.reduce((a, b) => a + b));
  const weight = (token: number): number =>
    Math.log(counts[1][token]! / totals[1]! / (counts[0][token]! / totals[0]!));
  return share(held, (tokens) =>
    tokens.reduce((sum, token) => sum + weight(token), 0) > 0 ? 1 : 0,
  );
}
