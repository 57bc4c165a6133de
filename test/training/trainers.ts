// What the tests of training share: data as a part of a data set, and steps over batches in a fixed
// order.
import { withFacts, type Dataset } from '../../src/dataset/dataset.js';
import { residentSource } from '../../src/dataset/source.js';
import type { Backend } from '../../src/tensor/backend.js';
import { planNetwork } from '../../src/model/network.js';
import type { Spec } from '../../src/spec/spec.js';
import type { Tagged } from '../../src/words/tagged.js';
import { rateAt } from '../../src/training/schedules/schedules.js';
import { openTrainer, type Trainer } from '../../src/training/trainer.js';
import { numbersOf, type Reached } from '../../src/training/train.js';
import type { EpochRecord } from '../../src/training/epoch.js';
import { type Saved, type SavedInput } from '../model/fixtures.js';
import { specOf } from '../model/specs.js';

/** Targets as the fixtures hold them: class numbers or values. */
export type SavedTargets = Saved & { readonly kind?: 'int' | 'float' };

/** A data set whose every part is all of these samples, in their order. */
export function datasetOf(input: SavedInput, targets: SavedTargets, divideBy = 1): Dataset {
  const [count = 0, ...inputShape] = input.shape;
  const values = input.tokens
    ? Int32Array.from(input.values)
    : divideBy === 1
      ? Float32Array.from(input.values)
      : Uint8Array.from(input.values);
  const wanted =
    targets.kind === 'float' ? Float32Array.from(targets.values) : Int32Array.from(targets.values);
  const width = wanted.length / count;
  const source = residentSource('train', {
    count,
    inputs: [{ name: 'x', shape: inputShape, divideBy, values }],
    targets: [{ name: 'y', shape: width === 1 ? [] : [width], scale: null, values: wanted }],
    weights: null,
  });
  const part = { source, rows: Int32Array.from({ length: count }, (_, i) => i) };
  const classes = targets.kind === 'float' ? null : Math.max(...targets.values) + 1;
  return withFacts({
    name: 'test',
    inputs: [
      { name: 'x', kind: input.tokens ? 'tokens' : 'table', shape: inputShape, vocabulary: null },
    ],
    classes,
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

/** One of several inputs, as the fixtures hold it. */
export type NamedInput = Saved & {
  readonly name: string;
  readonly kind: 'image' | 'tokens' | 'values';
};

const arrays = { image: Uint8Array, tokens: Int32Array, values: Float32Array };

/** The same of several inputs: images are divided by 255, tokens are below 20. */
export function datasetOfInputs(inputs: readonly NamedInput[], targets: SavedTargets): Dataset {
  const isValues = targets.kind === 'float';
  const count = targets.values.length;
  const values = isValues ? Float32Array.from(targets.values) : Int32Array.from(targets.values);
  const source = residentSource('train', {
    count,
    inputs: inputs.map(({ name, kind, shape, values: given }) => ({
      name,
      shape: shape.slice(1),
      divideBy: kind === 'image' ? 255 : 1,
      values: arrays[kind].from(given),
    })),
    targets: [{ name: 'y', shape: [], scale: null, values }],
    weights: null,
  });
  const part = { source, rows: Int32Array.from({ length: count }, (_, i) => i) };
  return withFacts({
    name: 'test',
    inputs: inputs.map(({ name, kind, shape }) => ({
      name,
      kind,
      shape: shape.slice(1),
      vocabulary: kind === 'tokens' ? 20 : null,
    })),
    classes: isValues ? null : Math.max(...targets.values) + 1,
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

/** The data set of a spec whose layers take inputs of these names. */
export function namedInputs(inputs: readonly Pick<NamedInput, 'name'>[]): object {
  const files = Object.fromEntries(inputs.map(({ name }) => [name, 'x.npy']));
  return { name: 'arrays', inputs: files, target: 'y.npy', test_split: 0.2 };
}

/** The epochs alone, for whoever keeps no state. */
export async function* epochsOf(reached: AsyncIterable<Reached>): AsyncGenerator<EpochRecord> {
  for await (const { epoch } of reached) if (epoch) yield epoch;
}

/** A trainer of a spec in parts, on a data set. */
export function trainerOf(
  backend: Backend,
  parts: Readonly<Record<string, unknown>>,
  dataset: Dataset,
  kind: Trainer['kind'] = 'eager',
  together?: number,
): Trainer {
  const spec: Spec = specOf(parts);
  return openTrainer(
    backend,
    spec,
    planNetwork(spec.model, dataset.inputs),
    dataset,
    kind,
    together === undefined ? {} : { together },
  );
}

/**
 * Trains steps `from` (counted from 0) up to `to` on the batches in turn; the last batch may be
 * smaller. Gives their losses.
 */
export async function trainSteps(
  trainer: Trainer,
  dataset: Dataset,
  from: number,
  to: number,
): Promise<number[]> {
  const { batch_size: size, optimizer } = trainer.spec;
  const perRound = Math.ceil(dataset.train.rows.length / size);
  const length = { stepsPerEpoch: perRound, epochs: 1 };
  const losses: number[] = [];
  for (let step = from; step < to; step += 1) {
    const start = (step % perRound) * size;
    const rows = dataset.train.rows.subarray(start, start + size);
    const rate = rateAt(optimizer.arguments['learning_rate'] as number | Tagged, step, length);
    trainer.train([{ rows, epoch: 1, step, numbers: numbersOf(trainer.spec, rate, step + 1) }]);
    losses.push((await trainer.takeScores(rows.length))['loss'] ?? NaN);
  }
  return losses;
}
