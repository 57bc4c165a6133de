// Where a step stands in its sequence, as values that are added to it: Keras Hub's PositionEmbedding.
import { integer } from '../../words/arguments.js';
import { initializer } from '../initializers.js';
import { defineLayer, renderShape, ShapeError, type SampleShape } from '../layer.js';

/** Its input gives its shape, and its mask, as in Keras Hub's TokenAndPositionEmbedding. */
export const positionEmbedding = defineLayer({
  name: 'PositionEmbedding',
  summary:
    'A row of trained values for each step of a sequence, the same ones for every sample: to be added (`Add`) to what stands at the step. Keras Hub has it, Keras does not; its input gives its shape and its mask alone, and may have fewer steps than sequence_length.',
  arguments: {
    sequence_length: integer({ min: 1 }),
    initializer: initializer('glorot_uniform'),
  },
  outputShape: ({ sequence_length }, [shape = []]) => {
    const [steps] = stepsAndFeatures(shape);
    if (steps > sequence_length) {
      throw new ShapeError(
        `has sequence_length ${sequence_length} and gets ${steps} steps, ${renderShape(shape)}: give it sequence_length: ${steps}`,
      );
    }
    return shape;
  },
  weights: (args, [shape = []]) => [
    {
      name: 'embeddings',
      shape: [args.sequence_length, stepsAndFeatures(shape)[1]],
      initializer: args.initializer,
      trainable: true,
    },
  ],
  multiplyAdds: () => 0,
  call: ({ ops, x, weight }) => {
    const rows = ops.slice(weight('embeddings'), [0, 0], [...stepsAndFeatures(x.shape)]);
    return ops.add(ops.zerosLike(x), rows);
  },
  outputMask: 'passes',
});

// The last two axes.
function stepsAndFeatures(shape: SampleShape): readonly [steps: number, features: number] {
  const [steps, features] = shape.slice(-2);
  if (steps === undefined || features === undefined) {
    throw new ShapeError(
      `expects sequences (steps × features), got ${renderShape(shape)}; an Embedding before it would give them`,
    );
  }
  return [steps, features];
}
