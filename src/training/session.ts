// Everything of a run that lives on the device, with one lifetime: data, weights, optimizer slots
// and totals.
import { setImmediate } from 'node:timers/promises';
import type { Dataset, Part, Samples } from '../dataset/dataset.js';
import type { Backend } from '../tensor/backend.js';
import type { Variable } from '../tensor/variables.js';
import { drawInitial } from '../model/initializers.js';
import { sizeOf, type FittingData } from '../model/layer.js';
import type { Network } from '../model/network.js';
import { streamOf } from '../ground/random.js';
import type { Spec } from '../spec/spec.js';
import { rowWeights } from './class-weight.js';
import type { Scores } from './epoch.js';
import type { Counted } from './metrics/metric.js';
import { checkFit, type Named, type StateValues } from './kept.js';
import { averageSlot } from './optimizers/optimizer.js';
import { optimizerEntry } from './optimizers/optimizers.js';
import { eagerStepper, type Batch, type DataPlan, type Stepper } from './stepper.js';
import type { State } from './parts.js';
import { graphStepper } from './compiled/traced.js';
import type { TracePlan } from './compiled/emission.js';
import { finiteSteps, scoredTotals, scoresFrom, totalsOf, type Scored } from './totals.js';

/** Weights by the network's key, row-major. */
export type WeightValues = ReadonlyMap<string, Float32Array>;

/** How a part of the data is evaluated. */
export type Evaluating = {
  /** Whether its outputs are wanted, in the part's order. */
  readonly keepOutputs?: boolean;
  /** Asked now and then; true ends it. */
  readonly stopped?: () => boolean;
};

/** What came of it: nothing to go by unless `complete`. */
export type Evaluated = Scored & {
  readonly complete: boolean;
  readonly outputs: Float32Array | null;
};

/** A run on the device. */
export type Session = Disposable & {
  readonly kind: Stepper['kind'];
  readonly spec: Spec;
  readonly network: Network;
  readonly batchesPerCall: () => number;
  /** Trains on one batch, or on as many full ones as `batchesPerCall` says. */
  readonly train: (batches: readonly Batch[]) => void;
  /** Runs a part of the data through the network. */
  readonly evaluate: (part: Part, how?: Evaluating) => Promise<Evaluated>;
  /**
   * The weights that evaluation uses: where the optimizer averages weights, their moving averages.
   */
  readonly readWeights: () => Promise<WeightValues>;
  /** Sets weights and their averages. */
  readonly loadWeights: (values: WeightValues) => void;
  /** Everything that lasts from step to step, as it is. */
  readonly readState: () => Promise<StateValues>;
  /** Of that, the running totals. */
  readonly readTotals: () => Promise<StateValues>;
  /**
   * Puts back all that was read. Throws a UserError that says `from` where it is not the state of
   * such a session.
   */
  readonly loadState: (values: StateValues, from: string) => void;
  readonly loadTotals: (values: StateValues) => void;
  /**
   * The mean loss and the metrics of `count` samples since the totals were last taken; clears them.
   */
  readonly takeScores: (count: number) => Promise<Scores>;
  /**
   * How many training steps, since this was last asked, came before the first whose loss was no
   * finite number.
   */
  readonly takeFiniteSteps: () => Promise<number>;
};

/** A call into TensorFlow keeps signals waiting: between steps they are let in about this often. */
export const breathMilliseconds = 40;

/** Rows evaluated at a time: enough to keep the device busy, little enough for a small GPU. */
const evaluationBatch = 250;

/**
 * Puts a run's data and initial weights on the device, and its steps on native TensorFlow's graphs
 * or on eager operations.
 */
