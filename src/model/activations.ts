// Keras' activations, by name, for the layers that take one and for the Activation layer.
import type { FusedActivation, Operations, Tensor } from '../engine/operations.js';
import { number, type ArgumentsOf, type Shape } from '../spec/arguments.js';
import { findEntry, tagged, type Entry, type Tagged } from '../spec/tagged.js';

type ActivationEntry<S extends Shape = Shape> = Entry & {
  readonly arguments: S;
  readonly apply: (ops: Operations, x: Tensor, args: ArgumentsOf<S>) => Tensor;
  /** Whether a crossentropy can be computed from what goes into it instead of what comes out. */
  readonly takesLogits?: boolean;
};

function defineActivation<S extends Shape>(entry: ActivationEntry<S>): ActivationEntry {
  return entry as unknown as ActivationEntry;
}

const fused = (name: FusedActivation, summary: string): ActivationEntry =>
  defineActivation({ name, summary, arguments: {}, takesLogits: name === 'sigmoid', apply: (ops, x) => ops.activation(name, x) });

/** The activations a spec may name. */
export const activations: readonly ActivationEntry[] = [
  defineActivation({ name: 'linear', summary: 'x', arguments: {}, apply: (_, x) => x }),
  fused('relu', 'max(x, 0)'),
  fused('relu6', 'min(max(x, 0), 6)'),
  fused('sigmoid', '1 / (1 + e^(−x))'),
  fused('tanh', 'Hyperbolic tangent.'),
  fused('elu', 'x where positive, else e^x − 1'),
  fused('selu', 'Scaled ELU (Klambauer et al., 2017).'),
  fused('softplus', 'log(1 + e^x)'),
  fused('softsign', 'x / (1 + |x|)'),
  defineActivation({ name: 'softmax', summary: 'e^x, divided by its sum over the last axis.', arguments: {}, takesLogits: true, apply: (ops, x) => ops.softmax(x) }),
  defineActivation({ name: 'exponential', summary: 'e^x', arguments: {}, apply: (ops, x) => ops.exp(x) }),
  defineActivation({
    name: 'leaky_relu',
    summary: 'x where positive, else negative_slope · x',
    arguments: { negative_slope: number().default(0.2) },
    apply: (ops, x, { negative_slope }) => ops.leakyRelu(x, negative_slope),
  }),
  defineActivation({ name: 'silu', aliases: ['swish'], summary: 'x · sigmoid(x)', arguments: {}, apply: (ops, x) => ops.mul(x, ops.activation('sigmoid', x)) }),
  defineActivation({
    name: 'gelu',
    summary: 'x · Φ(x), Φ the normal distribution function (Hendrycks and Gimpel, 2016).',
    arguments: {},
    apply: (ops, x) => ops.mul(ops.mul(x, 0.5), ops.add(ops.erf(ops.mul(x, Math.SQRT1_2)), 1)),
  }),
];

/** An activation as a layer's argument. */
export const activation = (defaultName = 'linear') => tagged('activation', activations).prefault(defaultName as never);

/**
 * Applies a layer's activation, and exposes its input where that is the logits of a softmax or sigmoid, so that a
 * crossentropy need not go through it.
 */
export function activate(ops: Operations, { name, arguments: args }: Tagged, x: Tensor, exposeLogits: (logits: Tensor) => void): Tensor {
  const entry = findEntry(activations, name);
  if (!entry) throw new Error(`no activation ${name}`);
  if (entry.takesLogits) exposeLogits(x);
  return entry.apply(ops, x, args);
}
