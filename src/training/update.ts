// From gradients to new weights, in Keras' order: gradients are clipped, weights decay, the
// optimizer updates them, their moving averages follow, constraints come last.
import type { Operations, Tensor } from '../tensor/operations.js';
import { known } from '../ground/known.js';
import { constrained } from '../model/constraints.js';
import { averageSlot, type CommonArguments } from './optimizers/optimizer.js';
import { optimizerEntry } from './optimizers/optimizers.js';
import type { Feeds, StepParts } from './parts.js';

/** Updates each trained weight by its gradient, [the weight's shape], given by the weight's key. */
export function updateWeights(
  parts: StepParts,
  gradients: ReadonlyMap<string, Tensor>,
  feeds: Feeds,
): void {
  const settings = parts.spec.optimizer.arguments as CommonArguments;
  for (const [key, gradient] of clipped(parts.backend.ops, gradients, settings)) {
    if (settings.weight_decay !== null) decayWeight(parts, key, settings.weight_decay, feeds);
    updateWeight(parts, key, gradient, feeds);
    if (settings.use_ema) averageWeight(parts, key, feeds);
  }
  constrainWeights(parts);
}

type Gradients = ReadonlyMap<string, Tensor>;

function clipped(
  ops: Operations,
  gradients: Gradients,
  { clipnorm, clipvalue, global_clipnorm }: CommonArguments,
): Gradients {
  // As in Keras, 0 does not clip.
  if (clipnorm) {
    return mapGradients(gradients, (gradient) =>
      ops.div(ops.mul(gradient, clipnorm), ops.maximum(normOf(ops, [gradient]), clipnorm)),
    );
  }
  if (clipvalue) {
    return mapGradients(gradients, (gradient) => ops.clipByValue(gradient, -clipvalue, clipvalue));
  }
  if (!global_clipnorm || gradients.size === 0) return gradients;
  const norm = normOf(ops, [...gradients.values()]);
  const scale = ops.mul(ops.minimum(ops.div(1, norm), 1 / global_clipnorm), global_clipnorm);
  // One gradient that is no number makes all of them none.
  const strict = ops.add(scale, ops.sub(norm, norm));
  return mapGradients(gradients, (gradient) => ops.mul(gradient, strict));
}

function mapGradients(gradients: Gradients, change: (gradient: Tensor) => Tensor): Gradients {
  return new Map([...gradients].map(([key, gradient]) => [key, change(gradient)]));
}

function normOf(ops: Operations, tensors: readonly Tensor[]): Tensor {
  return ops.sqrt(
    tensors
      .map((tensor) => ops.sum(ops.square(tensor)))
      .reduce((total, more) => ops.add(total, more)),
  );
}

function decayWeight(
  { backend: { ops }, state }: StepParts,
  key: string,
  decay: number,
  { numbers }: Feeds,
): void {
  const variable = known(state.weights, key);
  variable.add(ops.mul(ops.mul(variable.read(), -decay), known(numbers, 'rate')));
}

function updateWeight(
  { backend, spec, state }: StepParts,
  key: string,
  gradient: Tensor,
  { numbers }: Feeds,
): void {
  optimizerEntry(spec.optimizer).update({
    ops: backend.ops,
    args: spec.optimizer.arguments,
    variable: known(state.weights, key),
    slot: (name) => known(state.slots, `${key}/${name}`),
    gradient,
    fed: (name) => known(numbers, name),
  });
}

function averageWeight(
  { backend: { ops }, state }: StepParts,
  key: string,
  { numbers }: Feeds,
): void {
  const variable = known(state.weights, key);
  const slot = known(state.slots, `${key}/${averageSlot}`);
  const mixed = (one: Tensor, other: Tensor, share: Tensor): Tensor =>
    ops.add(ops.mul(share, one), ops.mul(ops.sub(1, share), other));
  const weight = variable.read();
  const average = mixed(slot.read(), weight, known(numbers, 'ema_momentum'));
  slot.assign(average);
  const overwrite = numbers.get('ema_overwrite');
  if (overwrite) variable.assign(mixed(average, weight, overwrite));
}

function constrainWeights({ backend: { ops }, network, state }: StepParts): void {
  for (const { key, constraint, trainable } of network.weights) {
    if (!constraint || !trainable) continue;
    const variable = known(state.weights, key);
    variable.assign(constrained(ops, constraint, variable.read()));
  }
}
