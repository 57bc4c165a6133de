// Training that is stopped after any of its steps and gone on with in another trainer: every bit
// after it must be that of training in one go. The state passes through the file that dlx writes.
import { describe, expect, test } from '@jest/globals';
import type { Backend } from '../../src/tensor/backend.js';
import { randomNormal, randomWords } from '../../src/ground/random.js';
import { encodeFingerprint } from '../../src/run/fingerprint.js';
import { encodeJson } from '../../src/run/format/json.js';
import { decodeSafetensors } from '../../src/run/format/safetensors-read.js';
import { encodeWeights } from '../../src/run/weights.js';
import type { EpochRecord } from '../../src/training/epoch.js';
import type { Position } from '../../src/training/position.js';
import type { StateValues } from '../../src/training/kept.js';
import type { Trainer } from '../../src/training/trainer.js';
import { startOf, train } from '../../src/training/train.js';
import { openNative } from '../model/keras.js';
import { datasetOf, datasetOfInputs, namedInputs, trainerOf } from '../training/trainers.js';
import { counted } from './counts.js';
import { isWhole } from '../whole.js';

const backend = await openNative();

// Of the stops every seventh, in the whole form all. An epoch has six steps, so that each stop is at
// another place of it: 1, 2 and 3.
const every = isWhole ? 1 : 7;

const key = { seed: 5, stream: 5 };
const classes = {
  shape: [44],
  values: Array.from(randomWords({ ...key, stream: 6 }, 44), (word) => word % 3),
  kind: 'int' as const,
};
const images = datasetOf(
  { shape: [44, 6, 6, 1], values: Array.from(randomNormal(key, 44 * 36)) },
  classes,
);
const rows = datasetOf({ shape: [44, 5], values: Array.from(randomNormal(key, 44 * 5)) }, classes);
const tokens = datasetOf(
  {
    shape: [44, 6],
    values: Array.from(randomWords(key, 44 * 6), (word) => word % 9),
    tokens: true,
  },
  classes,
);

const beside = [
  {
    name: 'table',
    kind: 'values' as const,
    shape: [44, 5],
    values: Array.from(randomNormal(key, 220)),
  },
  {
    name: 'words',
    kind: 'tokens' as const,
    shape: [44, 6],
    values: Array.from(randomWords(key, 44 * 6), (word) => word % 9),
  },
];

const head = { Dense: { units: 3, activation: 'softmax' }, name: 'head' };
const common = { loss: 'sparse_categorical_crossentropy', batch_size: 8, epochs: 3, seed: 3 };
const specs = {
  'an MLP with dropout and Adam': {
    dataset: rows,
    parts: {
      ...common,
      loss: 'categorical_crossentropy',
      model: [{ Dense: { units: 6, activation: 'relu' }, name: 'hidden' }, { Dropout: 0.4 }, head],
      optimizer: 'adam',
      metrics: ['accuracy', { name: 'f1_score', average: 'macro' }],
    },
  },
  'a CNN with batch normalisation, momentum, moving averages and a schedule': {
    dataset: images,
    parts: {
      ...common,
      model: [
        { Conv2D: { filters: 3, kernel_size: 3, use_bias: false }, name: 'conv' },
        'BatchNormalization',
        { GaussianNoise: 0.2 },
        'Flatten',
        head,
      ],
      optimizer: {
        name: 'sgd',
        learning_rate: { name: 'CosineDecay', initial_learning_rate: 0.1 },
        momentum: 0.9,
        use_ema: true,
        ema_momentum: 0.7,
        ema_overwrite_frequency: 4,
      },
      metrics: ['accuracy'],
    },
  },
  'an LSTM with a rate that falls on a plateau, and early stopping': {
    dataset: tokens,
    parts: {
      ...common,
      model: [
        { Embedding: { input_dim: 9, output_dim: 3 }, name: 'embedding' },
        { LSTM: { units: 4, dropout: 0.2, recurrent_dropout: 0.1 }, name: 'lstm' },
        head,
      ],
      optimizer: { name: 'nadam', learning_rate: 0.02 },
      metrics: ['accuracy'],
      reduce_lr_on_plateau: { patience: 1, min_delta: 10, factor: 0.5 },
      early_stopping: { patience: 5 },
    },
  },
  'tokens beside a table, two inputs': {
    dataset: datasetOfInputs(beside, classes),
    parts: {
      ...common,
      dataset: namedInputs(beside),
      model: [
        { Embedding: { input_dim: 20, output_dim: 3 }, inputs: 'words' },
        { GRU: { units: 4, dropout: 0.2 }, name: 'gru' },
        { Normalization: null, inputs: 'table' },
        { Concatenate: null, inputs: ['gru', 'normalization'] },
        head,
      ],
      optimizer: { name: 'rmsprop', momentum: 0.5 },
      metrics: ['accuracy'],
    },
  },
};

