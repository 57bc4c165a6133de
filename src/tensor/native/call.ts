// Calling a TensorFlow operation by its name and attributes, as the operation registry of
// TensorFlow 2.21 declares them.
import type { Attribute, Binding, NativeBackend, Output, Tensor } from '../tfjs.js';

/**
 * An input: a tensor, or the raw handle of something tfjs has no type for (a resource, uint8 or
 * uint64 values).
 */
export type NativeInput = Tensor | number;

/**
 * Runs an operation of TensorFlow's with one result that tfjs has a type for; shapes […] are that
 * operation's.
 */
export function executeNative(
  backend: NativeBackend,
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly NativeInput[],
): Tensor {
  const [output] = executeRaw(backend, name, attributes, inputs, 1);
  if (!output) throw new Error(`${name} gave no result`);
  return backend.createOutputTensor(output);
}

/**
 * Runs an operation of TensorFlow's with several results that tfjs has types for; shapes […] are that
 * operation's.
 */
export function executeNativeOutputs(
  backend: NativeBackend,
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly NativeInput[],
  outputs: number,
): Tensor[] {
  return executeRaw(backend, name, attributes, inputs, outputs).map((output) =>
    backend.createOutputTensor(output),
  );
}

/** Runs an operation and returns its results as handles, which the caller must delete. */
export function executeRaw(
  backend: NativeBackend,
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly NativeInput[],
  outputs: number,
): readonly Output[] {
  const ids = inputs.map((input) =>
    typeof input === 'number' ? input : (backend.getInputTensorIds([input])[0] ?? -1),
  );
  return backend.binding.executeOp(name, attributes, ids, outputs);
}

export function typeAttribute(binding: Binding, name: string, value: number): Attribute {
  return { name, type: binding.TF_ATTR_TYPE, value };
}

export function stringAttribute(binding: Binding, name: string, value: string): Attribute {
  return { name, type: binding.TF_ATTR_STRING, value };
}

export function intAttribute(
  binding: Binding,
  name: string,
  value: number | readonly number[],
): Attribute {
  return { name, type: binding.TF_ATTR_INT, value };
}

export function floatAttribute(binding: Binding, name: string, value: number): Attribute {
  return { name, type: binding.TF_ATTR_FLOAT, value };
}

export function boolAttribute(binding: Binding, name: string, value: boolean): Attribute {
  return { name, type: binding.TF_ATTR_BOOL, value };
}

export function shapeAttribute(
  binding: Binding,
  name: string,
  value: readonly number[],
): Attribute {
  return { name, type: binding.TF_ATTR_SHAPE, value };
}
