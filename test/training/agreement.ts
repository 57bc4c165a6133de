// What the tests of agreement share: the same steps on eager operations and on a graph, one and
// several a call, and how far apart the weights are afterwards.
import type { Dataset, Part } from '../../src/dataset/dataset.js';
import { residentSource } from '../../src/dataset/source.js';
import type { Backend } from '../../src/tensor/backend.js';
import { planNetwork, type Network, type NetworkLayer } from '../../src/model/network.js';
import { randomWords, streamOf } from '../../src/ground/random.js';
import type { Spec } from '../../src/spec/spec.js';
import type { Tagged } from '../../src/words/tagged.js';
import { rateAt } from '../../src/training/schedules/schedules.js';
import type { WeightValues } from '../../src/model/model.js';
import { batchesTogetherIn } from '../../src/training/compiled/traced.js';
import { openTrainer, type Trainer } from '../../src/training/trainer.js';
import type { Batch } from '../../src/training/stepper.js';
import { lengthOf } from '../../src/training/data-plans.js';
import { numbersOf } from '../../src/training/train.js';
import { distance } from '../model/fixtures.js';
import { isWhole } from '../whole.js';

/** The first `steps` batches of training, epoch after epoch over the rows in their order. */
export function firstBatches(spec: Spec, dataset: Dataset, steps: number): readonly Batch[] {
  const { rows } = dataset.train;
  const length = lengthOf(spec, dataset);
  return Array.from({ length: steps }, (_, taken) => {
    const step = taken % length.stepsPerEpoch;
    const rate = rateAt(
      spec.optimizer.arguments['learning_rate'] as number | Tagged,
      taken,
      length,
    );
    return {
      rows: rows.subarray(step * spec.batch_size, (step + 1) * spec.batch_size),
      epoch: Math.floor(taken / length.stepsPerEpoch) + 1,
      step,
      numbers: numbersOf(spec, rate, taken + 1),
    };
  });
}

/** How steps are run: on eager operations, with rounding added to each of them, or on a graph. */
export type Way = 'eager' | 'one a call' | 'several a call' | { readonly nudge: number };

/** Weights after some steps, the mean loss of these, and the most of them that one call took. */
export type Trained = {
  readonly weights: WeightValues;
  readonly loss: number;
  readonly together: number;
};

/** Trains on batches: one a call, or as many full ones as the trainer would have. */
export async function trainedOn(
  backend: Backend,
  spec: Spec,
  dataset: Dataset,
  batches: readonly Batch[],
  way: Way,
): Promise<Trained> {
  const onGraph = way === 'one a call' || way === 'several a call';
  using trainer = open(backend, spec, dataset, onGraph ? 'graph' : 'eager');
  return await trainedBy(trainer, batches, way);
}

function open(
  backend: Backend,
  spec: Spec,
  dataset: Dataset,
  execution: 'graph' | 'eager',
  together = 1,
): Trainer {
  const network = planNetwork(spec.model, dataset.inputs);
  return openTrainer(backend, spec, network, dataset, execution, { together });
}

async function trainedBy(trainer: Trainer, batches: readonly Batch[], way: Way): Promise<Trained> {
  let together = 1;
  for (let at = 0; at < batches.length;) {
    if (typeof way === 'object') {
      trainer.loadWeights(
        nudgedWeights(await trainer.readWeights(), { seed: way.nudge, step: at }),
      );
    }
    const count = way === 'several a call' ? callSize(trainer, batches.slice(at)) : 1;
    trainer.train(batches.slice(at, at + count));
    together = Math.max(together, count);
    at += count;
  }
  const { loss } = await trainer.takeScores(
    batches.reduce((sum, { rows }) => sum + rows.length, 0),
  );
  return { weights: await trainer.readWeights(), loss: loss ?? NaN, together };
}

function callSize(trainer: Trainer, left: readonly Batch[]): number {
  const wanted = trainer.batchesPerCall();
  const next = left.slice(0, wanted);
  return next.length === wanted && next.every(({ rows }) => rows.length === trainer.spec.batch_size)
    ? wanted
    : 1;
}

// Each value a rounding error of float32 up or down.
function nudgedWeights(
  weights: WeightValues,
  key: { readonly seed: number; readonly step: number },
): WeightValues {
  return new Map(
    [...weights].map(([name, values]) => {
      const coins = randomWords({ ...key, stream: streamOf(name) }, values.length);
      return [
        name,
        values.map((value, i) => value * (1 + ((coins[i] ?? 0) % 2 === 0 ? 1 : -1) * 2 ** -23)),
      ] as const;
    }),
  );
}

// Further than an epoch: its last batch, which may be a smaller one, is among them.
const steps = isWhole ? 20 : 12;

/** What some steps on a graph have otherwise than as many eager ones; all empty where they agree. */
export type Disagreement = {
  /** Tensors too far apart, with their distance relative to the norm. */
  readonly apart: Readonly<Record<string, number>>;
  /** Tensors that are not bit for bit the same when several steps are run in a call. */
  readonly inCalls: readonly string[];
};

/**
 * Trains some steps each way. Weights are to be within 1e-5 of each other, norm-wise per tensor. A
 * model may make more of a rounding error than that, by saturation, cancellation or an optimizer's
 * division: how much is measured on eager steps that have rounding errors added, and a tensor may
 * be four times as far away as these are from each other. Several steps a call are `together` of
 * them: to record and plan many takes long.
 */
