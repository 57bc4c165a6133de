// Networks over windows of a table, trained as Keras trains them on timeseries_dataset_from_array's
// (test/fixtures/make_series.py): the same losses, weights and predictions.
import { describe, expect, test } from '@jest/globals';
import type { Dataset, Part } from '../../src/dataset/dataset.js';
import { residentSource } from '../../src/dataset/source.js';
import { allRows } from '../../src/dataset/split.js';
import { outputsOf } from '../../src/experiment/finishing.js';
import { present } from '../../src/ground/known.js';
import { csvMaker, load, temporaryFolder } from '../dataset/fixtures.js';
import { openNative } from '../model/keras.js';
import { distance, readFixture } from '../model/fixtures.js';
import { trainerOf, trainSteps } from './trainers.js';

type Weights = Readonly<Record<string, readonly number[]>>;
type Case = {
  readonly initial: Weights;
  readonly after: Weights;
  readonly losses: readonly number[];
  readonly validation: number;
  /** Of the test part, in the target's own units. */
  readonly own: readonly number[];
};
const { text, cases, ...how } = readFixture<{
  readonly text: string;
  readonly length: number;
  readonly horizon: number;
  readonly stride: number;
  readonly cases: Readonly<Record<string, Case>>;
}>('series');
const { length, horizon, stride } = how;
const models: Readonly<Record<string, readonly object[]>> = {
  LSTM: [{ LSTM: { units: 4 } }, { Dense: { units: horizon } }],
  Conv1D: [
    { Conv1D: { filters: 4, kernel_size: 3, activation: 'relu' } },
    { Flatten: null },
    { Dense: { units: horizon } },
  ],
};
const backend = await openNative();
const folder = temporaryFolder();
const dataset = await load(
  folder,
  csvMaker(folder)(text, {
    target: { load: { scale: 'standard' } },
    windows: { length, horizon, stride, time: 'hour' },
  }),
);

describe.each(Object.entries(cases))('%s', (name, wanted) => {
  test.each(['eager', 'graph'] as const)('%s', async (kind) => {
    using trainer = trainerOf(
      backend,
      {
        model: models[name],
        loss: 'mse',
        metrics: [],
        optimizer: { name: 'adam', learning_rate: 0.01 },
        batch_size: 8,
      },
      dataset,
      kind,
    );
    trainer.loadWeights(weightsOf(wanted.initial));
    const losses = await trainSteps(trainer, dataset, 0, wanted.losses.length);
    expect(distance(losses, wanted.losses)).toBeLessThan(1e-5);
    for (const [key, values] of await trainer.readWeights()) {
      expect([key, distance(values, present(wanted.after[key], key)) < 1e-4]).toEqual([key, true]);
    }
    const { scores } = await trainer.evaluate(dataset.validation);
    expect((scores['loss'] ?? NaN) / wanted.validation).toBeCloseTo(1, 4);
    const { outputs } = await trainer.evaluate(dataset.test, { keepOutputs: true });
    const { predictions } = outputsOf(dataset.test, present(outputs, 'outputs'));
    expect(distance(predictions.values, wanted.own)).toBeLessThan(1e-5);
  });
});

// Rows that are copied out of the series, as other data sets have them.
function copiesOf({ source, ...part }: Part): Part {
  const samples = source.gather(allRows(source.count));
  return {
    ...part,
    source: residentSource(source.name, {
      ...samples,
      inputs: samples.inputs.map(({ windows: _, ...rest }) => rest),
      targets: samples.targets.map(({ windows: _, ...rest }) => rest),
    }),
  };
}

test.each(['eager', 'graph'] as const)(
  'windows give the bits of their copies, %s',
  async (kind) => {
    const train = copiesOf(dataset.train);
    const { source } = train;
    const copies = {
      ...dataset,
      train,
      validation: { ...dataset.validation, source },
      test: { ...dataset.test, source },
    };
    const trained = async (data: Dataset): Promise<readonly unknown[]> => {
      using trainer = trainerOf(
        backend,
        {
          model: models['LSTM'],
          loss: 'mse',
          metrics: ['mae', 'r2_score'],
          optimizer: 'adam',
          batch_size: 8,
        },
        data,
        kind,
      );
      await trainSteps(trainer, data, 0, 3);
      const { scores, outputs } = await trainer.evaluate(data.validation, { keepOutputs: true });
      return [scores, outputs, await trainer.readWeights()];
    };
    expect(await trained(dataset)).toEqual(await trained(copies));
  },
);

function weightsOf(saved: Weights): ReadonlyMap<string, Float32Array> {
  return new Map(Object.entries(saved).map(([key, values]) => [key, Float32Array.from(values)]));
}
