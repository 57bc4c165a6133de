// A graph that a run has left is used again by another one, with the bits of a graph of its own.
import { expect, test } from '@jest/globals';
import { planNetwork } from '../../../src/model/network.js';
import { graphShelf, type GraphShelf } from '../../../src/training/compiled/shelf.js';
import { numbersOf } from '../../../src/training/train.js';
import { openTrainer } from '../../../src/training/trainer.js';
import type { NativeBackend } from '../../../src/tensor/tfjs.js';
import { bindingWith } from '../../../src/tensor/tfjs.js';
import { openNative } from '../../model/keras.js';
import { specOf } from '../../model/specs.js';
import { datasetOf } from '../trainers.js';

const backend = await openNative();
const native = backend.native as NativeBackend;
const data = datasetOf(
  { shape: [8, 2], values: Array.from({ length: 16 }, (_, i) => ((i * 7) % 16) / 16) },
  { shape: [8], values: [0, 1, 2, 0, 1, 2, 0, 1], kind: 'int' },
);

/** The weights, and all other state, of four steps. */
async function trained(seed: number, rate: number, shelf: GraphShelf | null) {
  const spec = specOf({
    model: [{ Dense: 5 }, { Dropout: 0.3 }, { Dense: { units: 3, activation: 'softmax' } }],
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
    optimizer: { name: 'adam', learning_rate: rate },
    batch_size: 4,
    epochs: 2,
    seed,
  });
  const network = planNetwork(spec.model, data.inputs);
  using trainer = openTrainer(backend, spec, network, data, 'graph', { together: 1, shelf });
  for (let step = 0; step < 4; step += 1) {
    const rows = Int32Array.from({ length: 4 }, (_, i) => (i + step) % 8);
    const numbers = numbersOf(spec, rate, step + 1);
    trainer.train([{ rows, epoch: 1, step, numbers }]);
  }
  await trainer.evaluate(data.validation);
  return trainer.readState();
}

test('a graph is loaded once for several seeds and rates', async () => {
  const wanted = [
    [1, 0.1],
    [2, 0.1],
    [1, 0.01],
    [1, 0.1],
  ] as const;
  const alone = [];
  for (const [seed, rate] of wanted) alone.push(await trained(seed, rate, null));
  expect(alone[0]).not.toEqual(alone[1]);
  expect(alone[0]).not.toEqual(alone[2]);
  const { binding } = native;
  let loaded = 0;
  native.binding = bindingWith(binding, {
    loadSavedModel: (folder, tags) => {
      loaded += 1;
      return binding.loadSavedModel(folder, tags);
    },
  });
  try {
    const before = backend.tensorCount();
    {
      using shelf = graphShelf(4);
      for (const [i, [seed, rate]] of wanted.entries()) {
        expect(await trained(seed, rate, shelf)).toEqual(alone[i]);
      }
    }
    expect(loaded).toBe(1);
    expect(backend.tensorCount()).toBe(before);
  } finally {
    native.binding = binding;
  }
});
