// Attention over sequences [steps, features].
import { itemAt } from '../../ground/known.js';
import type { Operations, Tensor } from '../../tensor/operations.js';
import { boolean, integer, number } from '../../words/arguments.js';
import type { Tagged } from '../../words/tagged.js';
import { constraint } from '../constraints.js';
import { initializer } from '../initializers.js';
import {
  defineLayer,
  renderShape,
  ShapeError,
  type LayerCall,
  type LayerEntry,
  type SampleShape,
  type WeightPlan,
} from '../layer.js';
import { activityPenalty, regularizer } from '../regularizers.js';

const multiHeadAttention = defineLayer({
  name: 'MultiHeadAttention',
  summary:
    'Each step of the query takes from the steps of the value, as much as their keys match it, num_heads times (Vaswani et al., 2017). Inputs: one for all three, or query, value and, if it is another, key.',
  arguments: {
    num_heads: integer({ min: 1 }),
    key_dim: integer({ min: 1 }),
    value_dim: integer({ min: 1 }).nullable().default(null),
    dropout: number({ min: 0, max: 1 }).default(0),
    use_bias: boolean().default(true),
    output_shape: integer({ min: 1 }).nullable().default(null),
    kernel_initializer: initializer('glorot_uniform'),
    bias_initializer: initializer('zeros'),
    kernel_regularizer: regularizer(),
    bias_regularizer: regularizer(),
    activity_regularizer: regularizer(),
    kernel_constraint: constraint(),
    bias_constraint: constraint(),
    use_causal_mask: boolean().default(false),
  },
  takes: [1, 3],
  outputShape: (args, inputs) => {
    const { query, value, key } = partsOf(inputs);
    for (const shape of [query, value, key]) {
      if (shape.length !== 2) {
        throw new ShapeError(`expects sequences (steps × features), got ${renderShape(shape)}`);
      }
    }
    if (value[0] !== key[0]) {
      throw new ShapeError(
        `expects as many steps in value and key, got ${renderShape(value)} and ${renderShape(key)}`,
      );
    }
    return [query[0] ?? 0, args.output_shape ?? query[1] ?? 0];
  },
  weights: (args, inputs) => attentionWeights(args, inputs),
  multiplyAdds: ({ num_heads, key_dim, value_dim }, inputs) => {
    const { query, value } = partsOf(inputs);
    const [from = 0, features = 0, to = 0] = [query[0], query[1], value[0]];
    const sizes = key_dim + (value_dim ?? key_dim);
    return num_heads * sizes * (features * (from + to) + from * to);
  },
  outputMask: 'passes',
  call: (call) => attend(call),
});

type Arguments = {
  readonly num_heads: number;
  readonly key_dim: number;
  readonly value_dim: number | null;
  readonly dropout: number;
  readonly use_bias: boolean;
  readonly output_shape: number | null;
  readonly kernel_initializer: Tagged;
  readonly bias_initializer: Tagged;
  readonly kernel_regularizer: Tagged | null;
  readonly bias_regularizer: Tagged | null;
  readonly activity_regularizer: Tagged | null;
  readonly kernel_constraint: Tagged | null;
  readonly bias_constraint: Tagged | null;
  readonly use_causal_mask: boolean;
};

function partsOf<T>(inputs: readonly T[]): {
  readonly query: T;
  readonly value: T;
  readonly key: T;
} {
  const query = itemAt(inputs, 0);
  const [, value = query, key = value] = inputs;
  return { query, value, key };
}

function attentionWeights(args: Arguments, inputs: readonly SampleShape[]): readonly WeightPlan[] {
  const { num_heads: heads, key_dim, value_dim } = args;
  const { query, value, key } = partsOf(inputs);
  const features = (shape: SampleShape): number => shape[1] ?? 0;
  const each = value_dim ?? key_dim;
  return [
    ...projectionWeights(args, 'query', [[features(query)], [heads, key_dim]]),
    ...projectionWeights(args, 'key', [[features(key)], [heads, key_dim]]),
    ...projectionWeights(args, 'value', [[features(value)], [heads, each]]),
    ...projectionWeights(args, 'attention_output', [
      [heads, each],
      [args.output_shape ?? features(query)],
    ]),
  ];
}

// A kernel has several axes for its inputs or its outputs, and its initializer is told which.
function projectionWeights(
  args: Arguments,
  name: string,
  [from, to]: readonly [readonly number[], readonly number[]],
): readonly WeightPlan[] {
  const { name: kind, arguments: own } = args.kernel_initializer;
  const known =
    own['input_axes'] === null
      ? { input_axes: from.map((_, i) => i), output_axes: to.map((_, i) => from.length + i) }
      : {};
  return [
    {
      name: `${name}/kernel`,
      shape: [...from, ...to],
      initializer: { name: kind, arguments: { ...own, ...known } },
      regularizer: args.kernel_regularizer,
      constraint: args.kernel_constraint,
      trainable: true,
    },
    ...(args.use_bias
      ? [
          {
            name: `${name}/bias`,
            shape: to,
            initializer: args.bias_initializer,
            regularizer: args.bias_regularizer,
            constraint: args.bias_constraint,
            trainable: true,
          },
        ]
      : []),
  ];
}