export function openSession(
  backend: Backend,
  spec: Spec,
  network: Network,
  dataset: Dataset,
  kind: Stepper['kind'] = 'eager',
): Session {
  const plan = tracePlanFor(backend, spec, network, dataset);
  const stepper =
    kind === 'graph'
      ? graphStepper(plan)
      : eagerStepper(
          plan.parts,
          spec.seed,
          plan.training,
          plan.evaluations.map(({ data }) => data),
        );
  // A weight, and its moving average if there is one.
  const namesOf = (key: string): readonly string[] =>
    [key, `${key}/${averageSlot}`].filter((name) => plan.initial.has(name));
  const totals = totalsOf(spec, network);
  const states = stateShapes(network, plan.initial.keys(), totals);
  const readAll = async (named: readonly Named[]): Promise<StateValues> => {
    const values = await stepper.read(named.map(({ name }) => name));
    return named.map(({ name, shape }, i) => ({
      name,
      shape,
      values: values[i] ?? new Float32Array(),
    }));
  };
  const loadAll = (values: StateValues, named: readonly Named[], from: string): void => {
    checkFit(values, named, from);
    stepper.load(new Map(values.map(({ name, values: raw }) => [name, raw])));
  };
  const takeScored = (count: number): Promise<Scored> =>
    takeScoresOf(stepper, spec, { count, units: network.outputShape.at(-1) ?? 1 });
  return {
    kind: stepper.kind,
    spec,
    network,
    batchesPerCall: stepper.batchesPerCall,
    train: stepper.train,
    takeScores: async (count) => (await takeScored(count)).scores,
    takeFiniteSteps: async () => (await takeTotals(stepper, [finiteSteps]))[0]?.[0] ?? NaN,
    readState: () => readAll(states),
    readTotals: () => readAll(totals),
    loadState: (values, from) => loadAll(values, states, from),
    loadTotals: (values) => loadAll(values, totals, 'the totals'),
    evaluate: async (part, { keepOutputs = false, stopped = () => false } = {}) => {
      const outputs = keepOutputs
        ? new Float32Array(part.rows.length * sizeOf(network.outputShape))
        : null;
      const complete = await evaluatePart(stepper, part, outputs, stopped);
      return { complete, ...(await takeScored(part.rows.length)), outputs };
    },
    readWeights: async () => {
      const values = await stepper.read(
        network.weights.map(({ key }) => namesOf(key).at(-1) ?? key),
      );
      return new Map(network.weights.map(({ key }, i) => [key, values[i] ?? new Float32Array()]));
    },
    loadWeights: (values) =>
      stepper.load(
        new Map(
          [...values].flatMap(([key, value]) => namesOf(key).map((name) => [name, value] as const)),
        ),
      ),
    [Symbol.dispose]: () => stepper[Symbol.dispose](),
  };
}

/** What the steps of a session are made of; its variables are on the device. */
export function tracePlanFor(
  backend: Backend,
  spec: Spec,
  network: Network,
  dataset: Dataset,
): TracePlan {
  const { train, validation, test, inputShape, divideBy } = dataset;
  const initial = initialValues(spec, network, fittingData(train, inputShape, divideBy));
  const plan = (part: Part): DataPlan => ({
    samples: part.samples,
    inputShape,
    targetShape: targetShape(part.samples),
    targetCenter: targetCenter(part.samples),
    divideBy,
    weights: rowWeights(spec, part, dataset),
  });
  return {
    parts: { backend, network, spec, state: stateOf(backend, spec, network, initial) },
    initial,
    seed: spec.seed,
    numbers: [
      'rate',
      ...Object.keys(optimizerEntry(spec.optimizer).feeds?.(spec.optimizer.arguments, 1) ?? {}),
    ],
    training: plan(train),
    batchSizes: sizesOf(train.rows.length, spec.batch_size),
    evaluations: merged(
      [validation, test].map((part) => ({
        data: plan(part),
        sizes: sizesOf(part.rows.length, evaluationBatch),
      })),
    ),
  };
}

// The sizes of batches of `count` rows taken so many at a time: the full one, and the last one if
// it is smaller.
function sizesOf(count: number, batch: number): readonly number[] {
  return [
    ...new Set([
      ...(count >= batch ? [batch] : []),
      ...(count % batch === 0 ? [] : [count % batch]),
    ]),
  ];
}

type Evaluation = { readonly data: DataPlan; readonly sizes: readonly number[] };

// Validation and test may be rows of the same samples.
function merged(evaluations: readonly Evaluation[]): readonly Evaluation[] {
  const bySamples = new Map<Samples, Evaluation>();
  for (const { data, sizes } of evaluations) {
    const before = bySamples.get(data.samples)?.sizes ?? [];
    bySamples.set(data.samples, { data, sizes: [...new Set([...before, ...sizes])] });
  }
  return [...bySamples.values()];
}

function fittingData(
  { samples, rows }: Part,
  shape: readonly number[],
  divideBy: number,
): FittingData {
  const size = sizeOf(shape);
  const rowAt = (row: number) => samples.inputs.subarray(row * size, (row + 1) * size);
  return { shape, divideBy, rows: () => Array.from(rows, rowAt) };
}

