// Arguments that optimizers have in common: what goes together, and where a moving average stands
// for a weight.
import { describe, expect, test } from '@jest/globals';
import { defaultOf } from '../../../src/words/check.js';
import { language } from '../../../src/experiment/language.js';
import { readSpecText } from '../../../src/spec/read.js';
import { SpecProblems } from '../../../src/document/problems.js';
import type { WeightValues } from '../../../src/model/model.js';
import type { Trainer } from '../../../src/training/trainer.js';
import { optimizers } from '../../../src/training/optimizers/optimizers.js';
import { distance, openNative, readFixture } from '../../model/keras.js';
import { datasetOf, trainerOf, trainSteps } from '../trainers.js';

const backend = await openNative();

function complaint(optimizer: string): string {
  try {
    readSpecText(
      `dataset: spirals\nmodel: [{Dense: 3}]\nloss: mse\noptimizer: ${optimizer}\n`,
      'a.yaml',
      { language },
    );
  } catch (error) {
    if (error instanceof SpecProblems) return error.message.split('\n')[0] ?? '';
    throw error;
  }
  return '';
}

test.each([
  [
    '{name: adam, clipnorm: 1, clipvalue: 0.5}',
    'a.yaml:4:12 adam takes one of clipnorm, clipvalue and global_clipnorm, not clipnorm and clipvalue',
  ],
  [
    '{name: sgd, clipnorm: 1, clipvalue: 0.5, global_clipnorm: 0}',
    'a.yaml:4:12 sgd takes one of clipnorm, clipvalue and global_clipnorm, not clipnorm and clipvalue and global_clipnorm',
  ],
  [
    '{name: ftrl, learning_rate: {name: OneCycle, max_learning_rate: 1, total_steps: 3, total_epochs: 4}}',
    'a.yaml:4:40 OneCycle takes total_steps or total_epochs, not both',
  ],
  [
    '{name: ftrl, learning_rate_power: 0.5}',
    'a.yaml:4:46 learning_rate_power must be a finite number of at most 0, got 0.5',
  ],
  [
    '{name: lion, beta_1: 0}',
    'a.yaml:4:33 beta_1 must be a finite number above 0 and of at most 1, got 0',
  ],
  [
    '{name: adamw, weight_decay: null}',
    'a.yaml:4:40 weight_decay must be a finite number of at least 0, got nothing',
  ],
  [
    '{name: sgd, use_ema: true, ema_momentum: 1.5}',
    'a.yaml:4:53 ema_momentum must be a finite number from 0 to 1, got 1.5',
  ],
  [
    '{name: sgd, use_ema: true, ema_overwrite_frequency: 0}',
    'a.yaml:4:64 ema_overwrite_frequency must be a whole number of at least 1, or null, got 0',
  ],
  ['{name: adam, clipnorm: 0, weight_decay: 0}', ''],
])('%s', (optimizer, message) => {
  expect(complaint(optimizer)).toBe(message);
});

test("every optimizer has Keras' arguments in its order, with its defaults", () => {
  const expected = readFixture<Readonly<Record<string, unknown>>>('optimizer_arguments');
  const found = optimizers.map(
    ({ name, arguments: declared }) =>
      [
        name,
        Object.entries(declared).map(([argument, schema]) => [argument, defaultOf(schema)]),
      ] as const,
  );
  expect(Object.fromEntries(found)).toEqual(expected);
});

const data = datasetOf(
  { shape: [12, 2], values: Array.from({ length: 24 }, (_, i) => Math.sin(i * i)) },
  { shape: [12], values: Array.from({ length: 12 }, (_, i) => i % 3), kind: 'int' },
);
const parts = {
  model: [
    { Dense: { units: 4, activation: 'tanh' }, name: 'hidden' },
    'BatchNormalization',
    { Dense: { units: 3, activation: 'softmax' }, name: 'head' },
  ],
  loss: 'sparse_categorical_crossentropy',
  batch_size: 4,
  seed: 3,
};
const averaged = {
  ...parts,
  optimizer: { name: 'sgd', learning_rate: 0.5, use_ema: true, ema_momentum: 0.6 },
};

describe.each(['eager', 'graph'] as const)('averaged weights, %s', (kind: Trainer['kind']) => {
  test('are those of the weights that training goes on from', async () => {
    using raw = trainerOf(
      backend,
      { ...parts, optimizer: { name: 'sgd', learning_rate: 0.5 } },
      data,
      kind,
    );
    using trainer = trainerOf(backend, averaged, data, kind);
    let expected: WeightValues | undefined;
    for (let step = 0; step < 6; step += 1) {
      await trainSteps(raw, data, step, step + 1);
      const now = await raw.readWeights();
      expected = new Map(
        [...now].map(([key, values]) => [
          key,
          values.map((value, i) =>
            expected && !key.includes('moving')
              ? 0.6 * (expected.get(key)?.[i] ?? NaN) + 0.4 * value
              : value,
          ),
        ]),
      );
    }
    await trainSteps(trainer, data, 0, 6);
    const found = await trainer.readWeights();
    for (const [key, values] of expected ?? []) {
      expect([key, distance(found.get(key) ?? [], values) <= 1e-6]).toEqual([key, true]);
    }
    expect(
      distance(found.get('head/kernel') ?? [], (await raw.readWeights()).get('head/kernel') ?? []),
    ).toBeGreaterThan(0.01);
  });

  test('are what is evaluated, kept and put back', async () => {
    using trainer = trainerOf(backend, averaged, data, kind);
    using plain = trainerOf(backend, { ...parts, optimizer: 'sgd' }, data, kind);
    const start = await trainer.evaluate(data.validation);
    await trainSteps(trainer, data, 0, 6);
    const [kept, evaluated] = [
      await trainer.readWeights(),
      await trainer.evaluate(data.validation, { keepOutputs: true }),
    ];
    expect(evaluated.scores).not.toEqual(start.scores);
    plain.loadWeights(kept);
    expect(await plain.evaluate(data.validation, { keepOutputs: true })).toEqual(evaluated);
    await trainSteps(trainer, data, 6, 9);
    expect((await trainer.evaluate(data.validation)).scores).not.toEqual(evaluated.scores);
    trainer.loadWeights(kept);
    expect(await trainer.evaluate(data.validation, { keepOutputs: true })).toEqual(evaluated);
  });
});
