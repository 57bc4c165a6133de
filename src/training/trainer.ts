// A model in training: network and weights with their optimizer, totals and data on the device, all
// of one lifetime. What only uses a model needs none of it: model/model.ts, evaluator.ts.
import type { Dataset, Part } from '../dataset/dataset.js';
import type { WeightValues } from '../model/model.js';
import type { Network } from '../model/network.js';
import type { Spec } from '../spec/spec.js';
import type { Backend } from '../tensor/backend.js';
import type { RunPlan, TracePlan } from './compiled/emission.js';
import { loadGraph } from './compiled/loaded.js';
import { stepsKey, type GraphShelf } from './compiled/shelf.js';
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

/** How a trainer is opened. */
export type Opening = {
  /** How many full batches a call of a graph may run; it follows from the length of the run where it is not given. */
  readonly together?: number;
  /** Where graphs of earlier runs are, and this one's is left when it is over. */
  readonly shelf?: GraphShelf | null;
};

/**
 * Puts a run's data and initial weights on the device, and its steps on native TensorFlow's graphs
 * or on eager operations.
 */
export function openTrainer(
  backend: Backend,
  spec: Spec,
  network: Network,
  dataset: Dataset,
  kind: Stepper['kind'] = 'eager',
  { together, shelf = null }: Opening = {},
): Trainer {
  const plan = runPlanFor(spec, network, dataset, { together, runs: shelf?.runs });
  const traced = (): TracePlan => ({
    ...plan,
    parts: partsOf(backend, spec, network, plan.initial),
  });
  const stepper =
    kind === 'graph'
      ? steppingOn(shelf, { spec, dataset, plan, traced })
      : eagerStepper(traced().parts, spec.seed, plan.data, plan.training);
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

type Steps = {
  readonly spec: Spec;
  readonly dataset: Dataset;
  readonly plan: RunPlan;
  readonly traced: () => TracePlan;
};

// On the graph of an earlier run of the same steps where there is one.
function steppingOn(shelf: GraphShelf | null, { spec, dataset, plan, traced }: Steps): Stepper {
  if (!shelf) {
    const graph = loadGraph(traced());
    return graphStepper(plan, graph, () => graph[Symbol.dispose]());
  }
  const key = stepsKey(spec, plan);
  const graph = shelf.take(dataset, key) ?? loadGraph(traced());
  return graphStepper(plan, graph, () => shelf.put(dataset, key, graph));
}

/** What the steps of a trainer are made of; its variables are on the device. */
export function tracePlanFor(
  backend: Backend,
  spec: Spec,
  network: Network,
  dataset: Dataset,
  together?: number,
): TracePlan {
  const plan = runPlanFor(spec, network, dataset, { together });
  return { ...plan, parts: partsOf(backend, spec, network, plan.initial) };
}

function partsOf(
  backend: Backend,
  spec: Spec,
  network: Network,
  initial: RunPlan['initial'],
): TracePlan['parts'] {
  return { backend, network, spec, state: stateOf(backend, spec, network, initial) };
}

function runPlanFor(
  spec: Spec,
  network: Network,
  dataset: Dataset,
  {
    together,
    runs = 1,
  }: { readonly together?: number | undefined; readonly runs?: number | undefined },
): RunPlan {
  const { train } = dataset;
  const { stepsPerEpoch, epochs } = lengthOf(spec, dataset);
  return {
    initial: initialValues(spec, network, (place) => fittingData(train, place)),
    seed: spec.seed,
    numbers: [
      'rate',
      ...Object.keys(optimizerEntry(spec.optimizer).feeds?.(spec.optimizer.arguments, 1) ?? {}),
    ],
    data: dataPlans(spec, dataset),
    training: train.source.name,
    together:
      together ??
      batchesTogetherIn(
        stepsPerEpoch * epochs * runs,
        Math.floor(train.rows.length / spec.batch_size),
      ),
    batchSizes: sizesOf(train.rows.length, spec.batch_size),
    evaluations: evaluationPlans(dataset),
  };
}