/** What a training was at each step, and what each epoch gave. */
type Trace = {
  readonly steps: readonly string[];
  readonly epochs: readonly string[];
  readonly end: Saved;
};
type Saved = { readonly position: Position; readonly state: StateValues };

async function trace(
  trainer: Trainer,
  dataset: typeof rows,
  from: Saved,
  stopAfter = Infinity,
): Promise<Trace> {
  const [steps, epochs]: [string[], string[]] = [[], []];
  let end = from;
  trainer.loadState(from.state, 'the state');
  const hooks = {
    onEveryStep: async (epoch: number, step: number): Promise<void> =>
      void steps.push(encodeFingerprint({ epoch, step, bits: await trainer.readState() })),
    stopped: () => steps.length >= stopAfter,
  };
  for await (const { epoch, position } of train(trainer, dataset, hooks, from.position)) {
    if (epoch) epochs.push(withoutTimes(epoch));
    end = { position, state: await trainer.readState() };
  }
  return { steps, epochs, end };
}

function withoutTimes({ seconds: _, ...epoch }: EpochRecord): string {
  return encodeJson(epoch);
}

/** As a new process finds it. */
function throughFile({ position, state }: Saved): Saved {
  const { metadata, tensors } = decodeSafetensors(
    encodeWeights({ metadata: { position: encodeJson(position) }, tensors: state }),
    'last.safetensors',
  );
  return { position: JSON.parse(metadata['position'] ?? '') as Position, state: tensors };
}

function bitsOf({ position: { seconds: _, spent: __, ...position }, state }: Saved): unknown {
  return {
    position,
    bits: encodeFingerprint({
      epoch: 0,
      step: 0,
      bits: [...state].sort((a, b) => (a.name < b.name ? -1 : 1)),
    }),
  };
}

type Form = { readonly backend: Backend; readonly kind: Trainer['kind'] };

async function differingStops(
  {
    dataset,
    parts,
  }: { readonly dataset: typeof rows; readonly parts: Readonly<Record<string, unknown>> },
  { backend, kind }: Form,
  spoil: (saved: Saved) => Saved,
  { seed = common.seed, every = 1 } = {},
): Promise<{ readonly stops: number; readonly differing: number }> {
  using one = trainerOf(backend, parts, dataset, kind);
  using other = trainerOf(backend, { ...parts, seed }, dataset, kind);
  const start = { position: startOf(one.spec, dataset), state: await one.readState() };
  const whole = await trace(one, dataset, start);
  let differing = 0;
  let stops = 0;
  for (let stop = 1; stop <= whole.steps.length; stop += every, stops += 1) {
    const first = await trace(one, dataset, start, stop);
    const second = await trace(other, dataset, spoil(throughFile(first.end)));
    const joined = {
      steps: [...first.steps, ...second.steps],
      epochs: [...first.epochs, ...second.epochs],
      end: bitsOf(second.end),
    };
    if (encodeJson(joined) !== encodeJson({ ...whole, end: bitsOf(whole.end) })) differing += 1;
  }
  return { stops, differing };
}