export async function disagreement(
  backend: Backend,
  spec: Spec,
  dataset: Dataset,
  together = isWhole ? batchesTogetherIn(Infinity) : 2,
): Promise<Disagreement & { readonly together: number }> {
  const batches = firstBatches(spec, dataset, steps);
  const eager = await trainedOn(backend, spec, dataset, batches, 'eager');
  // To record and load a graph takes most of the time: both ways go through one, from one start.
  using graph = open(backend, spec, dataset, 'graph', together);
  const start = await graph.readState();
  const single = await trainedBy(graph, batches, 'one a call');
  let several = single;
  if (graph.batchesPerCall() > 1) {
    graph.loadState(start, 'the start');
    several = await trainedBy(graph, batches, 'several a call');
  }
  const [one, more] = [bytesOf(single.weights), bytesOf(several.weights)];
  let far = apart(
    single.weights,
    eager.weights,
    1e-5,
    decidedByRounding(planNetwork(spec.model, dataset.inputs)),
  );
  for (const nudge of Object.keys(far).length > 0 ? [1, 2, 3] : []) {
    const nudged = await trainedOn(backend, spec, dataset, batches, { nudge });
    const expected = apart(nudged.weights, eager.weights, 0);
    far = Object.fromEntries(
      Object.entries(far).filter(([key, away]) => !(away <= 4 * (expected[key] ?? 0))),
    );
  }
  return {
    apart: far,
    inCalls: Object.keys(one).filter((key) => one[key] !== more[key]),
    together: several.together,
  };
}

/** A data set with the first rows of each of its parts alone. */
export function firstRows(dataset: Dataset, train: number, others: number): Dataset {
  const cut = (name: string, { source, rows }: Part, count: number): Part => {
    const taken = rows.subarray(0, count);
    return {
      source: residentSource(name, source.gather(taken)),
      rows: Int32Array.from(taken, (_, i) => i),
    };
  };
  return {
    ...dataset,
    train: cut('train', dataset.train, train),
    validation: cut('validation', dataset.validation, others),
    test: cut('test', dataset.test, others),
  };
}

/**
 * Tensors further apart than `tolerance`, relative to their norm, with their distance; `besides`
 * are not looked at.
 */
export function apart(
  actual: WeightValues,
  expected: WeightValues,
  tolerance: number,
  besides: ReadonlySet<string> = new Set(),
): Readonly<Record<string, number>> {
  const far = [...expected].map(
    ([key, values]) =>
      [key, besides.has(key) ? 0 : distance(actual.get(key) ?? [], values)] as const,
  );
  return Object.fromEntries(far.filter(([, away]) => !(away <= tolerance)));
}

/** The bytes of all weights. */
export function bytesOf(weights: WeightValues): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...weights].map(([key, values]) => [
      key,
      Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex'),
    ]),
  );
}

/**
 * Weights of which rounding alone decides: what is added alike to every place of a channel and
 * meets batch normalisation next is taken out again by its mean, so its exact gradient is zero, and
 * an optimizer that divides by the gradient's size makes steps of noise. The moving mean of that
 * normalisation follows the noise.
 */
export function decidedByRounding(network: Network): ReadonlySet<string> {
  const found = new Set<string>();
  for (const layer of network.layers) {
    const added = layer.weights.filter(
      ({ name, trainable }) => trainable && shiftNames.includes(name),
    );
    const absorbing = added.length > 0 && isLinear(layer) ? absorbers(network, layer) : [];
    for (const { key } of absorbing.length > 0 ? added : []) found.add(key);
    for (const { spec } of absorbing) found.add(`${spec.name}/moving_mean`);
  }
  return found;
}

const shiftNames = ['bias', 'beta'];

function isLinear({ spec }: NetworkLayer): boolean {
  const { activation } = spec.arguments;
  return activation === undefined || (activation as Tagged).name === 'linear';
}

// The batch normalisations that a shift of a layer's output ends in; none where some of it goes
// elsewhere.
function absorbers(network: Network, layer: NetworkLayer): readonly NetworkLayer[] {
  const takers = network.layers.filter(({ spec }) => spec.inputs.includes(layer.spec.name));
  const ends = takers.map((taker): readonly NetworkLayer[] => {
    if (taker.spec.layer === 'BatchNormalization' && taker.spec.trainable) return [taker];
    return passesShifts(taker) ? absorbers(network, taker) : [];
  });
  return ends.some((end) => end.length === 0) ? [] : ends.flat();
}

// What is linear turns a shift of its input into one of its output; flattened channels become
// several that are shifted alike; sums, means and maxima move with their inputs.
function passesShifts(layer: NetworkLayer): boolean {
  const { layer: name, arguments: args } = layer.spec;
  if (['Activation', 'Dense'].includes(name)) return isLinear(layer);
  if (name === 'Conv2D') return isLinear(layer) && args['padding'] === 'valid';
  if (name === 'BatchNormalization') return true;
  if (name === 'Dropout') return args['rate'] === 0;
  if (name === 'Concatenate') {
    return args['axis'] === -1 || args['axis'] === layer.outputShape.length;
  }
  return [
    'Flatten',
    'Add',
    'MaxPooling2D',
    'AveragePooling2D',
    'GlobalMaxPooling2D',
    'GlobalAveragePooling2D',
  ].includes(name);
}
