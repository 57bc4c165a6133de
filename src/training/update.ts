// From gradients to new weights: what the optimizer does with each, and the constraints after it.
import type { Tensor } from '../engine/operations.js';
import type { Variable } from '../engine/variables.js';
import { constrained } from '../model/constraints.js';
import { optimizerEntry } from './optimizers.js';
import type { Feeds, StepParts } from './step.js';

/** Updates each trained weight by its gradient, given by the weight's key. */
export function updateWeights(parts: StepParts, gradients: ReadonlyMap<string, Tensor>, feeds: Feeds): void {
  for (const [key, gradient] of gradients) updateWeight(parts, key, gradient, feeds);
  constrainWeights(parts);
}

function updateWeight({ engine, spec, state }: StepParts, key: string, gradient: Tensor, { numbers }: Feeds): void {
  optimizerEntry(spec.optimizer).update({
    ops: engine.ops,
    args: spec.optimizer.arguments,
    variable: state.weights.get(key) as Variable,
    slot: (name) => state.slots.get(`${key}/${name}`) as Variable,
    gradient,
    fed: (name) => numbers[name] as Tensor,
  });
}

function constrainWeights({ engine: { ops }, network, state }: StepParts): void {
  for (const { key, constraint, trainable } of network.weights) {
    if (!constraint || !trainable) continue;
    const variable = state.weights.get(key) as Variable;
    variable.assign(constrained(ops, constraint, variable.read()));
  }
}
