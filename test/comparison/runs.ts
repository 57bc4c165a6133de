// Runs to compare: one as it was read, and a folder of those that a user has after the tutorial's
// optimizers, with some that went wrong.
import { join } from 'node:path';
import type { ReadRun } from '../../src/run/read.js';
import type { RunRecord } from '../../src/run/record.js';
import { makeForeignFolder, makeRecord, makeRunFolder, scored } from '../run/fixture.js';

const { spec } = makeRecord();

const hidden = { Dense: { units: 100, activation: 'relu' }, name: 'hidden' };
const output = { Dense: { units: 10, activation: 'softmax' } };

/** A run of that name as it was read, whose folder ends with `NAMEid`. */
export function run(
  name: string,
  overrides: Partial<RunRecord> = {},
): Extract<ReadRun, { record: RunRecord }> {
  return {
    folder: `runs/${name}-20260102T030405Z-${name}id`,
    record: makeRecord({ id: name, name, ...overrides }),
  };
}

/** Makes five finished runs, and one each that failed, was killed, and is damaged. */
export function makeTutorialRuns(runs: string): void {
  const make = (folder: string, overrides: Parameters<typeof makeRunFolder>[1]): string =>
    makeRunFolder(join(runs, folder), overrides);
  make('adam-20260102T030405Z-a1', { name: 'adam', ...scored(0.3123, 0.8891, 0.3345, 0.8812) });
  make('momentum-20260102T030405Z-b2', {
    name: 'momentum',
    ...scored(0.3301, 0.8844, 0.3502, 0.8777),
    spec: { ...spec, optimizer: { name: 'sgd', learning_rate: 0.1, momentum: 0.9 } },
    epochs: { planned: 20, done: 20, best: 17 },
    seconds: { to_first_step: 1.5, total: 50, per_epoch: 2.41, to_best: 41 },
  });
  make('dropout-20260102T030405Z-c3', {
    name: 'adam_dropout',
    ...scored(0.3055, 0.8902, 0.3299, 0.8839),
    spec: { ...spec, model: ['Flatten', hidden, { Dropout: 0.3 }, output], batch_size: 64 },
    epochs: { planned: 20, done: 20, best: 20 },
    seconds: { to_first_step: 1.5, total: 44, per_epoch: 2.2, to_best: 44 },
  });
  make('sigmoid-20260102T030405Z-d4', {
    name: 'sigmoid',
    ...scored(0.3402, 0.8799, 0.3611, 0.8704),
    spec: {
      ...spec,
      model: ['Flatten', { Dense: { activation: 'sigmoid', units: 100 } }, output],
      dataset: { name: 'fashion_mnist', validation_split: 0.2 },
    },
  });
  make('softmax-20260102T030405Z-e5', {
    name: 'softmax',
    ...scored(0.4212, 0.8533, 0.4455, 0.8421),
    spec: { ...spec, model: ['Flatten', output], optimizer: 'sgd' },
    parameters: { total: 7850, trainable: 7850 },
  });
  make('wide-20260102T030405Z-f6', {
    name: 'wide',
    state: 'failed',
    message: 'out of memory',
    scores: { train: null, validation: null, test: null },
    epochs: { planned: 20, done: 0, best: null },
    seconds: { to_first_step: 1.5, total: 1, per_epoch: null, to_best: null },
  });
  make('adam-20260102T030405Z-g7', {
    name: 'slow',
    state: 'running',
    scores: { train: null, validation: { loss: 0.1, accuracy: 0.99 }, test: null },
    finished: null,
  });
  makeForeignFolder(join(runs, 'torn-20260102T030405Z-h8'), '{"format": 2, "id": "5e0');
}
