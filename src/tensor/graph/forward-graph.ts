// A model's way from a batch to its outputs, as plain data: what can be read, and passed between
// processes, where TensorFlow is not loaded.
import { itemAt, known } from '../../ground/known.js';
import type { Values } from '../tfjs.js';
import type { RecordedOperation, ValueNumber } from './recording.js';

/** The length of an axis: a number, or so many times the batch. */
export type Size = number | { readonly batches: number };

/**
 * A tensor that is part of the graph. `values` are numbers where they are always the same; else
 * each is a {@link Size} (as in the shape that a Reshape wants), or one number fills a shape that
 * depends on the batch.
 */
export type ForwardConstant = { readonly dtype: number } & (
  | { readonly kind: 'fixed'; readonly shape: readonly number[]; readonly values: Values }
  | { readonly kind: 'sizes'; readonly sizes: readonly Size[] }
  | { readonly kind: 'filled'; readonly shape: readonly Size[]; readonly value: number }
);

/** What an operation gives. */
export type ForwardValue = {
  readonly id: ValueNumber;
  readonly shape: readonly Size[];
  readonly dtype: number;
};

/** One operation of TensorFlow's, with its inputs by number. */
export type ForwardOperation = Omit<RecordedOperation, 'outputs'> & {
  readonly outputs: readonly ForwardValue[];
  /** The layer that it is of. */
  readonly layer: string;
};

/** A model's way from its inputs to its output. */
export type ForwardGraph = {
  /** In an order in which each comes after its inputs; none whose results nobody takes. */
  readonly operations: readonly ForwardOperation[];
  /**
   * What of it is something whole: each may stand in the place of all operations that nobody else
   * needs then.
   */
  readonly wholes: readonly Omit<ForwardOperation, 'layer'>[];
  readonly constants: ReadonlyMap<ValueNumber, ForwardConstant>;
  /** What is computed from weights and constants alone, where something else takes it. */
  readonly folded: ReadonlyMap<ValueNumber, Values>;
  /** The keys of weights, by the numbers that ReadVariableOp takes. */
  readonly weights: ReadonlyMap<ValueNumber, string>;
  /** In the order in which the model has them: float32, or int32 for tokens. */
  readonly inputs: readonly ForwardValue[];
  readonly output: ForwardValue;
};

/** The key of the weight that an operation reads, where it does nothing else; else undefined. */
export function weightRead(graph: ForwardGraph, operation: ForwardOperation): string | undefined {
  if (operation.name !== 'ReadVariableOp') return undefined;
  return known(graph.weights, itemAt(operation.inputs, 0));
}
