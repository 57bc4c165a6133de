// A model's way from a batch to its outputs, written down once for a batch of any size: what the
// formats that other programs read are written from. It is recorded with two sizes; what differs
// between the two recordings depends on the batch.
import { itemAt, present } from '../../ground/known.js';
import { scope } from '../backend.js';
import { tf, type NativeBackend, type Tensor } from '../tfjs.js';
import { handleOf, type Variable } from '../variables.js';
import { foldedValues } from './folding.js';
import type {
  ForwardConstant,
  ForwardGraph,
  ForwardOperation,
  ForwardValue,
  Size,
} from './forward-graph.js';
import {
  record,
  withoutUnused,
  type Constant,
  type RecordedOperation,
  type ValueNumber,
  type Whole,
} from './recording.js';

export * from './forward-graph.js';

/** What is to be recorded. */
export type Forward = {
  readonly weights: ReadonlyMap<string, Variable>;
  /** `onLayer` is told the name of each layer when it is done. */
  readonly forward: (inputs: readonly Tensor[], onLayer: (name: string) => void) => Tensor;
};

/** One of the tensors that it is fed: the shape of one sample. */
export type ForwardInput = {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
};

// Small, and unlike each other; which they are does not matter.
const [oneBatch, otherBatch] = [3, 5];

/**
 * Records a model's forward pass. Throws an Error that names the operation where the batch is in
 * it in a way that cannot be taken out.
 */
export function recordForward(
  backend: NativeBackend,
  model: Forward,
  inputs: readonly ForwardInput[],
): ForwardGraph {
  const one = recordedWith(backend, model, inputs, oneBatch);
  const other = recordedWith(backend, model, inputs, otherBatch);
  if (one.operations.length !== other.operations.length) {
    throw new Error('the graph of a model has more operations for a larger batch');
  }
  const constants = new Map<ValueNumber, ForwardConstant>();
  const operations = one.operations.map((operation, i) => {
    const twin = itemAt(other.operations, i);
    checkTwins(operation, twin);
    operation.inputs.forEach((id, at) => {
      const constant = one.constants.get(id);
      const twinConstant = other.constants.get(itemAt(twin.inputs, at));
      if (constant && twinConstant && !constants.has(id)) {
        constants.set(id, freed(constant, twinConstant, operation.name));
      }
    });
    return freedOperation(operation, twin);
  });
  return {
    operations,
    wholes: one.wholes.map((whole, i) => freedOperation(whole, itemAt(other.wholes, i))),
    folded: foldedValues(backend.binding, one, constants, model.weights),
    constants,
    weights: new Map([...model.weights].map(([key, variable]) => [handleOf(variable), key])),
    inputs: one.inputs.map((input, i) => freedValue(input, itemAt(other.inputs, i))),
    output: freedValue(one.output, other.output),
  };
}

type LayerOperation = RecordedOperation & Pick<ForwardOperation, 'layer'>;

type Recorded = {
  readonly operations: readonly LayerOperation[];
  readonly wholes: readonly Whole[];
  readonly constants: ReadonlyMap<ValueNumber, Constant>;
  readonly inputs: RecordedOperation['outputs'];
  readonly output: RecordedOperation['outputs'][number];
};

function recordedWith(
  backend: NativeBackend,
  { forward }: Forward,
  wanted: readonly ForwardInput[],
  batch: number,
): Recorded {
  let found: Recorded | undefined;
  scope(() => {
    const fed = wanted.map(({ shape, dtype }) => tf.zeros([batch, ...shape], dtype));
    const ids = backend.getInputTensorIds(fed);
    let output: { readonly id: number; readonly shape: number[] } | undefined;
    const ends: { readonly layer: string; readonly count: number }[] = [];
    const { operations, constants, wholes } = record(backend, (count) => {
      const result = forward(fed, (layer) => void ends.push({ layer, count: count() }));
      const [id] = backend.getInputTensorIds([result]);
      output = { id: present(id, 'the number of the output'), shape: result.shape };
    });
    const given = present(output, 'an output');
    const float = backend.binding.TF_FLOAT;
    const ofLayers = operations.map((operation, i) => ({
      ...operation,
      layer: (ends.find(({ count }) => i < count) ?? ends.at(-1))?.layer ?? '',
    }));
    found = {
      ...withoutUnused({ operations: ofLayers, constants }, [given.id]),
      wholes,
      inputs: wanted.map(({ dtype }, i) => ({
        id: itemAt(ids, i),
        shape: itemAt(fed, i).shape,
        dtype: dtype === 'float32' ? float : backend.binding.TF_INT32,
      })),
      output: { ...given, dtype: float },
    };
  });
  return present(found, 'a recording');
}

function checkTwins(one: RecordedOperation, other: RecordedOperation): void {
  const isSame =
    one.name === other.name &&
    one.inputs.length === other.inputs.length &&
    JSON.stringify(one.attributes) === JSON.stringify(other.attributes);
  if (!isSame) throw new Error(`${one.name} depends on the size of the batch`);
}

function freedOperation<O extends RecordedOperation>(one: O, other: RecordedOperation) {
  return {
    ...one,
    outputs: one.outputs.map((output, at) => freedValue(output, itemAt(other.outputs, at))),
  };
}

function freedValue(
  { id, shape, dtype }: ForwardSized,
  { shape: other }: ForwardSized,
): ForwardValue {
  return { id, dtype, shape: shape.map((size, axis) => freedSize(size, itemAt(other, axis))) };
}

type ForwardSized = RecordedOperation['outputs'][number];

// Throws an Error where a number is no multiple of the batch.
function freedSize(one: number, other: number): Size {
  if (one === other) return one;
  const batches = one / oneBatch;
  if (!Number.isInteger(batches) || other !== batches * otherBatch) {
    throw new Error(
      `an axis of ${one} with a batch of ${oneBatch}, and ${other} with ${otherBatch}`,
    );
  }
  return { batches };
}

function freed(one: Constant, other: Constant, operation: string): ForwardConstant {
  const { dtype, shape, values } = one;
  if (same(shape, other.shape)) {
    if (same(values, other.values)) return { kind: 'fixed', dtype, shape, values };
    if (shape.length === 1 && values instanceof Int32Array) {
      const twins = [...other.values];
      const sizes = Array.from(values, (value, i) => freedSize(value, itemAt(twins, i)));
      return { kind: 'sizes', dtype, sizes };
    }
  } else if (shape.length === other.shape.length) {
    const [value = 0] = values;
    if ([...values, ...other.values].every((each) => each === value)) {
      const sizes = shape.map((size, axis) => freedSize(size, itemAt(other.shape, axis)));
      return { kind: 'filled', dtype, shape: sizes, value };
    }
  }
  throw new Error(`a constant of ${operation} depends on the batch`);
}

function same(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i += 1) if (!Object.is(one[i], other[i])) return false;
  return true;
}
