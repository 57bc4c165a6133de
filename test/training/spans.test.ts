// Training on a source that is streamed has the bits of training on the same rows in memory, in the
// same order: of a data set that is longer than a stretch.
import { tmpdir } from 'node:os';
import { closeSync } from 'node:fs';
import { afterAll, expect, test } from '@jest/globals';
import { withFacts, type Dataset } from '../../src/dataset/dataset.js';
import { residentSource, type InputColumn } from '../../src/dataset/source.js';
import { anonymousFile } from '../../src/ground/anonymous.js';
import { sha256 } from '../../src/ground/hash.js';
import { present } from '../../src/ground/known.js';
import { randomWords } from '../../src/ground/random.js';
import { planNetwork } from '../../src/model/network.js';
import type { Spec } from '../../src/spec/spec.js';
import { epochOrder } from '../../src/training/epoch-order.js';
import { openTrainer, type Trainer } from '../../src/training/trainer.js';
import { numbersOf, trainEpoch } from '../../src/training/train.js';
import { openNative, specOf } from '../model/keras.js';
import { isWhole } from '../whole.js';

const backend = await openNative();

// 64 KiB a row make 1024 rows a stretch.
const [count, size] = [1200, 2 ** 16];
// Each row begins a little later in the same drawn bytes: to draw all of them takes long.
const later = 16;
const drawn = new Uint8Array(
  randomWords({ seed: 2, stream: 3 }, (size + count * later) / 4).buffer,
);
const bytes = new Uint8Array(count * size);
for (let row = 0; row < count; row += 1) {
  bytes.set(drawn.subarray(row * later, row * later + size), row * size);
}
const file = present(anonymousFile([bytes], tmpdir()), 'a file');
afterAll(() => closeSync(file));

const numbers = { length: count };
const all = Int32Array.from(numbers, (_, row) => row);

// Class weights and weights of rows go with them.
const datasetOf = (input: Pick<InputColumn, 'values' | 'stored'>): Dataset => {
  const source = residentSource('train', {
    count,
    inputs: [{ name: 'x', shape: [size], divideBy: 255, ...input }],
    targets: [
      {
        name: 'y',
        shape: [],
        scale: null,
        values: Int32Array.from(numbers, (_, i) => (i * 7) % 3),
      },
    ],
    weights: Float32Array.from(numbers, (_, i) => 1 + (i % 5)),
  });
  const train = { source, rows: all.filter((row) => row % 10 !== 0) };
  const validation = { source, rows: all.filter((row) => row % 10 === 0) };
  return withFacts({
    name: 'test',
    inputs: [{ name: 'x', kind: 'image', shape: [size], vocabulary: null }],
    classes: 3,
    classNames: null,
    train,
    validation,
    test: { source, rows: all.slice(0, 300) },
    sha256: '',
    targetName: 'y',
    columns: null,
    notes: [],
  });
};

const pieces = [{ file, at: 0, rows: count }];
const stored = { type: 'uint8', size, pieces } as const;
const streamed = datasetOf({ values: new Uint8Array(), stored });
const resident = datasetOf({ values: bytes });

const spec = specOf({
  model: [{ Dense: 3, name: 'head' }],
  loss: { name: 'sparse_categorical_crossentropy', from_logits: true },
  optimizer: { name: 'adam', learning_rate: 1e-4 },
  metrics: ['accuracy'],
  batch_size: 200,
  seed: 11,
});

const open = (dataset: Dataset, kind: 'eager' | 'graph'): Trainer =>
  openTrainer(backend, spec, planNetwork(spec.model, dataset.inputs), dataset, kind);

const rate = (): number => 1e-4;

// The very order of the streamed one, on rows in memory.
async function trainedInMemory(kind: 'eager' | 'graph', steps: number): Promise<Trainer> {
  const trainer = open(resident, kind);
  const order = epochOrder(spec, streamed.train, 1);
  const batch = spec.batch_size;
  for (let step = 0; step < steps; step += 1) {
    const rows = order.rows(step * batch, Math.min(order.count, (step + 1) * batch));
    trainer.train([{ rows, epoch: 1, step, numbers: numbersAt(spec, step) }]);
  }
  return trainer;
}

const numbersAt = (of: Spec, step: number): Readonly<Record<string, number>> =>
  numbersOf(of, rate(), step + 1);

// A state is half a million numbers, which are compared by their bytes.
async function bitsOf(trainer: Trainer): Promise<readonly (readonly [string, string])[]> {
  return (await trainer.readState()).map(({ name, values }) => [
    name,
    sha256(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  ]);
}

// Eager steps take as long as all that a graph does: they belong to the whole form.
test.each(isWhole ? (['graph', 'eager'] as const) : (['graph'] as const))(
  '%s steps',
  async (kind) => {
    const steps = Math.ceil(streamed.train.rows.length / spec.batch_size);
    using trainer = open(streamed, kind);
    for await (const _ of trainEpoch(trainer, streamed, { epoch: 1, step: 0 }, rate));
    using other = await trainedInMemory(kind, steps);
    const state = await bitsOf(trainer);
    expect(state.length).toBeGreaterThan(4);
    expect(state).toEqual(await bitsOf(other));
    for (const part of ['validation', 'test'] as const) {
      const wanted = await other.evaluate(resident[part], { keepOutputs: true });
      expect(await trainer.evaluate(streamed[part], { keepOutputs: true })).toEqual(wanted);
    }
    // From the middle of the epoch on, across a stretch, another one goes on with the same bits.
    using first = await trainedInMemory(kind, 3);
    using again = open(streamed, kind);
    again.loadState(await first.readState(), 'there');
    for await (const _ of trainEpoch(again, streamed, { epoch: 1, step: 3 }, rate));
    expect(await bitsOf(again)).toEqual(state);
  },
);
