// What a layer makes of a sample, for the reference: in goes a layer with its written arguments, out
// comes `28 × 28 × 1 → 26 × 26 × 32`, by the layer's own rule of shapes.
import { checkPlainArguments } from '../words/check.js';
import { layerEntry } from './layers/layers.js';
import { type SampleShape, ShapeError } from './layer.js';

// Samples as people have them: pictures, sequences of features, rows of a table, sequences of
// pictures, tokens.
const samples: readonly SampleShape[] = [[8], [20, 8], [28, 28, 1], [20], [10, 28, 28, 1]];

// What suits layers better that would take any.
const preferred: Readonly<Record<string, SampleShape>> = {
  Flatten: [28, 28, 1],
  Permute: [20, 8],
  Embedding: [20],
  Bidirectional: [20, 8],
  TimeDistributed: [20, 8],
  MultiHeadAttention: [20, 32],
  PositionEmbedding: [20, 32],
  GroupNormalization: [28, 28, 64],
  Reshape: [28, 28, 1],
  Dot: [20, 8],
};

/** The shapes of the samples that go in and of what comes out; null where no example fits. */
export function exampleShapes(
  layer: string,
  written: Readonly<Record<string, unknown>>,
): string | null {
  const entry = layerEntry(layer);
  const args = checkPlainArguments(entry.arguments, written);
  const [least] = entry.takes ?? [1];
  for (const sample of [...(preferred[layer] ? [preferred[layer]] : []), ...samples]) {
    const inputs = Array.from({ length: least }, () => sample);
    const output = outputOf(() => {
      entry.weights?.(args, inputs);
      return entry.outputShape(args, inputs);
    });
    if (output) return `${inputs.map(shapeWords).join(', ')} → ${shapeWords(output)}`;
  }
  return null;
}

function outputOf(shape: () => SampleShape): SampleShape | null {
  try {
    return shape();
  } catch (error) {
    if (error instanceof ShapeError) return null;
    throw error;
  }
}

function shapeWords(shape: SampleShape): string {
  return shape.length === 0 ? 'one value' : shape.join(' × ');
}
