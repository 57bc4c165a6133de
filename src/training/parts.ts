// What a step works with beside the data: the state that lasts from step to step, and what is fed
// anew for each.
import type { Network } from '../model/network.js';
import type { Spec } from '../spec/spec.js';
import type { Rows } from '../tensor/data.js';
import type { Backend } from '../tensor/backend.js';
import type { RandomFeed, Tensor } from '../tensor/operations.js';
import type { Variable } from '../tensor/variables.js';

/** What lasts from step to step, by name. */
export type State = {
  /** By the network's key, `hidden/kernel`. */
  readonly weights: ReadonlyMap<string, Variable>;
  /** By key and slot, `hidden/kernel/momentum`. */
  readonly slots: ReadonlyMap<string, Variable>;
  /** Sums since they were last cleared: the loss first, then the spec's metrics. */
  readonly totals: readonly Variable[];
  /** Steps since then before the loss first was no finite number. */
  readonly finiteSteps: Variable;
};

/** What one step is fed. */
export type Feeds = {
  readonly rows: Rows;
  readonly random: RandomFeed;
  /** `rate` and what the optimizer's own `feeds` name. */
  readonly numbers: ReadonlyMap<string, Tensor>;
};

/** What a step is made of and never changes. */
export type StepParts = {
  readonly backend: Backend;
  readonly network: Network;
  readonly spec: Pick<Spec, 'loss' | 'metrics' | 'optimizer' | 'class_weight'>;
  readonly state: State;
};

/** What an evaluation is made of: of a trainer's, or of a model that has no optimizer. */
export type EvaluationParts = Pick<StepParts, 'backend' | 'network'> & {
  readonly spec: Pick<Spec, 'loss' | 'metrics' | 'class_weight'>;
  readonly state: Pick<State, 'weights' | 'slots' | 'totals'>;
};