describe.each(['graph', 'eager'] as const)('stopped after any step, %s', (kind) => {
  test.each(Object.entries(specs))('%s', async (_, spec) => {
    const { stops, differing } = await differingStops(spec, { backend, kind }, (saved) => saved, {
      every,
    });
    expect({ stops, differing }).toEqual({ stops: Math.ceil(18 / every), differing: 0 });
    counted('stops after every step', stops, { wrong: differing });
  });
});

// The data of its validation are long enough for a signal to be heard among them.
test('stopped within a validation', async () => {
  const count = 60_000;
  const all = datasetOf(
    { shape: [count, 5], values: Array.from(randomNormal(key, count * 5)) },
    {
      ...classes,
      shape: [count],
      values: Array.from(randomWords({ ...key, stream: 6 }, count), (word) => word % 3),
    },
  );
  const few = { ...all.train, rows: all.train.rows.subarray(0, 44) };
  const many = { ...all, train: few, test: few };
  const { parts } = specs['an MLP with dropout and Adam'];
  using one = trainerOf(backend, parts, many, 'eager');
  using other = trainerOf(backend, parts, many, 'eager');
  const start = { position: startOf(one.spec, many), state: await one.readState() };
  const whole = await trace(one, many, start);
  const steps: string[] = [];
  let asked = 0;
  one.loadState(start.state, 'the state');
  let end: Saved = start;
  const hooks = {
    onEveryStep: async (epoch: number, step: number): Promise<void> =>
      void steps.push(encodeFingerprint({ epoch, step, bits: await one.readState() })),
    // After the last step of the second epoch the first question is the loop's, the next one that
    // of the validation.
    stopped: () => steps.length === 12 && (asked += 1) > 1,
  };
  for await (const { position } of train(one, many, hooks, start.position)) {
    end = { position, state: await one.readState() };
  }
  expect(end.position).toMatchObject({ epoch: 2, step: 6 });
  const second = await trace(other, many, throughFile(end));
  expect([...steps, ...second.steps]).toEqual(whole.steps);
  expect(second.epochs).toEqual(whole.epochs.slice(1));
  expect(encodeJson(bitsOf(second.end))).toBe(encodeJson(bitsOf(whole.end)));
  counted('stops after every step', 1);
});

describe('what is not restored shows', () => {
  const dropout = specs['an MLP with dropout and Adam'];
  // Where an epoch ends, and at the end of all, nothing follows that could differ: of all stops these
  // are four, of every seventh none.
  const everyControl = isWhole ? 1 : 7;
  const silent = isWhole ? 5 : 1;
  test.each<[string, (saved: Saved) => Saved]>([
    ['the step counter', (saved) => ({ ...saved, position: { ...saved.position, step: 0 } })],
    [
      'the optimizer',
      ({ position, state }) => ({
        position,
        state: state.map((one) =>
          /\/(momentum|velocity)$/.test(one.name)
            ? { ...one, values: new Float32Array(one.values.length) }
            : one,
        ),
      }),
    ],
    [
      'the running totals',
      ({ position, state }) => ({
        position,
        state: state.map((one) =>
          one.name.startsWith('total/')
            ? { ...one, values: new Float32Array(one.values.length) }
            : one,
        ),
      }),
    ],
  ])('%s', async (_, spoil) => {
    const { stops, differing } = await differingStops(dropout, { backend, kind: 'graph' }, spoil, {
      every: everyControl,
    });
    counted('controls that must differ', 1, { wrong: differing > stops - silent ? 0 : 1 });
    expect(differing).toBeGreaterThan(stops - silent);
  });

  // Weights, optimizer, place and totals are all there: only order and dropout are drawn by another
  // key.
  test('the key of the random numbers', async () => {
    const { stops, differing } = await differingStops(
      dropout,
      { backend, kind: 'graph' },
      (saved) => saved,
      { seed: 4, every: everyControl },
    );
    counted('controls that must differ', 1, { wrong: differing > stops - silent ? 0 : 1 });
    expect(differing).toBeGreaterThan(stops - silent);
  });
});
