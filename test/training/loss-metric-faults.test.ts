// Faults of TensorFlow.js' own layers and training that dlx's losses, metrics and weights do not
// have; numbers by hand.
import { describe, expect, test } from '@jest/globals';
import { gradientsOf, scope, withKeep } from '../../src/tensor/backend.js';
import { runNetwork } from '../../src/model/pass.js';
import { lossEntry } from '../../src/training/losses/losses.js';
import { numbersOf } from '../../src/training/train.js';
import type { Dataset } from '../../src/dataset/dataset.js';
import { networkOf, openNative, specOf, tensorOf } from '../model/keras.js';
import { datasetOf, trainerOf } from './trainers.js';
import { onlyTarget, residentSource } from '../../src/dataset/source.js';

const backend = await openNative();

type Data = {
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly number[];
  readonly kind: 'int' | 'float';
  readonly weights?: readonly number[];
};

function dataOf({ inputs, targets, kind, weights }: Data): Dataset {
  const dataset = datasetOf(
    { shape: [inputs.length, inputs[0]?.length ?? 0], values: inputs.flat() },
    { shape: [targets.length], values: targets, kind },
  );
  const part = {
    ...dataset.train,
    source: residentSource('train', {
      ...dataset.train.source,
      weights: weights ? Float32Array.from(weights) : null,
    }),
  };
  return { ...dataset, train: part, validation: part, test: part };
}

type Numbers = Readonly<Record<string, number | null>>;

// What a training step at a rate of 0 and an evaluation say of the same rows.
async function bothScores(
  parts: Readonly<Record<string, unknown>>,
  data: Data,
  kernel: readonly number[] = [],
): Promise<readonly [train: Numbers, validation: Numbers]> {
  const dataset = dataOf(data);
  using trainer = trainerOf(backend, parts, dataset);
  if (kernel.length > 0) {
    trainer.loadWeights(new Map([['dense/kernel', Float32Array.from(kernel)]]));
  }
  trainer.train([
    { rows: dataset.train.rows, epoch: 1, step: 0, numbers: numbersOf(trainer.spec, 0, 1) },
  ]);
  const train = await trainer.takeScores(dataset.train.rows.length);
  return [train, (await trainer.evaluate(dataset.validation)).scores];
}

// The loss of one sample and its gradient by the inputs of the last activation.
function lossOf(
  loss: unknown,
  activation: string,
  logits: readonly number[],
  label: number,
): { readonly value: number; readonly gradient: readonly number[] } {
  const { loss: written } = specOf({ model: [{ Activation: activation }], loss });
  const network = networkOf([{ Activation: activation }], [logits.length]);
  return scope(
    () =>
      withKeep((keep) => {
        const x = tensorOf({ shape: [1, logits.length], values: logits });
        const labels = tensorOf({ shape: [1], values: [label] }, 'int32');
        const targets =
          lossEntry(written).targets === 'classes'
            ? labels
            : backend.ops.oneHot(labels, logits.length);
        const { value, gradients } = gradientsOf(() => {
          const { output, logits: before } = runNetwork(network, {
            ops: backend.ops,
            inputs: [x],
            weights: new Map(),
            training: true,
            random: null,
            keep,
          });
          return backend.ops.mean(
            lossEntry(written).perSample(
              { ops: backend.ops, output, logits: before, targets, center: null },
              written.arguments,
            ),
          );
        }, [x]);
        return {
          value: value.dataSync()[0] ?? NaN,
          gradient: [...(gradients[0]?.dataSync() ?? [])],
        };
      }) as never,
  );
}

