// One run of a function over tensors, written down: every TensorFlow operation it dispatched, with
// its inputs by number. The plain intermediate form that graphs are emitted from; it can be
// printed, searched and tested.
import {
  bindingWith,
  type Attribute,
  type Binding,
  type NativeBackend,
  type Output,
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

/** What a function did. */
export type Recording = {
  readonly operations: readonly RecordedOperation[];
  readonly constants: ReadonlyMap<ValueNumber, Constant>;
};

/**
 * Runs `f` with every operation written down. It runs for real: variables change, results can be
 * read.
 */
export function record(backend: NativeBackend, f: () => void): Recording {
  const binding = backend.binding;
  const operations: RecordedOperation[] = [];
  const constants = new Map<ValueNumber, Constant>();
  backend.binding = recordingBinding(binding, operations, constants);
  try {
    f();
  } finally {
    backend.binding = binding;
  }
  return { operations, constants };
}

/**
 * The recording without what nobody reads: operations that change nothing and whose results are not
 * used.
 */
export function withoutUnused(
  { operations, constants }: Recording,
  results: readonly ValueNumber[],
): Recording {
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
