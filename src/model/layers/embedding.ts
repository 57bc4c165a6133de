// Layers that say which steps of a sequence count: Embedding, which looks tokens up, and Masking.
import { boolean, integer, number } from '../../words/arguments.js';
import { constraint } from '../constraints.js';
import { initializer } from '../initializers.js';
import { defineLayer, ShapeError, type LayerCall, type LayerEntry } from '../layer.js';
import { regularizer } from '../regularizers.js';

const embedding = defineLayer({
  name: 'Embedding',
  summary:
    'A row of trained values for each token: whole numbers below input_dim become vectors of output_dim. With mask_zero, layers after it leave out the token 0.',
  arguments: {
    input_dim: integer({ min: 1 }),
    output_dim: integer({ min: 1 }),
    embeddings_initializer: initializer('uniform'),
    embeddings_regularizer: regularizer(),
    embeddings_constraint: constraint(),
    mask_zero: boolean().default(false),
  },
  takesTokens: ({ input_dim }) => input_dim,
  outputShape: ({ output_dim }, [shape = []]) => [...shape, output_dim],
  weights: (args) => [
    {
      name: 'embeddings',
      shape: [args.input_dim, args.output_dim],
      initializer: args.embeddings_initializer,
      regularizer: args.embeddings_regularizer,
      constraint: args.embeddings_constraint,
      trainable: true,
    },
  ],
  multiplyAdds: () => 0,
  call: ({ ops, x, weight }) => ops.embedding(x, weight('embeddings')),
  outputMask: {
    isThere: ({ mask_zero }) => mask_zero,
    of: ({ ops, args, x }) => (args.mask_zero ? ops.notEqual(x, ops.zerosLike(x)) : null),
  },
});

const masking = defineLayer({
  name: 'Masking',
  summary:
    'Layers after it leave out the steps of which all features are mask_value; their values become 0.',
  arguments: { mask_value: number().default(0) },
  outputShape: (_, [shape = []]) => {
    if (shape.length === 0) {
      throw new ShapeError('expects at least one axis of features, got a single value');
    }
    return shape;
  },
  call: (call) => call.ops.mul(call.x, call.ops.cast(stepsThatCount(call, true), 'float32')),
  outputMask: { isThere: () => true, of: (call) => stepsThatCount(call, false) },
});

function stepsThatCount(
  { ops, args, x }: LayerCall<{ readonly mask_value: number }>,
  keepAxis: boolean,
) {
  return ops.any(ops.notEqual(x, args.mask_value), -1, keepAxis);
}

export const maskingLayers: readonly LayerEntry[] = [embedding, masking];