/** Every variable's first value: weights by key, slots by key and name, totals. */
function initialValues(
  spec: Spec,
  network: Network,
  data: FittingData,
): ReadonlyMap<string, Float32Array> {
  const slots = optimizerEntry(spec.optimizer).slots(spec.optimizer.arguments);
  const weights = network.weights.flatMap(
    ({ key, shape, initializer, trainable, fitted, adjust = (values) => values }) => {
      const values =
        fitted?.(data) ??
        adjust(
          drawInitial(initializer, shape, { seed: spec.seed, stream: streamOf(`initial/${key}`) }),
        );
      const own = trainable
        ? slots.map(
            ({ name, initial }) =>
              [
                `${key}/${name}`,
                initial === 'weight' ? values : new Float32Array(sizeOf(shape)).fill(initial),
              ] as const,
          )
        : [];
      return [[key, values] as const, ...own];
    },
  );
  return new Map([
    ...weights,
    ...totalsOf(spec, network).map(
      ({ name, shape }) => [name, new Float32Array(sizeOf(shape))] as const,
    ),
  ]);
}

// Each variable with its shape: weights, a slot like its weight, totals.
function stateShapes(
  { weights }: Network,
  names: Iterable<string>,
  totals: readonly Named[],
): readonly Named[] {
  const known = new Map([
    ...weights.map(({ key, shape }) => [key, shape] as const),
    ...totals.map(({ name, shape }) => [name, shape] as const),
  ]);
  return Array.from(names, (name) => ({
    name,
    shape: known.get(name) ?? known.get(weightOf(name)) ?? [],
  }));
}

// The weight that a slot belongs to.
function weightOf(slot: string): string {
  return slot.slice(0, slot.lastIndexOf('/'));
}

function stateOf(
  backend: Backend,
  spec: Spec,
  network: Network,
  initial: ReadonlyMap<string, Float32Array>,
): State {
  const shapes = new Map(network.weights.map(({ key, shape }) => [key, shape]));
  const variable = (name: string, shape: readonly number[]) =>
    backend.variable(name, shape, initial.get(name) as Float32Array);
  const isSlot = (name: string): boolean => !shapes.has(name) && shapes.has(weightOf(name));
  const slots = [...initial.keys()]
    .filter(isSlot)
    .map((name) => [name, variable(name, shapes.get(weightOf(name)) ?? [])] as const);
  const totals = totalsOf(spec, network).map(({ name, shape }) => variable(name, shape));
  return {
    weights: new Map([...shapes].map(([key, shape]) => [key, variable(key, shape)])),
    slots: new Map(slots),
    totals: totals.slice(0, -1),
    finiteSteps: totals.at(-1) as Variable,
  };
}

function targetShape({ targets, count }: Samples): readonly number[] {
  const size = targets.length / count;
  return size === 1 ? [] : [size];
}

// The targets' mean, one an output, or null for class numbers.
function targetCenter(samples: Samples): readonly number[] | null {
  const { targets, count } = samples;
  if (targets instanceof Int32Array) return null;
  const size = targets.length / count;
  return Array.from({ length: size }, (_, column) => {
    let sum = 0;
    for (let i = column; i < targets.length; i += size) sum += targets[i] ?? 0;
    return Math.fround(sum / count);
  });
}

// False if it was stopped.
async function evaluatePart(
  stepper: Stepper,
  { samples, rows }: Part,
  outputs: Float32Array | null,
  stopped: () => boolean,
): Promise<boolean> {
  let breathed = performance.now();
  for (let start = 0; start < rows.length; start += evaluationBatch) {
    const batch = rows.subarray(start, start + evaluationBatch);
    const output = await stepper.evaluate(samples, batch, outputs !== null);
    if (outputs && output) outputs.set(output, (start * output.length) / batch.length);
    if (performance.now() - breathed > breathMilliseconds) {
      await setImmediate();
      if (stopped()) return false;
      breathed = performance.now();
    }
  }
  return true;
}

async function takeScoresOf(stepper: Stepper, spec: Spec, counted: Counted): Promise<Scored> {
  return scoresFrom(spec, await takeTotals(stepper, scoredTotals(spec)), counted);
}

// Reads totals and begins them anew.
async function takeTotals(
  stepper: Stepper,
  names: readonly string[],
): Promise<readonly Float32Array[]> {
  const totals = await stepper.read(names);
  stepper.load(new Map(names.map((name, i) => [name, new Float32Array(totals[i]?.length ?? 0)])));
  return totals;
}