describe('losses', () => {
  test('no. 7: the penalties of regularizers are in the loss of training and in that of validation', async () => {
    const model = [
      {
        Dense: {
          units: 1,
          use_bias: false,
          kernel_regularizer: { name: 'L1L2', l1: 0.5, l2: 0.1 },
        },
      },
    ];
    // 0.5 · (2 + 3) + 0.1 · (4 + 9), the error itself being 0.
    const scores = await bothScores(
      { model, loss: 'mse', metrics: ['mse'] },
      {
        inputs: [
          [1, 0],
          [0, 1],
        ],
        targets: [2, -3],
        kind: 'float',
      },
      [2, -3],
    );
    for (const { loss, mean_squared_error } of scores) {
      expect([loss, mean_squared_error]).toEqual([expect.closeTo(3.8, 6), 0]);
    }
  });

  test('no. 8: logits are not clipped to 0 and 1', () => {
    const { value, gradient } = lossOf(
      { name: 'sparse_categorical_crossentropy', from_logits: true },
      'linear',
      [30, -30],
      1,
    );
    expect(value).toBeCloseTo(60, 5);
    expect(gradient).toEqual([expect.closeTo(1, 6), expect.closeTo(-1, 6)]);
  });

  test.each(['categorical_crossentropy', 'sparse_categorical_crossentropy'])(
    'no. 9: a confident wrong answer has a gradient, %s',
    (loss) => {
      const { value, gradient } = lossOf(loss, 'softmax', [30, -30], 1);
      expect(value).toBeCloseTo(60, 5);
      expect(gradient).toEqual([expect.closeTo(1, 6), expect.closeTo(-1, 6)]);
    },
  );

  test('no. 10: labels are whole numbers', async () => {
    const data = {
      inputs: [
        [0, 0, 0],
        [0, 0, 0],
      ],
      targets: [2, 0],
      kind: 'int',
    } as const;
    const [train, validation] = await bothScores(
      { model: [{ Activation: 'softmax' }], loss: 'sparse_categorical_crossentropy' },
      data,
    );
    expect(onlyTarget(dataOf(data).train.source).values).toBeInstanceOf(Int32Array);
    for (const { loss } of [train, validation]) expect(loss).toBeCloseTo(Math.log(3), 6);
  });
});

describe('metrics', () => {
  const model = [{ Activation: 'linear' }];

  test('no. 15: precision and recall compare probabilities with a threshold', async () => {
    const data = {
      inputs: [[0.9], [0.8], [0.3], [0.6]],
      targets: [1, 0, 1, 1],
      kind: 'int',
    } as const;
    for (const scores of await bothScores(
      { model, loss: 'binary_crossentropy', metrics: ['precision', 'Recall'] },
      data,
    )) {
      expect([scores['precision'], scores['recall']]).toEqual([
        expect.closeTo(2 / 3, 12),
        expect.closeTo(2 / 3, 12),
      ]);
    }
  });

  test('no. 15: top-k and sparse accuracies have names', async () => {
    const data = {
      inputs: [
        [0.5, 0.3, 0.2],
        [0.1, 0.3, 0.6],
      ],
      targets: [1, 0],
      kind: 'int',
    } as const;
    const top = { name: 'sparse_top_k_categorical_accuracy', k: 2 };
    const [, scores] = await bothScores(
      {
        model,
        loss: 'sparse_categorical_crossentropy',
        metrics: ['sparse_categorical_accuracy', top],
      },
      data,
    );
    expect([
      scores['sparse_categorical_accuracy'],
      scores['sparse_top_k_categorical_accuracy'],
    ]).toEqual([0, 0.5]);
    const [, rows] = await bothScores(
      {
        model,
        loss: 'categorical_crossentropy',
        metrics: ['categorical_accuracy', { name: 'TopKCategoricalAccuracy', k: 2 }],
      },
      data,
    );
    expect([rows['categorical_accuracy'], rows['top_k_categorical_accuracy']]).toEqual([0, 0.5]);
  });

  test('no. 20: accuracy is called accuracy', async () => {
    const data = { inputs: [[0.9], [0.2]], targets: [1, 1], kind: 'int' } as const;
    const both = await bothScores({ model, loss: 'binary_crossentropy', metrics: ['acc'] }, data);
    for (const scores of both) {
      expect([Object.keys(scores), scores['accuracy']]).toEqual([['loss', 'accuracy'], 0.5]);
    }
  });
});

test('no. 16: samples have weights, in training and in validation; metrics stay as they are', async () => {
  const data = { inputs: [[0], [0]], targets: [1, 2], kind: 'float', weights: [3, 0.5] } as const;
  // (3 · 1² + 0.5 · 2²) / 2 samples, and (1 + 4) / 2.
  for (const scores of await bothScores(
    { model: [{ Activation: 'linear' }], loss: 'mse', metrics: ['mse'] },
    data,
  )) {
    expect(scores).toEqual({ loss: 2.5, mean_squared_error: 2.5 });
  }
  for (const scores of await bothScores(
    { model: [{ Activation: 'linear' }], loss: 'mae', metrics: ['mse'] },
    data,
  )) {
    expect(scores).toEqual({ loss: 2, mean_squared_error: 2.5 });
  }
});
