// Totals over many batches: what is subtracted keeps its digits, and what has no value is said to
// have none. Expected numbers are scikit-learn's, or by hand.
import { expect, test } from '@jest/globals';
import type { Backend } from '../../src/tensor/backend.js';
import type { Dataset } from '../../src/dataset/dataset.js';
import type { Trainer } from '../../src/training/trainer.js';
import { numbersOf } from '../../src/training/train.js';
import { readFixture } from '../model/keras.js';
import { datasetOf, trainerOf } from './trainers.js';

type Way = { readonly backend: Backend; readonly kind: Trainer['kind'] };

type Determination = {
  readonly noise: readonly number[];
  readonly errors: readonly number[];
  readonly cases: readonly { readonly mean: number; readonly near: number; readonly far: number }[];
};

const { noise, errors, cases } = readFixture<Determination>('determination');

function trainOnce(trainer: Trainer, { train }: Dataset): void {
  const { batch_size: size } = trainer.spec;
  for (let start = 0, step = 0; start < train.rows.length; start += size, step += 1) {
    const rows = train.rows.subarray(start, start + size);
    trainer.train([{ rows, epoch: 1, step, numbers: numbersOf(trainer.spec, 0, step + 1) }]);
  }
}

// A network that gives back what it gets, at a rate of 0.
async function scoresOf(
  { backend, kind }: Way,
  dataset: Dataset,
  metrics: readonly unknown[],
  parts: Readonly<Record<string, unknown>> = {},
) {
  const model = [{ Activation: 'linear' }];
  using trainer = trainerOf(
    backend,
    { model, loss: 'mse', metrics, batch_size: 6, ...parts },
    dataset,
    kind,
  );
  trainOnce(trainer, dataset);
  const train = await trainer.takeScores(dataset.train.rows.length);
  return { train, validation: await trainer.evaluate(dataset.validation) };
}

/** Declares the tests of one way of execution. */
export function testTotals(way: Way): void {
  test.each(cases)('r2_score at a mean of $mean deviations', async ({ mean, near, far }) => {
    for (const [offset, expected] of [
      [0, near],
      [2, far],
    ] as const) {
      const outputs = noise.map((value, i) => mean + value + (errors[i] ?? 0) + offset);
      const targets = noise.map((value) => mean + value);
      const dataset = datasetOf(
        { shape: [outputs.length, 1], values: outputs },
        { shape: [targets.length], values: targets, kind: 'float' },
      );
      const { train, validation } = await scoresOf(way, dataset, ['r2_score']);
      expect(train['r2_score']).toBeCloseTo(expected, 6);
      expect(validation.scores['r2_score']).toBeCloseTo(expected, 6);
    }
  });

  test('a score that divides by nothing is undefined, with the counts', async () => {
    const metrics = [
      'auc',
      { name: 'auc', curve: 'PR', label: 'pr' },
      'recall',
      'precision',
      { name: 'f1_score', threshold: 0.5 },
    ];
    const of = (values: readonly number[], targets: readonly number[]) =>
      scoresOf(
        way,
        datasetOf(
          { shape: [values.length, 1], values },
          { shape: [targets.length], values: targets, kind: 'int' },
        ),
        metrics,
        { loss: 'binary_crossentropy' },
      );

    const nothing = await of([0.1, 0.2, 0.3], [0, 0, 0]);
    expect(nothing.validation.scores).toMatchObject({
      auc: null,
      pr: null,
      recall: null,
      precision: null,
      f1_score: null,
    });
    expect(nothing.train).toEqual(nothing.validation.scores);
    expect(nothing.validation.undefinedBecause).toEqual({
      auc: 'none of the 3 targets is positive',
      pr: 'none of the 3 targets is positive',
      recall: 'none of the 3 targets is positive',
      precision: 'none of the 3 outputs is predicted positive',
      f1_score: 'none of the 3 targets is positive, and none of the outputs predicted so',
    });

    // One false positive: precision is 0 of 1, and so is 2 · TP / (2 · TP + FP + FN).
    const wrong = await of([0.1, 0.9, 0.3], [0, 0, 0]);
    expect(wrong.validation.scores).toMatchObject({
      auc: null,
      recall: null,
      precision: 0,
      f1_score: 0,
    });

    // All are positive: two of four are found, and every prediction is right.
    const all = await of([0.9, 0.8, 0.1, 0.2], [1, 1, 1, 1]);
    expect(all.validation.scores).toMatchObject({ auc: null, recall: 0.5, precision: 1 });
    expect(all.validation.undefinedBecause).toEqual({ auc: 'all 4 targets are positive' });
  });

  test.each([0, 3, 1e6])('targets that are all %d explain nothing', async (value) => {
    const dataset = datasetOf(
      { shape: [4, 1], values: [1, 2, 3, 4] },
      { shape: [4], values: [value, value, value, value], kind: 'float' },
    );
    const { validation } = await scoresOf(way, dataset, ['r2_score']);
    expect(validation.scores['r2_score']).toBeNull();
    expect(validation.undefinedBecause['r2_score']).toBe('all 4 targets are the same');
  });
}
