// Keras' activations, by name, for the layers that take one and for the Activation layer.
import type { FusedActivation, Operations, Tensor } from '../tensor/operations.js';
import {
  boolean,
  integer,
  number,
  type ArgumentsOf,
  type ArgumentKinds,
} from '../words/arguments.js';
import type { Method } from '../words/kinds.js';
import { findEntry, tagged, type Entry, type Tagged } from '../words/tagged.js';

type ActivationEntry<S extends ArgumentKinds = ArgumentKinds> = Entry & {
  readonly arguments: S;
  readonly apply: Method<[ops: Operations, x: Tensor, args: ArgumentsOf<S>], Tensor>;
  /** Whether a crossentropy can be computed from what goes into it instead of what comes out. */
  readonly takesLogits?: boolean | Method<[args: ArgumentsOf<S>, rank: number], boolean>;
};

function defineActivation<S extends ArgumentKinds>(entry: ActivationEntry<S>): ActivationEntry {
  return entry;
}

const fused = (name: FusedActivation, summary: string): ActivationEntry =>
  defineActivation({
    name,
    summary,
    arguments: {},
    takesLogits: name === 'sigmoid',
    apply: (ops, x) => ops.activation(name, x),
  });

const plain = (
  name: string,
  summary: string,
  apply: (ops: Operations, x: Tensor) => Tensor,
  aliases: readonly string[] = [],
): ActivationEntry => defineActivation({ name, summary, aliases, arguments: {}, apply });

const axis = integer().default(-1);
const alpha = number().default(1);
const threshold = number().default(0.5);

