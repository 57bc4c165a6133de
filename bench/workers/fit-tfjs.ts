// TensorFlow.js: model.fit of tfjs-layers on the same TensorFlow that dlx uses.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as TensorFlow from '@tensorflow/tfjs';
import { repository } from '../works.js';
import { loadNativeBackend } from '../../src/tensor/tfjs.js';
import { loadWorkData } from '../data.js';
import { readJob, serve, type WorkerJob } from './serve.js';
import { onlyInput, onlyTarget } from '../../src/dataset/source.js';

type Layer = Parameters<TensorFlow.Sequential['add']>[0];

const job = readJob();
const dataset = await loadWorkData(job.spec, job.samples);
loadNativeBackend(job.addon);
// The whole of it, as others install it; dlx loads a part.
const tf = createRequire(join(repository, 'package.json'))('@tensorflow/tfjs') as typeof TensorFlow;
await tf.setBackend('tensorflow');
const { layers } = tf;

function layersOf(architecture: WorkerJob['architecture']): Layer[] {
  switch (architecture) {
    case 'mlp':
      return [
        layers.flatten({ inputShape: [28, 28, 1] }),
        layers.dense({ units: 100, activation: 'relu' }),
        layers.dropout({ rate: 0.3 }),
      ];
    case 'cnn':
    case 'cnn-bn': {
      const normalised = architecture === 'cnn-bn';
      const dense = [
        layers.flatten(),
        layers.dense({ units: 100, activation: 'relu' }),
        layers.dropout({ rate: 0.4 }),
      ];
      return [
        ...convolution(32, normalised, { inputShape: [28, 28, 1] }),
        ...convolution(64, normalised),
        ...dense,
      ];
    }
    // Keras' default activations; tfjs has no GRU with reset_after.
    case 'lstm':
      return [embedding(), layers.lstm({ units: 8, recurrentActivation: 'sigmoid' })];
    case 'gru':
      return [embedding(), layers.gru({ units: 8, recurrentActivation: 'sigmoid' })];
  }
}

function embedding(): Layer {
  return layers.embedding({ inputDim: 500, outputDim: 16, inputLength: 100 });
}

function convolution(
  filters: number,
  normalised: boolean,
  place: { readonly inputShape?: number[] } = {},
): Layer[] {
  const settings = { ...place, filters, kernelSize: 3, padding: 'same' as const };
  const pooling = layers.maxPooling2d({ poolSize: 2 });
  if (!normalised) return [layers.conv2d({ ...settings, activation: 'relu' }), pooling];
  return [
    layers.conv2d(settings),
    layers.batchNormalization(),
    layers.activation({ activation: 'relu' }),
    pooling,
  ];
}

const model = tf.sequential({
  layers: [...layersOf(job.architecture), layers.dense({ units: 10, activation: 'softmax' })],
});
const recurrent = job.architecture === 'lstm' || job.architecture === 'gru';
model.compile({
  optimizer: recurrent ? 'rmsprop' : 'adam',
  loss: 'sparseCategoricalCrossentropy',
  metrics: ['accuracy'],
});

const { source } = dataset.train;
const { values, shape, divideBy } = onlyInput(source);
const x = tf.tensor(
  Float32Array.from(values, (value) => value / divideBy),
  [source.count, ...shape],
);
const y = tf.tensor1d(Float32Array.from(onlyTarget(source).values));

await serve({ tfjs: tf.version.tfjs }, job, async (epochs) => {
  // The package does not export the enum that this number is of.
  // oxlint-disable-next-line typescript/no-unsafe-enum-assignment
  await model.fit(x, y, { batchSize: job.batch_size, epochs, verbose: 0 });
});
