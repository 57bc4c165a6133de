// A network in, what people are told of it out, as plain data.
import { sizeOf, type SampleShape } from './layer.js';
import type { Network, NetworkInput } from './network.js';

/** A layer as tables show it. */
export type LayerSummary = {
  readonly name: string;
  readonly layer: string;
  readonly inputs: readonly string[];
  /** Without the batch. */
  readonly outputShape: SampleShape;
  readonly parameters: number;
  readonly trainable: boolean;
};

/** A network as tables show it. */
export type NetworkSummary = {
  readonly inputs: readonly NetworkInput[];
  readonly layers: readonly LayerSummary[];
  readonly parameters: Network['parameters'];
};

/** The layers with their shapes and counts, as Keras' `model.summary()` has them. */
export function summaryOf({ inputs, layers, parameters }: Network): NetworkSummary {
  return {
    inputs,
    layers: layers.map(({ spec, outputShape, weights }) => ({
      name: spec.name,
      layer: spec.layer,
      inputs: spec.inputs,
      outputShape,
      parameters: weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
      trainable: spec.trainable,
    })),
    parameters,
  };
}