/** The activations a spec may name. */
export const activations: readonly ActivationEntry[] = [
  plain('linear', 'x', (_, x) => x),
  defineActivation({
    name: 'relu',
    summary:
      'max(x, 0); below the threshold negative_slope · (x − threshold), and at most max_value.',
    arguments: {
      negative_slope: number().default(0),
      max_value: number({ min: 0 }).nullable().default(null),
      threshold: number().default(0),
    },
    apply: (ops, x, args) => rectified(ops, x, args),
  }),
  fused('relu6', 'min(max(x, 0), 6)'),
  fused('sigmoid', '1 / (1 + e^(−x))'),
  fused('tanh', 'Hyperbolic tangent.'),
  defineActivation({
    name: 'elu',
    summary: 'x where positive, else alpha · (e^x − 1)',
    arguments: { alpha },
    apply: (ops, x, args) => exponentialLinear(ops, x, args.alpha),
  }),
  fused('selu', 'Scaled ELU (Klambauer et al., 2017).'),
  fused('softplus', 'log(1 + e^x)'),
  fused('softsign', 'x / (1 + |x|)'),
  defineActivation({
    name: 'softmax',
    summary: 'e^x, divided by its sum over an axis.',
    arguments: { axis },
    takesLogits: (args, rank) => args.axis === -1 || args.axis === rank - 1,
    apply: (ops, x, args) => alongAxis(ops, x, args.axis, (rows) => ops.softmax(rows)),
  }),
  defineActivation({
    name: 'log_softmax',
    summary: 'The logarithm of softmax.',
    arguments: { axis },
    apply: (ops, x, args) => alongAxis(ops, x, args.axis, (rows) => ops.logSoftmax(rows)),
  }),
  defineActivation({
    name: 'sparsemax',
    summary: 'Like softmax, with zeros (Martins and Astudillo, 2016), as Keras computes it.',
    arguments: { axis },
    apply: (ops, x, args) => alongAxis(ops, x, args.axis, (rows) => sparsemax(ops, rows)),
  }),
  plain('exponential', 'e^x', (ops, x) => ops.exp(x)),
  defineActivation({
    name: 'leaky_relu',
    summary: 'x where positive, else negative_slope · x',
    arguments: { negative_slope: number().default(0.2) },
    apply: (ops, x, { negative_slope }) => ops.leakyRelu(x, negative_slope),
  }),
  plain('silu', 'x · sigmoid(x)', (ops, x) => ops.mul(x, ops.activation('sigmoid', x)), ['swish']),
  defineActivation({
    name: 'gelu',
    summary:
      'x · Φ(x), Φ the normal distribution function or its approximation by tanh (Hendrycks and Gimpel, 2016).',
    arguments: { approximate: boolean().default(false) },
    apply: (ops, x, { approximate }) =>
      ops.mul(
        ops.mul(x, 0.5),
        ops.add(approximate ? approximateErf(ops, x) : ops.erf(ops.mul(x, Math.SQRT1_2)), 1),
      ),
  }),
  defineActivation({
    name: 'celu',
    summary: 'max(x, 0) + alpha · (e^(min(x, 0) / alpha) − 1) (Barron, 2017).',
    arguments: { alpha },
    apply: (ops, x, args) =>
      ops.add(
        ops.maximum(x, 0),
        ops.mul(ops.expm1(ops.div(ops.minimum(x, 0), args.alpha)), args.alpha),
      ),
  }),
  plain('mish', 'x · tanh(softplus(x)) (Misra, 2019).', (ops, x) =>
    ops.mul(x, ops.activation('tanh', ops.activation('softplus', x))),
  ),
  plain('log_sigmoid', 'log(sigmoid(x))', (ops, x) =>
    ops.neg(ops.activation('softplus', ops.neg(x))),
  ),
  plain('hard_sigmoid', 'relu6(x + 3) / 6', (ops, x) => hardSigmoid(ops, x)),
  plain('hard_silu', 'x · hard_sigmoid(x)', (ops, x) => ops.mul(x, hardSigmoid(ops, x)), [
    'hard_swish',
  ]),
  plain('hard_tanh', 'x between −1 and 1', (ops, x) => ops.clipByValue(x, -1, 1)),
  plain('tanh_shrink', 'x − tanh(x)', (ops, x) => ops.sub(x, ops.activation('tanh', x))),
  defineActivation({
    name: 'squareplus',
    summary: '(x + √(x² + b)) / 2 (Barron, 2021).',
    arguments: { b: number({ min: 0 }).default(4) },
    apply: (ops, x, { b }) => ops.div(ops.add(x, ops.sqrt(ops.add(ops.square(x), b))), 2),
  }),
  defineActivation({
    name: 'soft_shrink',
    summary: 'x moved towards 0 by threshold, and 0 within it.',
    arguments: { threshold },
    apply: (ops, x, args) =>
      ops.where(
        ops.greater(x, args.threshold),
        ops.sub(x, args.threshold),
        ops.where(
          ops.greater(ops.neg(x), args.threshold),
          ops.add(x, args.threshold),
          ops.zerosLike(x),
        ),
      ),
  }),
  defineActivation({
    name: 'hard_shrink',
    summary: 'x, and 0 within threshold of 0.',
    arguments: { threshold },
    apply: (ops, x, args) =>
      ops.where(ops.greater(ops.abs(x), args.threshold), x, ops.zerosLike(x)),
  }),
  defineActivation({
    name: 'threshold',
    summary: 'x above threshold, else default_value.',
    arguments: { threshold: number(), default_value: number() },
    apply: (ops, x, args) =>
      ops.where(ops.greater(x, args.threshold), x, ops.mul(ops.onesLike(x), args.default_value)),
  }),
  plain('sparse_plus', '0 to −1, (x + 1)² / 4 to 1, then x.', (ops, x) => {
    const curve = ops.div(ops.square(ops.add(x, 1)), 4);
    return ops.where(
      ops.greaterEqual(-1, x),
      ops.zerosLike(x),
      ops.where(ops.greater(1, x), curve, x),
    );
  }),
  plain('sparse_sigmoid', '(x + 1) / 2 between 0 and 1.', (ops, x) => {
    const line = ops.mul(ops.add(x, 1), 0.5);
    return ops.where(
      ops.greaterEqual(-1, x),
      ops.zerosLike(x),
      ops.where(ops.greaterEqual(x, 1), ops.onesLike(x), line),
    );
  }),
];

/** What a ReLU may be given beside its input. */
export type Rectification = {
  readonly negative_slope: number;
  readonly max_value: number | null;
  readonly threshold: number;
};

