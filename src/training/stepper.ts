// Who carries out the steps of a trainer: batch by batch through TensorFlow.js here, as a replayed
// graph in traced.ts.
import { readTensor, scope } from '../tensor/backend.js';
import { known } from '../ground/known.js';
import type { Variable } from '../tensor/variables.js';
import { streamedRowBytes } from '../dataset/source.js';
import {
  disposeData,
  loadData,
  loadRows,
  type DataPlan,
  type DeviceData,
  type GatheredRows,
} from './device-data.js';
import type { EvaluationParts, State, StepParts } from './parts.js';
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

/**
 * Carries out steps, and holds the state that they change: by name, `hidden/kernel`,
 * `hidden/kernel/momentum`, `total/loss`.
 */
export type Stepper = Disposable & {
  readonly kind: 'eager' | 'graph';
  /** How many full batches a call of `train` should be given just now. */
  readonly batchesPerCall: () => number;
  readonly train: (batches: readonly Batch[]) => void;
  /**
   * Puts rows of a streamed source in the place of those that were there: they are rows 0, 1, … of
   * what is trained and evaluated from then on.
   */
  readonly place: (source: string, gathered: GatheredRows) => void;
  /** Adds rows of a source to the totals, and gives the network's outputs if they are wanted. */
  readonly evaluate: (
    source: string,
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

/**
 * Steps that run operation by operation on any backend: what a graph is checked against. It trains
 * on the source `training`.
 */
export function eagerStepper(
  parts: StepParts,
  seed: number,
  data: ReadonlyMap<string, DataPlan>,
  training: string,
): Stepper {
  const { backend, state } = parts;
  const loaded = new Map<string, DeviceData>();
  for (const [name, plan] of data) {
    if (streamedRowBytes(plan.source) === 0) loaded.set(name, loadData(backend, plan));
  }
  const variables = variablesOf(state);
  return {
    kind: 'eager',
    batchesPerCall: () => 1,
    train: (batches) => {
      for (const { rows, epoch, step, numbers } of batches) {
        using taken = backend.rows(rows);
        using random = backend.random(seed, epoch, step);
        scope(() =>
          trainStep(parts, known(loaded, training), {
            rows: taken,
            random,
            numbers: new Map(
              Object.entries(numbers).map(([name, value]) => [name, backend.ops.scalar(value)]),
            ),
          }),
        );
      }
    },
    place: (name, gathered) => {
      const before = loaded.get(name);
      if (before) disposeData(before);
      loaded.set(name, loadRows(backend, known(data, name), gathered));
    },
    evaluate: (source, rows, wantOutputs) =>
      evaluateRows(parts, known(loaded, source), rows, wantOutputs),
    read: (names) => Promise.all(names.map((name) => known(variables, name).data())),
    load: (values) => values.forEach((value, name) => known(variables, name).load(value)),
    [Symbol.dispose]: () => {
      for (const variable of variables.values()) variable[Symbol.dispose]();
      for (const one of loaded.values()) disposeData(one);
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
