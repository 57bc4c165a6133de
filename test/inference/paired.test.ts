// Two models on the same samples: who is right on which, by hand; McNemar's p by its binomial sum.
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { comparedErrors, pairedInWords, pairedOutputs } from '../../src/inference/paired.js';
import { encodeNpy, readNpy } from '../../src/run/format/npy.js';
import { dlx } from '../cli/warm.js';
import { inFolder, root } from '../folders.js';

const frozen = join(root, 'test/fixtures/runs/finished-0.1.0');

/** Writes outputs that name these classes of three. */
function answer(folder: string, classes: ArrayLike<number>): void {
  const values = Float32Array.from({ length: 3 * classes.length }, (_, i) =>
    classes[Math.floor(i / 3)] === i % 3 ? 1 : 0,
  );
  const shape = [classes.length, 3];
  writeFileSync(join(folder, 'predictions/test.npy'), encodeNpy({ shape, values }));
}

/** Two copies of a run of 300 test samples: the second is right on all, the first not on some. */
const inTwo = (wrong: (row: number) => boolean, work: (one: string, other: string) => unknown) =>
  inFolder(async (folder) => {
    const [one, other] = [join(folder, 'one'), join(folder, 'other')] as const;
    for (const copy of [one, other]) cpSync(frozen, copy, { recursive: true });
    const targets = readNpy(join(frozen, 'targets/test.npy'))?.values ?? [];
    answer(
      one,
      Array.from(targets, (target, row) => (wrong(row) ? (target + 1) % 3 : target)),
    );
    answer(other, targets);
    await work(one, other);
  });

test('it is counted which of two models is right', async () => {
  await inTwo(
    (row) => row < 10,
    (one, other) => {
      // Ten of ten on one side: 2 / 2^10.
      expect(pairedOutputs(one, other, 'test')).toEqual({
        kind: 'classes',
        part: 'test',
        samples: 300,
        both_right: 290,
        only_first: 0,
        only_second: 10,
        both_wrong: 0,
        p: 2 / 1024,
      });
    },
  );
});

test('models of the same answers do not differ, and it is said', async () => {
  await inTwo(
    () => false,
    (one, other) => {
      const paired = pairedOutputs(one, other, 'test');
      expect(paired).toMatchObject({ both_right: 300, p: 1 });
      expect(paired && pairedInWords(paired)).toMatch(
        /^on the 300 test samples the first alone is right on 0, the second alone on 0: no difference between the two models is seen \(McNemar's exact test, p 1\.0\); /,
      );
    },
  );
});

test('outputs of other samples, or none, are not compared', async () => {
  await inTwo(
    () => false,
    (one, other) => {
      const rows = readNpy(join(other, 'rows/test.npy'));
      const moved = {
        shape: rows?.shape ?? [],
        values: Int32Array.from(rows?.values ?? [], (row) => row + 1),
      };
      writeFileSync(join(other, 'rows/test.npy'), encodeNpy(moved));
      expect(pairedOutputs(one, other, 'test')).toBeNull();
    },
  );
});

describe('errors of numbers', () => {
  test('have the difference of their means, with an interval', () => {
    // Differences −1, 0, 1 in turn, and 0.5: mean 0.5, deviation √(2/3), of 600.
    const second = new Float64Array(600).fill(2);
    const first = second.map((value, i) => value + 0.5 + ((i % 3) - 1));
    const found = comparedErrors(first, second, 'test');
    expect(found?.diff).toBeCloseTo(0.5, 12);
    const half = 1.96 * Math.sqrt(2 / 3 / 600);
    const [low = NaN, high = NaN] = found?.interval ?? [];
    // Of 2,000 resamples a percentile is known to some percents.
    expect(Math.abs((0.5 - low) / half - 1)).toBeLessThan(0.1);
    expect(Math.abs((high - 0.5) / half - 1)).toBeLessThan(0.1);
    expect(found && pairedInWords(found)).toMatch(/differ by 0\.500 .*: the two models differ;/);
  });

  // scipy.stats.t.interval(0.95, n - 1, mean, sem) of the differences.
  test.each([
    [
      [1, 4, 2],
      [0.5, 1, 2.5],
      [-3.478343, 5.478343],
    ],
    [
      [1.1, 2.3],
      [1, 2],
      [-1.07062, 1.47062],
    ],
    [
      [1, 2],
      [1, 2],
      [0, 0],
    ],
  ])("of few samples, %j and %j, are told apart by Student's t", (one, other, interval) => {
    const found = comparedErrors(Float64Array.from(one), Float64Array.from(other), 'test');
    found?.interval.forEach((bound, i) => expect(bound).toBeCloseTo(interval[i] ?? NaN, 5));
    expect(found && pairedInWords(found)).toMatch(
      /^on the [23] test samples .*, Student's t\): no difference between the two models is seen;/,
    );
  });

  test('that differ as much in each of few samples show no noise, and have none', () => {
    const [one, other] = [Float64Array.of(3, 2.5, 9), Float64Array.of(1, 0.5, 7)];
    expect(comparedErrors(one, other, 'test')).toBeNull();
  });

  test('that are none, or of one sample, have none', () => {
    const [one, two] = [Float64Array.of(1), Float64Array.of(NaN, 1)];
    expect(comparedErrors(one, one, 'test')).toBeNull();
    expect(comparedErrors(two, two, 'test')).toBeNull();
  });
});

test('dlx diff says so of two runs of the same data', async () => {
  await inFolder(async (folder) => {
    writeFileSync(
      join(folder, 'a.yaml'),
      'dataset: spirals\nmodel: [{Dense: {units: 3, activation: softmax}}]\nloss: sparse_categorical_crossentropy\nmetrics: [accuracy]\nepochs: 1\n',
    );
    await dlx(folder, ['train', 'a.yaml', '--seeds', '2', '--quiet']);
    const runs = (await dlx(folder, ['list', '--json'])).stdout;
    const names = [...runs.matchAll(/"run":"([^"]+)"/g)].map(([, run = '']) => run);
    const told = await dlx(folder, ['diff', ...names]);
    expect(told.stderr).toMatch(/on the 300 test samples the first alone is right on \d+, /);
    const { samples } = JSON.parse((await dlx(folder, ['diff', ...names, '--json'])).stdout) as {
      readonly samples: Readonly<Record<string, number>>;
    };
    const { both_right = NaN, only_first = NaN, only_second = NaN, both_wrong = NaN } = samples;
    expect(both_right + only_first + only_second + both_wrong).toBe(300);
  });
});
