// What a layer is: one entry of the table, with its arguments, its shapes, its weights and its
// function over tensors. Shapes leave out the batch: an image is [height, width, channels]. Nothing
// here needs TensorFlow but `call`.
import type { Keep, Operations, Tensor } from '../tensor/operations.js';
import type { ArgumentsOf, ArgumentKinds } from '../words/arguments.js';
import type { Method } from '../words/kinds.js';
import type { Entry, Tagged } from '../words/tagged.js';
import { productOf } from '../ground/product.js';

/** The shape of one sample. */
export type SampleShape = readonly number[];

/** A weight that a layer wants. */
export type WeightPlan = {
  /** Keras' name for it: `kernel`, `bias`, `gamma`, … */
  readonly name: string;
  readonly shape: readonly number[];
  readonly initializer: Tagged;
  /** False for what is moved by the layer itself, as batch normalisation's averages. */
  readonly trainable: boolean;
  readonly regularizer?: Tagged | null;
  readonly constraint?: Tagged | null;
  /** Changes what the initializer drew. */
  readonly adjust?: (values: Float32Array) => Float32Array;
  /**
   * Its first value where that comes from the training data; the layer must stand straight on the
   * data.
   */
  readonly fitted?: (data: FittingData) => Float32Array;
};

/** The training part of the data, for weights that are fitted to it. */
export type FittingData = {
  readonly shape: SampleShape;
  /** One sample after another, row-major. */
  readonly rows: () => Iterable<Uint8Array | Float32Array | Int32Array>;
  /** What the network sees is divided by this. */
  readonly divideBy: number;
};

/** What a layer computes with. */
export type LayerCall<A> = {
  readonly ops: Operations;
  readonly args: A;
  readonly inputs: readonly Tensor[];
  /** The first input. */
  readonly x: Tensor;
  readonly weight: (name: string) => Tensor;
  readonly training: boolean;
  /** Whether the layer's weights may change. */
  readonly trainable: boolean;
  /** Which steps of each input count: bool [batch, steps], or null where all do. */
  readonly masks: readonly (Tensor | null)[];
  /** The first input's mask. */
  readonly mask: Tensor | null;
  /**
   * Uniform values in [0, 1) of this layer's own random stream, at this epoch and step; `purpose`
   * tells several draws apart.
   */
  readonly uniform: (shape: readonly number[], purpose?: string) => Tensor;
  /** Standard normal values, in the same way. */
  readonly normal: (shape: readonly number[], purpose?: string) => Tensor;
  /** Sets a weight that is not trained, once the step is done. */
  readonly assign: (name: string, value: Tensor) => void;
  /** Adds a scalar to the loss, as a regularizer does. */
  readonly addLoss: (value: Tensor) => void;
  /** Keeps a tensor until the step is done. */
  readonly keep: Keep;
  /**
   * Tells that the output is a softmax or sigmoid of these logits, so that a crossentropy need not
   * go through it.
   */
  readonly exposeLogits: (logits: Tensor) => void;
};

/** A mask that a layer makes for its output. */
export type OutputMask<A> = {
  /** Whether there is one, by which of its inputs have one: known before anything is computed. */
  readonly isThere: Method<[args: A, masked: readonly boolean[]], boolean>;
  /** bool [batch, steps], or null where there is none. */
  readonly of: Method<[call: LayerCall<A>], Tensor | null>;
};

/** A layer of the table. Errors thrown by `outputShape` and `weights` are {@link ShapeError}s. */
export type LayerEntry<S extends ArgumentKinds = ArgumentKinds> = Entry & {
  readonly arguments: S;
  /** How many inputs it takes, at least and at most. Left out: one. */
  readonly takes?: readonly [least: number, most: number];
  /**
   * Its input is tokens of the data, whole numbers below what this gives. Other layers get tokens
   * as float32.
   */
  readonly takesTokens?: Method<[args: ArgumentsOf<S>], number>;
  readonly outputShape: Method<[args: ArgumentsOf<S>, inputs: readonly SampleShape[]], SampleShape>;
  readonly weights?: Method<
    [args: ArgumentsOf<S>, inputs: readonly SampleShape[]],
    readonly WeightPlan[]
  >;
  /**
   * Multiplications with a weight for one sample. Left out, or undefined: each kernel once for
   * every place of the output.
   */
  readonly multiplyAdds?: Method<
    [args: ArgumentsOf<S>, inputs: readonly SampleShape[]],
    number | undefined
  >;
  readonly call: Method<[call: LayerCall<ArgumentsOf<S>>], Tensor>;
  /**
   * What its output adds to the loss. Left out: its argument activity_regularizer, where it has
   * one.
   */
  readonly activityRegularizer?: Method<[args: ArgumentsOf<S>], Tagged>;
  /**
   * The mask of its output: the first input's (`passes`), or another. Left out: none, the layer
   * ends masking, as in Keras where a layer does not support it.
   */
  readonly outputMask?: 'passes' | OutputMask<ArgumentsOf<S>>;
  /** Whether it makes use of a mask, though it hands none on. */
  readonly endsMask?: true;
};

/** Declares a layer; the types of its arguments follow from their declaration. */
export function defineLayer<S extends ArgumentKinds>(entry: LayerEntry<S>): LayerEntry {
  return entry;
}

/**
 * Shapes that do not fit together. The message starts in the middle of a sentence: "expects images
 * …, got …".
 */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** A shape as Keras prints it: (None, 28, 28, 1). */
export function renderShape(shape: SampleShape): string {
  return `(None${shape.map((size) => `, ${size}`).join('')})`;
}

/** The first input's shape, which must have the given number of axes. */
export function shapeOfRank(
  inputs: readonly SampleShape[],
  rank: number,
  what: string,
): SampleShape {
  const [shape = []] = inputs;
  if (shape.length !== rank) throw new ShapeError(`expects ${what}, got ${renderShape(shape)}`);
  return shape;
}

/** The input's own shape, for layers that keep it. */
export function sameShape(_: unknown, [shape = []]: readonly SampleShape[]): SampleShape {
  return shape;
}

/**
 * From an axis as Keras counts it (the batch is 0, −1 is the last one) to an index into a sample's
 * shape. Throws a ShapeError for an axis that is not there, or is the batch.
 */
export function sampleAxis(axis: number, rank: number): number {
  const at = axis < 0 ? rank + axis : axis - 1;
  if (at < 0 || at >= rank) {
    throw new ShapeError(
      `has axis ${axis}, but ${rank === 0 ? 'its input has no axis beside the batch' : `its input has the axes 1 to ${rank} beside the batch`}`,
    );
  }
  return at;
}

/**
 * A mask with axes of size 1 behind its own, so that it spreads over whatever a tensor has at each
 * step: [batch, steps] → [batch, steps, 1, …].
 */
export function maskOver(ops: Operations, mask: Tensor, x: Tensor): Tensor {
  return mask.rank >= x.rank
    ? mask
    : ops.reshape(mask, [...mask.shape, ...Array.from({ length: x.rank - mask.rank }, () => 1)]);
}

/** The number of values in a shape. */
export function sizeOf(shape: SampleShape): number {
  return productOf(shape);
}
