// Recurrent networks as graphs: the numbers of eager steps, over a hundred steps of time, and few
// operations for each.
import { describe, expect, test } from '@jest/globals';
import { withFacts, type Dataset } from '../../../src/dataset/dataset.js';
import { residentSource } from '../../../src/dataset/source.js';
import { makeSequences } from '../../../src/dataset/made/sequences.js';
import { planNetwork } from '../../../src/model/network.js';
import { openTrainer, tracePlanFor } from '../../../src/training/trainer.js';
import { recordTraining } from '../../../src/training/compiled/emission.js';
import { variablesOf } from '../../../src/training/stepper.js';
import type { NativeBackend } from '../../../src/tensor/tfjs.js';
import { openNative, specOf } from '../../model/keras.js';
import { isWhole } from '../../whole.js';
import { apart, firstBatches, trainedOn } from '../agreement.js';

const backend = await openNative();

/** 50 sequences, so that the last of five batches is smaller. */
function sequencesOf(steps: number): Dataset {
  const { inputs, targets } = makeSequences({
    classes: 2,
    samples: 50,
    steps,
    vocabulary: 40,
    markers: 1,
    noise: 0,
    data_seed: 1,
  });
  const source = residentSource('train', {
    count: 50,
    inputs: [{ name: 'tokens', shape: [steps], divideBy: 1, values: inputs }],
    targets: [{ name: 'y', shape: [], scale: null, values: targets }],
    weights: null,
  });
  const part = { source, rows: Int32Array.from({ length: 50 }, (_, i) => i) };
  return withFacts({
    name: 'sequences',
    inputs: [{ name: 'tokens', kind: 'tokens', shape: [steps], vocabulary: 40 }],
    classes: 2,
    classNames: null,
    train: part,
    validation: part,
    test: part,
    sha256: '',
    targetName: 'y',
    columns: null,
    notes: [],
  });
}

const embedding = { Embedding: { input_dim: 40, output_dim: 6 } };
const output = { Dense: { units: 1, activation: 'sigmoid' } };
const padded = { Embedding: { input_dim: 40, output_dim: 6, mask_zero: true } };
const specWith = (...layers: readonly unknown[]) =>
  specOf({
    model: [...(layers[0] === padded ? [] : [embedding]), ...layers, output],
    loss: 'binary_crossentropy',
    optimizer: { name: 'rmsprop', learning_rate: 0.003 },
    batch_size: 12,
    seed: 3,
  });

describe('a graph trains to the numbers of eager steps', () => {
  test.each([
    ['an LSTM over 100 steps', 100, [{ LSTM: 8 }]],
    ['a GRU over many steps', isWhole ? 100 : 30, [{ GRU: 8 }]],
    [
      'LSTM on GRU on LSTM',
      12,
      [
        { LSTM: { units: 4, return_sequences: true } },
        { GRU: { units: 5, return_sequences: true } },
        { LSTM: 3 },
      ],
    ],
    [
      'other activations',
      12,
      [
        { LSTM: { units: 4, activation: 'softsign', return_sequences: true } },
        { GRU: { units: 5, recurrent_activation: 'softmax' } },
      ],
    ],
    ['a reset gate that comes before', 12, [{ GRU: { units: 4, reset_after: false } }]],
    [
      'no bias',
      12,
      [
        { LSTM: { units: 4, use_bias: false, return_sequences: true } },
        { GRU: { units: 5, use_bias: false } },
      ],
    ],
    [
      'SimpleRNN backwards on an LSTM backwards',
      12,
      [
        { LSTM: { units: 4, return_sequences: true, go_backwards: true } },
        { SimpleRNN: { units: 5, go_backwards: true } },
      ],
    ],
    ['a GRU backwards', 12, [{ GRU: { units: 4, go_backwards: true } }]],
    [
      'masked steps',
      12,
      [
        padded,
        { LSTM: { units: 4, return_sequences: true } },
        { GRU: { units: 4, zero_output_for_mask: true, return_sequences: true } },
        { SimpleRNN: 3 },
      ],
    ],
    [
      'dropout of inputs',
      12,
      [
        { LSTM: { units: 4, return_sequences: true, dropout: 0.3 } },
        { GRU: { units: 4, dropout: 0.3 } },
      ],
    ],
    [
      'dropout of states',
      12,
      [
        { LSTM: { units: 4, return_sequences: true, dropout: 0.3, recurrent_dropout: 0.2 } },
        { GRU: { units: 4, recurrent_dropout: 0.3 } },
      ],
    ],
    ['a frozen GRU', 12, [{ GRU: 4, trainable: false }]],
  ])('%s', async (_, steps, layers) => {
    const [spec, dataset] = [specWith(...layers), sequencesOf(steps)];
    // An epoch, its smaller last batch among them, and a batch of the next.
    const batches = firstBatches(spec, dataset, 6);
    const [eager, graph] = [
      await trainedOn(backend, spec, dataset, batches, 'eager'),
      await trainedOn(backend, spec, dataset, batches, 'one a call'),
    ];
    expect(apart(graph.weights, eager.weights, 1e-5)).toEqual({});
    expect(Math.abs(graph.loss / eager.loss - 1)).toBeLessThan(1e-5);
  });

  test('and scores the same, leaving no tensor behind', async () => {
    const [spec, dataset] = [
      specWith({ LSTM: { units: 4, return_sequences: true } }, { GRU: 4 }),
      sequencesOf(12),
    ];
    const before = backend.tensorCount();
    const scores = await Promise.all(
      (['eager', 'graph'] as const).map(async (kind) => {
        using trainer = openTrainer(
          backend,
          spec,
          planNetwork(spec.model, dataset.inputs),
          dataset,
          kind,
        );
        return (await trainer.evaluate(dataset.validation)).scores;
      }),
    );
    expect(scores[1]).toEqual({ loss: expect.closeTo(scores[0]?.['loss'] ?? NaN, 6) });
    expect(backend.tensorCount()).toBe(before);
  });
});

describe('operations of a training step for each step of time', () => {
  const operations = (layer: unknown, steps: number): number => {
    const [spec, dataset] = [specWith(layer), sequencesOf(steps)];
    const plan = tracePlanFor(backend, spec, planNetwork(spec.model, dataset.inputs), dataset);
    try {
      return recordTraining(plan, backend.native as NativeBackend, 12).recording.operations.length;
    } finally {
      for (const variable of variablesOf(plan.parts.state).values()) variable[Symbol.dispose]();
    }
  };

  test.each([
    ['LSTM', { LSTM: 8 }, 0],
    ['GRU', { GRU: 8 }, 22],
  ])('%s', (_, layer, each) => {
    expect((operations(layer, 30) - operations(layer, 20)) / 10).toBe(each);
  });
});