/** Keras' relu with all its arguments: […] → […]. */
export function rectified(
  ops: Operations,
  x: Tensor,
  { negative_slope: slope, max_value: most, threshold: from }: Rectification,
): Tensor {
  if (slope !== 0 && most === null && from === 0) return ops.leakyRelu(x, slope);
  const six = from === 0 && most === 6;
  const raw =
    from === 0
      ? ops.activation(six ? 'relu6' : 'relu', x)
      : ops.where(ops.greater(x, from), x, ops.zerosLike(x));
  const positive = most === null || six ? raw : ops.clipByValue(raw, 0, most);
  if (slope === 0) return positive;
  const below = ops.activation('relu', from === 0 ? ops.neg(x) : ops.sub(from, x));
  return ops.sub(positive, ops.mul(below, slope));
}

/** Keras' elu, x where positive, else by · (e^x − 1) (Clevert et al., 2015): […] → […]. */
export function exponentialLinear(ops: Operations, x: Tensor, by: number): Tensor {
  const unit = ops.activation('elu', x);
  return by === 1 ? unit : ops.where(ops.greater(x, 0), unit, ops.mul(unit, by));
}

/**
 * Applies a function of the last axis along another one; axes count the batch: [batch, …] → [batch,
 * …].
 */
export function alongAxis(
  ops: Operations,
  x: Tensor,
  at: number,
  f: (rows: Tensor) => Tensor,
): Tensor {
  const last = x.rank - 1;
  const from = at < 0 ? x.rank + at : at;
  if (from === last) return f(x);
  // Its own inverse: two axes change places.
  const swapped = x.shape.map((_, i) => (i === from ? last : i === last ? from : i));
  return ops.transpose(f(ops.transpose(x, swapped)), swapped);
}

/**
 * Why an activation cannot be applied to samples of this many axes, or null: it follows the layer's
 * name.
 */
export function activationProblem(
  { name, arguments: { axis: at } }: Tagged,
  rank: number,
): string | null {
  if (typeof at !== 'number' || (at !== 0 && at <= rank && at >= -rank)) return null;
  return `applies ${name} along axis ${at}, but its output has the axes 1 to ${rank} beside the batch`;
}

function hardSigmoid(ops: Operations, x: Tensor): Tensor {
  return ops.div(ops.activation('relu6', ops.add(x, 3)), 6);
}

// tanh(√(2/π) · (x + 0.044715 x³)), in the place of erf(x / √2).
function approximateErf(ops: Operations, x: Tensor): Tensor {
  const cube = ops.mul(x, ops.square(x));
  return ops.activation(
    'tanh',
    ops.mul(ops.add(x, ops.mul(cube, 0.044715)), Math.sqrt(2 / Math.PI)),
  );
}

// Keras 3.15 adds up the partial sums of the support where the paper takes the last of them.
function sparsemax(ops: Operations, x: Tensor): Tensor {
  const sorted = ops.sortDescending(x);
  const sums = ops.cumsum(sorted, x.rank - 1);
  const places = ops.cumsum(ops.onesLike(x), x.rank - 1);
  const support = ops.cast(
    ops.greater(ops.sub(sorted, ops.div(ops.sub(sums, 1), places)), 0),
    'float32',
  );
  const threshold = ops.div(
    ops.sub(ops.sum(ops.mul(sums, support), -1, true), 1),
    ops.sum(support, -1, true),
  );
  return ops.maximum(ops.sub(x, threshold), 0);
}

/** An activation as a layer's argument. */
export const activation = (defaultName = 'linear') =>
  tagged('activation', activations).prefault(defaultName);

/**
 * Applies a layer's activation, and exposes its input where that is the logits of a softmax or
 * sigmoid, so that a crossentropy need not go through it: [batch, …] → [batch, …].
 */
export function activate(
  ops: Operations,
  { name, arguments: args }: Tagged,
  x: Tensor,
  exposeLogits: (logits: Tensor) => void,
): Tensor {
  const entry = findEntry(activations, name);
  if (!entry) throw new Error(`no activation ${name}`);
  const takesLogits =
    typeof entry.takesLogits === 'function' ? entry.takesLogits(args, x.rank) : entry.takesLogits;
  if (takesLogits) exposeLogits(x);
  return entry.apply(ops, x, args);
}
