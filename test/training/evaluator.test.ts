// A model that has only its weights gives what the trainer gives that made them, bit for bit.
import { expect, test } from '@jest/globals';
import { randomNormal, randomWords } from '../../src/ground/random.js';
import { openModel } from '../../src/model/model.js';
import { planNetwork } from '../../src/model/network.js';
import { scope } from '../../src/tensor/backend.js';
import { openEvaluator } from '../../src/training/evaluator.js';
import { expectNear, openNative, specOf } from '../model/keras.js';
import { datasetOf, trainerOf, trainSteps } from './trainers.js';

const backend = await openNative();
const key = { seed: 5, stream: 5 };
const count = 300;
const inputs = { shape: [count, 4, 4, 1], values: Array.from(randomNormal(key, count * 16)) };
const dataset = datasetOf(inputs, {
  shape: [count],
  values: Array.from(randomWords({ ...key, stream: 6 }, count), (word) => word % 3),
  kind: 'int',
});
const parts = {
  model: [
    { Conv2D: { filters: 3, kernel_size: 3, kernel_regularizer: 'l2' } },
    'BatchNormalization',
    'Flatten',
    { Dropout: 0.4 },
    { Dense: { units: 3, activation: 'softmax' } },
  ],
  loss: 'categorical_crossentropy',
  metrics: ['accuracy', 'auc', 'r2_score'],
  optimizer: { name: 'adam', use_ema: true, ema_momentum: 0.9 },
  batch_size: 32,
};

test('weights alone give the scores and outputs of the trainer, and leave nothing', async () => {
  using trainer = trainerOf(backend, parts, dataset);
  await trainSteps(trainer, dataset, 0, 12);
  const judged = await trainer.evaluate(dataset.validation, { keepOutputs: true });
  const weights = await trainer.readWeights();
  const before = backend.tensorCount();
  {
    const spec = specOf(parts);
    using model = openModel(backend, planNetwork(spec.model, dataset.inputs), weights);
    using evaluator = openEvaluator(model, spec, dataset);
    for (let round = 0; round < 2; round += 1) {
      const again = await evaluator.evaluate(dataset.validation, { keepOutputs: true });
      expect(again).toEqual(judged);
    }
    const forward = scope(() =>
      model.forward([
        backend.ops.reshape(backend.ops.vector([...inputs.values]), [count, 4, 4, 1]),
      ]),
    );
    // Another size of batch, so not to the last bit.
    expectNear(
      forward.dataSync() as Float32Array,
      { shape: [count, 3], values: [...(judged.outputs ?? [])] },
      1e-6,
      'outputs',
    );
    forward.dispose();
  }
  expect(backend.tensorCount()).toBe(before);
});
