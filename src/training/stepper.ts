// Who carries out the steps of a trainer: batch by batch through TensorFlow.js here, as a replayed
// graph in traced.ts.
import type { Samples } from '../dataset/dataset.js';
import type { Scale } from '../dataset/facts.js';
import { readTensor, scope, type Backend } from '../tensor/backend.js';
import type { Variable } from '../tensor/variables.js';
import type { DeviceData, EvaluationParts, State, StepParts } from './parts.js';
import { evaluateStep, trainStep } from './step.js';

/**
 * A batch to train on: its rows, its place in the run, and the numbers that its step is fed (the
 * rate and others).
 */
export type Batch = {
  readonly rows: Int32Array;
  readonly epoch: number;
  readonly step: number;
  readonly numbers: Readonly<Record<string, number>>;
};

/** Samples and how they lie on the device. Shapes are of one sample. */
export type DataPlan = {
  readonly samples: Samples;
  readonly inputShape: readonly number[];
  readonly targetShape: readonly number[];
  readonly divideBy: number;
  /** A value near the targets' own, one an output; null for class numbers. */
  readonly targetCenter: readonly number[] | null;
  /** Given where targets are standardised. */
  readonly targetScale: Scale | null;
  /** What each row weighs in the loss, or null. */
  readonly weights: Float32Array | null;
};

/**
 * Carries out steps, and holds the state that they change: by name, `hidden/kernel`,
 * `hidden/kernel/momentum`, `total/loss`.
 */
export type Stepper = Disposable & {
  readonly kind: 'eager' | 'graph';
  /** How many full batches a call of `train` should be given just now. */
  readonly batchesPerCall: () => number;
  readonly train: (batches: readonly Batch[]) => void;
  /** Adds to the totals, and gives the network's outputs if they are wanted. */
  readonly evaluate: (
    samples: Samples,
    rows: Int32Array,
    wantOutputs: boolean,
  ) => Promise<Float32Array | null>;
  readonly read: (names: readonly string[]) => Promise<readonly Float32Array[]>;
  readonly load: (values: ReadonlyMap<string, Float32Array>) => void;
};

/** All variables of a state by name. */
export function variablesOf({
  weights,
  slots,
  totals,
  finiteSteps,
}: State): ReadonlyMap<string, Variable> {
  return new Map([
    ...weights,
    ...slots,
    ...[...totals, finiteSteps].map((total) => [total.name, total] as const),
  ]);
}

/** Steps that run operation by operation on any backend: what a graph is checked against. */
export function eagerStepper(
  parts: StepParts,
  seed: number,
  training: DataPlan,
  others: readonly DataPlan[],
): Stepper {
  const { backend, state } = parts;
  const tables = new Map<Samples, DeviceData>();
  for (const plan of [training, ...others]) {
    if (!tables.has(plan.samples)) tables.set(plan.samples, loadData(backend, plan));
  }
  const variables = variablesOf(state);
  const table = (samples: Samples): DeviceData => tables.get(samples) as DeviceData;
  return {
    kind: 'eager',
    batchesPerCall: () => 1,
    train: (batches) => {
      for (const { rows, epoch, step, numbers } of batches) {
        using taken = backend.rows(rows);
        using random = backend.random(seed, epoch, step);
        scope(() =>
          trainStep(parts, table(training.samples), {
            rows: taken,
            random,
            numbers: mapValues(numbers, (value) => backend.ops.scalar(value)),
          }),
        );
      }
    },
    evaluate: (samples, rows, wantOutputs) =>
      evaluateRows(parts, table(samples), rows, wantOutputs),
    read: (names) => Promise.all(names.map((name) => (variables.get(name) as Variable).data())),
    load: (values) =>
      values.forEach((value, name) => (variables.get(name) as Variable).load(value)),
    [Symbol.dispose]: () => {
      for (const variable of variables.values()) variable[Symbol.dispose]();
      for (const data of tables.values()) disposeData(data);
    },
  };
}

/** Evaluates one batch into the totals, and gives what the network gave for it where it is wanted. */
export async function evaluateRows(
  parts: EvaluationParts,
  data: DeviceData,
  rows: Int32Array,
  wantOutputs: boolean,
): Promise<Float32Array | null> {
  using taken = parts.backend.rows(rows);
  const output = evaluateStep(parts, data, taken);
  const values = wantOutputs ? await readTensor(output) : null;
  output.dispose();
  return values;
}

/** Puts samples on the device. */
export function loadData(
  backend: Backend,
  { samples, inputShape, targetShape, targetCenter, targetScale, divideBy, weights }: DataPlan,
): DeviceData {
  return {
    inputs: backend.table(samples.inputs, inputShape, divideBy),
    targets: backend.table(samples.targets, targetShape, 1),
    targetCenter,
    targetScale,
    weights: weights && backend.table(weights, [], 1),
  };
}

/** Takes samples off the device. */
export function disposeData({ inputs, targets, weights }: DeviceData): void {
  inputs[Symbol.dispose]();
  targets[Symbol.dispose]();
  weights?.[Symbol.dispose]();
}

function mapValues<A, B>(
  values: Readonly<Record<string, A>>,
  change: (value: A) => B,
): Readonly<Record<string, B>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}
