// A model in training: network and weights with their optimizer, totals and data on the device, all
// of one lifetime. What only uses a model needs none of it: model/model.ts, evaluator.ts.
import type { Dataset, Part } from '../dataset/dataset.js';
import type { WeightValues } from '../model/model.js';
import type { Network } from '../model/network.js';
import type { Spec } from '../spec/spec.js';
import type { Backend } from '../tensor/backend.js';
import type { TracePlan } from './compiled/emission.js';
import { batchesTogetherIn, graphStepper } from './compiled/traced.js';
import { checkPlanned, dataPlans, evaluationPlans, lengthOf, sizesOf } from './data-plans.js';
import type { Scores } from './epoch.js';
import {
  evaluatePart,
  takeScored,
  takeTotals,
  type Evaluated,
  type EvaluationWishes,
} from './evaluating.js';
import { checkFit, type Named, type StateValues } from './kept.js';
import { averageSlot } from './optimizers/optimizer.js';
import { optimizerEntry } from './optimizers/optimizers.js';
import { fittingData, initialValues, stateOf, stateShapes } from './state.js';
import { eagerStepper, type Batch, type Stepper } from './stepper.js';
import { finiteSteps, totalsOf } from './totals.js';

/** A run on the device: the model in training, its optimizer's slots, totals and data. */
export type Trainer = Disposable & {
  readonly kind: Stepper['kind'];
  readonly backend: Backend;
  readonly spec: Spec;
  readonly network: Network;
  readonly batchesPerCall: () => number;
  /** Trains on one batch, or on as many full ones as `batchesPerCall` says. */
  readonly train: (batches: readonly Batch[]) => void;
  /** Of a streamed source: puts rows in the place of those that were on the device. */
  readonly place: Stepper['place'];
  /** Runs a part of the data through the network. */
  readonly evaluate: (part: Part, how?: EvaluationWishes) => Promise<Evaluated>;
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
   * such a trainer.
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

/**
 * Puts a run's data and initial weights on the device, and its steps on native TensorFlow's graphs
 * or on eager operations. A call of a graph runs up to `together` full batches; how many that is
 * follows from the length of the run where it is not given.
 */
export function openTrainer(
  backend: Backend,
  spec: Spec,
  network: Network,
  dataset: Dataset,
  kind: Stepper['kind'] = 'eager',
  together?: number,
): Trainer {
  const plan = tracePlanFor(backend, spec, network, dataset, together);
  const stepper =
    kind === 'graph'
      ? graphStepper(plan)
      : eagerStepper(plan.parts, spec.seed, plan.data, plan.training);
  const totals = totalsOf(spec, network);
  const states = stateShapes(network, plan.initial.keys(), totals);
  return {
    kind: stepper.kind,
    backend,
    spec,
    network,
    batchesPerCall: stepper.batchesPerCall,
    train: stepper.train,
    place: stepper.place,
    evaluate: (part, how) => {
      checkPlanned(plan.data, part.source);
      return evaluatePart(stepper, { spec, network }, part, how);
    },
    takeScores: async (count) => (await takeScored(stepper, { spec, network }, count)).scores,
    takeFiniteSteps: async () => (await takeTotals(stepper, [finiteSteps]))[0]?.[0] ?? NaN,
    readState: () => readNamed(stepper, states),
    readTotals: () => readNamed(stepper, totals),
    loadState: (values, from) => loadNamed(stepper, values, states, from),
    loadTotals: (values) => loadNamed(stepper, values, totals, 'the totals'),
    ...weightsOf(stepper, network, plan.initial),
    [Symbol.dispose]: () => stepper[Symbol.dispose](),
  };
}

async function readNamed(
  { read }: Pick<Stepper, 'read'>,
  named: readonly Named[],
): Promise<StateValues> {
  const values = await read(named.map(({ name }) => name));
  return named.map(({ name, shape }, i) => ({
    name,
    shape,
    values: values[i] ?? new Float32Array(),
  }));
}

function loadNamed(
  { load }: Pick<Stepper, 'load'>,
  values: StateValues,
  named: readonly Named[],
  from: string,
): void {
  checkFit(values, named, from);
  load(new Map(values.map(({ name, values: raw }) => [name, raw])));
}

// A weight's moving average, where there is one, is read in its place and set with it.
function weightsOf(
  { read, load }: Pick<Stepper, 'read' | 'load'>,
  { weights }: Network,
  variables: ReadonlyMap<string, unknown>,
): Pick<Trainer, 'readWeights' | 'loadWeights'> {
  const namesOf = (key: string): readonly string[] =>
    [key, `${key}/${averageSlot}`].filter((name) => variables.has(name));
  return {
    readWeights: async () => {
      const values = await read(weights.map(({ key }) => namesOf(key).at(-1) ?? key));
      return new Map(weights.map(({ key }, i) => [key, values[i] ?? new Float32Array()]));
    },
    loadWeights: (values) =>
      load(
        new Map(
          [...values].flatMap(([key, value]) => namesOf(key).map((name) => [name, value] as const)),
        ),
      ),
  };
}

/** What the steps of a trainer are made of; its variables are on the device. */
export function tracePlanFor(
  backend: Backend,
  spec: Spec,
  network: Network,
  dataset: Dataset,
  together?: number,
): TracePlan {
  const { train } = dataset;
  const { stepsPerEpoch, epochs } = lengthOf(spec, dataset);
  const initial = initialValues(spec, network, (place) => fittingData(train, place));
  return {
    parts: { backend, network, spec, state: stateOf(backend, spec, network, initial) },
    initial,
    seed: spec.seed,
    numbers: [
      'rate',
      ...Object.keys(optimizerEntry(spec.optimizer).feeds?.(spec.optimizer.arguments, 1) ?? {}),
    ],
    data: dataPlans(spec, dataset),
    training: train.source.name,
    together: together ?? batchesTogetherIn(stepsPerEpoch * epochs),
    batchSizes: sizesOf(train.rows.length, spec.batch_size),
    evaluations: evaluationPlans(dataset),
  };
}
