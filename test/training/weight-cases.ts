// Training with weights of classes and of samples, and with regularizers, as Keras' fit does it:
// epochs in the rows' order.
import { expect, test } from '@jest/globals';
import type { Dataset } from '../../src/dataset/dataset.js';
import { residentSource } from '../../src/dataset/source.js';
import type { Backend } from '../../src/tensor/backend.js';
import type { Scores } from '../../src/training/epoch.js';
import type { Trainer } from '../../src/training/trainer.js';
import { numbersOf } from '../../src/training/train.js';
import {
  expectNear,
  readFixture,
  valuesOf,
  type Saved,
  type SavedWeights,
} from '../model/keras.js';
import { datasetOf, trainerOf, type SavedTargets } from './trainers.js';

type WeightCase = Readonly<
  Record<'model' | 'loss' | 'metrics' | 'optimizer' | 'class_weight', unknown>
> & {
  readonly name: string;
  readonly batch_size: number;
  /** So many rows are for training, the others for validation. */
  readonly trained: number;
  readonly input: Saved;
  readonly targets: SavedTargets;
  readonly sample_weight?: Saved;
  readonly initial: SavedWeights;
  readonly weights: SavedWeights;
  /** Each epoch's scores by Keras' names: `loss`, `val_loss`, … */
  readonly history: Readonly<Record<string, readonly number[]>>;
};

/** Holds losses, scores and final weights to Keras'. */
export function testWeights(
  backend: Backend,
  { scores, weights }: { readonly scores: number; readonly weights: number },
  kind: Trainer['kind'] = 'eager',
): void {
  test.each(readFixture<readonly WeightCase[]>('weights').map((one) => [one.name, one] as const))(
    `%s, ${kind}`,
    async (_, one) => {
      const { model, loss, metrics, optimizer, class_weight, batch_size, history } = one;
      const dataset = weightedData(one);
      using trainer = trainerOf(
        backend,
        { model, loss, metrics, optimizer, batch_size, ...(class_weight ? { class_weight } : {}) },
        dataset,
        kind,
      );
      trainer.loadWeights(valuesOf(one.initial));
      const epochs = history['loss']?.length ?? 0;
      const found: Scores[] = [];
      for (let epoch = 0; epoch < epochs; epoch += 1) {
        found.push(await epochScores(trainer, dataset, epoch));
      }
      expect(Object.keys(found[0] ?? {}).sort()).toEqual(Object.keys(history).sort());
      for (const [name, values] of Object.entries(history)) {
        expectNear(
          found.map((epoch) => epoch[name] ?? NaN),
          { shape: [], values },
          scores,
          name,
        );
      }
      for (const [key, value] of await trainer.readWeights()) {
        expectNear(value, one.weights[key] as Saved, weights, key);
      }
    },
  );
}

function weightedData({ input, targets, trained, sample_weight }: WeightCase): Dataset {
  const whole = datasetOf(input, targets);
  const source = residentSource('train', {
    ...whole.train.source,
    weights: sample_weight ? Float32Array.from(sample_weight.values) : null,
  });
  const part = (from: number, to: number) => ({
    source,
    rows: Int32Array.from({ length: to - from }, (_, i) => from + i),
  });
  const held = part(trained, source.count);
  return { ...whole, train: part(0, trained), validation: held, test: held };
}

async function epochScores(
  trainer: Trainer,
  { train, validation }: Dataset,
  epoch: number,
): Promise<Scores> {
  const { batch_size: size } = trainer.spec;
  const steps = Math.ceil(train.rows.length / size);
  for (let step = 0; step < steps; step += 1) {
    const rows = train.rows.subarray(step * size, (step + 1) * size);
    trainer.train([
      {
        rows,
        epoch: epoch + 1,
        step,
        numbers: numbersOf(
          trainer.spec,
          trainer.spec.optimizer.arguments['learning_rate'] as number,
          epoch * steps + step + 1,
        ),
      },
    ]);
  }
  const trained = await trainer.takeScores(train.rows.length);
  const { scores } = await trainer.evaluate(validation);
  return {
    ...trained,
    ...Object.fromEntries(Object.entries(scores).map(([name, value]) => [`val_${name}`, value])),
  };
}