function attend(call: LayerCall<Arguments>): Tensor {
  const { ops, args, inputs } = call;
  const { query, value, key } = partsOf(inputs);
  const [batch = 0, from = 0] = query.shape;
  const to = value.shape[1] ?? 0;
  const each = args.value_dim ?? args.key_dim;
  const [queries, keys, values] = [
    headsOf(call, 'query', query),
    headsOf(call, 'key', key),
    headsOf(call, 'value', value),
  ];
  const scores = ops.mul(
    ops.batchMatMul(queries, ops.transpose(keys, [0, 2, 1])),
    1 / Math.sqrt(args.key_dim),
  );
  const weights = attentionWeightsOf(call, ops.reshape(scores, [batch, args.num_heads, from, to]));
  const context = ops.reshape(
    ops.batchMatMul(ops.reshape(weights, [batch * args.num_heads, from, to]), values),
    [batch, args.num_heads, from, each],
  );
  const concatenated = ops.reshape(ops.transpose(context, [0, 2, 1, 3]), [
    batch * from,
    args.num_heads * each,
  ]);
  return ops.reshape(projected(call, 'attention_output', concatenated), [batch, from, -1]);
}

// [batch, steps, features] → [batch · heads, steps, size].
function headsOf(call: LayerCall<Arguments>, name: string, x: Tensor): Tensor {
  const { ops, args, addLoss } = call;
  const [batch = 0, steps = 0, features = 0] = x.shape;
  const all = ops.reshape(projected(call, name, ops.reshape(x, [batch * steps, features])), [
    batch,
    steps,
    args.num_heads,
    -1,
  ]);
  if (args.activity_regularizer) addLoss(activityPenalty(ops, args.activity_regularizer, all));
  const byHead = ops.transpose(all, [0, 2, 1, 3]);
  return ops.reshape(byHead, [batch * args.num_heads, steps, -1]);
}

function projected(
  { ops, args, weight }: LayerCall<Arguments>,
  name: string,
  rows: Tensor,
): Tensor {
  const product = ops.matMul(rows, ops.reshape(weight(`${name}/kernel`), [rows.shape[1] ?? 0, -1]));
  return args.use_bias ? ops.biasAdd(product, ops.reshape(weight(`${name}/bias`), [-1])) : product;
}

// Softmax over the steps of the value that may be seen. Keras has two ways, and where nothing may
// be seen they differ.
function attentionWeightsOf(
  { ops, args, masks, training, uniform }: LayerCall<Arguments>,
  scores: Tensor,
): Tensor {
  const mask = attentionMask(ops, args, masks, scores);
  const drops = args.dropout > 0;
  const weights = ops.softmax(
    mask
      ? ops.where(mask, scores, ops.mul(ops.onesLike(scores), drops ? -1e9 : mostNegative))
      : scores,
  );
  if (!drops) return weights;
  const counted = mask ? ops.where(mask, weights, ops.zerosLike(weights)) : weights;
  if (!training) return counted;
  if (args.dropout === 1) return ops.zerosLike(counted);
  const kept = ops.cast(ops.greaterEqual(uniform(scores.shape), args.dropout), 'float32');
  return ops.mul(counted, ops.mul(kept, 1 / (1 - args.dropout)));
}

// As Keras' dot_product_attention has it.
const mostNegative = -0.7 * 3.38953e38;

/** Which steps of the value each step of the query sees, spread over heads; null where all do. */
function attentionMask(
  ops: Operations,
  { use_causal_mask }: Arguments,
  masks: readonly (Tensor | null)[],
  scores: Tensor,
): Tensor | null {
  const [batch = 0, , from = 0, to = 0] = scores.shape;
  const [
    queryMask = null,
    valueMask = masks.length === 1 ? (masks[0] ?? null) : null,
    keyMask = null,
  ] = masks;
  const causal = Float32Array.from({ length: from * to }, (_, i) =>
    Math.floor(i / to) >= i % to ? 1 : 0,
  );
  const all = [
    queryMask && ops.reshape(queryMask, [batch, 1, from, 1]),
    valueMask && ops.reshape(valueMask, [batch, 1, 1, to]),
    keyMask && ops.reshape(keyMask, [batch, 1, 1, to]),
    use_causal_mask
      ? ops.greater(ops.reshape(ops.matrix(causal, [from, to]), [1, 1, from, to]), 0)
      : null,
  ].filter((mask) => mask !== null);
  return all.length === 0 ? null : all.reduce((a, b) => ops.logicalAnd(a, b));
}

export const attentionLayers: readonly LayerEntry[] = [multiHeadAttention];
