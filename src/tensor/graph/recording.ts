// One run of a function over tensors, written down: every TensorFlow operation it dispatched, with
// its inputs by number. The plain intermediate form that graphs are emitted from; it can be
// printed, searched and tested.
import {
  bindingWith,
  type Attribute,
  type Binding,
  type NativeBackend,
  type Output,
  type Tensor,
  type Values,
} from '../tfjs.js';

/**
 * A value is known by the number of its handle while it was recorded; numbers are never used twice.
 */
export type ValueNumber = number;

/** One dispatched operation. */
export type RecordedOperation = {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly inputs: readonly ValueNumber[];
  readonly outputs: readonly Output[];
};

/** A tensor that was made from JavaScript values during the recording. */
export type Constant = {
  readonly shape: readonly number[];
  readonly dtype: number;
  readonly values: Values;
};

/**
 * Operations that together are what other programs have as one: a recurrent layer, that TensorFlow
 * has in several operations a step. It gives what the last of them gives.
 */
export type Whole = RecordedOperation;

/** What a function did. */
export type Recording = {
  readonly operations: readonly RecordedOperation[];
  readonly constants: ReadonlyMap<ValueNumber, Constant>;
};

/**
 * Runs `f` with every operation written down. It runs for real: variables change, results can be
 * read. `f` may ask how many operations were written so far.
 */
export function record(
  backend: NativeBackend,
  f: (count: () => number) => void,
): Recording & { readonly wholes: readonly Whole[] } {
  const binding = backend.binding;
  const operations: RecordedOperation[] = [];
  const constants = new Map<ValueNumber, Constant>();
  const wholes: Whole[] = [];
  backend.binding = recordingBinding(binding, operations, constants);
  recorders.set(backend.binding, wholes);
  try {
    f(() => operations.length);
  } finally {
    backend.binding = binding;
  }
  return { operations, constants, wholes };
}

const recorders = new WeakMap<Binding, Whole[]>();

/**
 * Runs what is something whole, […] → […], and writes that down where it is recorded: what it is
 * called, what it is told, and what it is given.
 */
export function asWhole(
  backend: NativeBackend,
  { name, attributes }: Pick<Whole, 'name' | 'attributes'>,
  inputs: readonly Tensor[],
  f: () => Tensor,
): Tensor {
  const result = f();
  const wholes = recorders.get(backend.binding);
  if (wholes) {
    const [id = -1] = backend.getInputTensorIds([result]);
    const outputs = [{ id, shape: result.shape, dtype: backend.binding.TF_FLOAT }];
    wholes.push({ name, attributes, inputs: backend.getInputTensorIds(inputs), outputs });
  }
  return result;
}

type Written<O> = Pick<Recording, 'constants'> & { readonly operations: readonly O[] };

/**
 * The recording without what nobody reads: operations that change nothing and whose results are not
 * used.
 */
export function withoutUnused<O extends RecordedOperation>(
  { operations, constants }: Written<O>,
  results: readonly ValueNumber[],
): Written<O> {
  const used = new Set<ValueNumber>(results);
  const kept = operations.toReversed().filter((operation) => {
    const wanted =
      operation.outputs.length === 0 || operation.outputs.some(({ id }) => used.has(id));
    if (wanted) for (const input of operation.inputs) used.add(input);
    return wanted;
  });
  return {
    operations: kept.toReversed(),
    constants: new Map([...constants].filter(([id]) => used.has(id))),
  };
}

function recordingBinding(
  binding: Binding,
  operations: RecordedOperation[],
  constants: Map<ValueNumber, Constant>,
): Binding {
  return bindingWith(binding, {
    executeOp: (
      name: string,
      attributes: readonly Attribute[],
      inputs: readonly number[],
      count: number,
    ) => {
      const outputs = binding.executeOp(name, attributes, inputs, count);
      operations.push({ name, attributes, inputs: [...inputs], outputs });
      return outputs;
    },
    createTensor: (shape: readonly number[], dtype: number, values: Values) => {
      const id = binding.createTensor(shape, dtype, values);
      constants.set(id, { shape: [...shape], dtype, values: values.slice() });
      return id;
    },
  });
}
