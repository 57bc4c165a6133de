// Where the graph of a run that is over waits for another run of the same steps: another seed, other
// rates, more epochs. One at a time, so that memory does not grow.
import { isDeepStrictEqual } from 'node:util';
import type { Dataset } from '../../dataset/dataset.js';
import type { Spec } from '../../spec/spec.js';
import type { RunPlan } from './emission.js';
import type { LoadedGraph } from './loaded.js';

/** What the steps of a run are known by. */
export type StepsKey = Readonly<Record<string, unknown>>;

/** Holds a graph between runs; disposing of it takes that off the device. */
export type GraphShelf = Disposable & {
  /** How many runs in a row a graph may be used by. */
  readonly runs: number;
  /** The graph of these steps on this very data set, taken off the shelf; null where another one is there. */
  readonly take: (dataset: Dataset, key: StepsKey) => LoadedGraph | null;
  /** Leaves a graph that nobody uses any longer; what was there is disposed of. */
  readonly put: (dataset: Dataset, key: StepsKey, graph: LoadedGraph) => void;
};

/** An empty shelf, for so many runs. */
export function graphShelf(runs: number): GraphShelf {
  let held: { dataset: Dataset; key: StepsKey; graph: LoadedGraph } | null = null;
  const clear = (): void => {
    held?.graph[Symbol.dispose]();
    held = null;
  };
  return {
    runs,
    take: (dataset, key) => {
      if (held?.dataset !== dataset || !isDeepStrictEqual(held.key, key)) {
        // There is room for one on the device, too.
        clear();
        return null;
      }
      const { graph } = held;
      held = null;
      return graph;
    },
    put: (dataset, key, graph) => {
      clear();
      held = { dataset, key, graph };
    },
    [Symbol.dispose]: clear,
  };
}

/**
 * What the steps of a spec are known by: runs with the same key on one data set record the same graph.
 * Everything in the spec counts but what is fed (the seed, the learning rate), what variables begin
 * with, and what is decided between steps.
 */
export function stepsKey(spec: Spec, { together, batchSizes }: RunPlan): StepsKey {
  const {
    name: _name,
    tags: _tags,
    notes: _notes,
    dataset: _dataset,
    model,
    initial_weights: _initial,
    optimizer,
    epochs: _epochs,
    seed: _seed,
    monitor: _monitor,
    mode: _mode,
    early_stopping: _stopping,
    reduce_lr_on_plateau: _plateau,
    checkpoint: _checkpoint,
    budget: _budget,
    tensorboard: _tensorboard,
    ...others
  } = spec;
  const { learning_rate: _rate, ...argumentsOfSteps } = optimizer.arguments;
  return {
    ...others,
    model: model.map(({ origin: _origin, ...layer }) => layer),
    optimizer: { name: optimizer.name, arguments: argumentsOfSteps },
    together,
    batchSizes,
  };
}
