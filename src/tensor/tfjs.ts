// TensorFlow.js itself. It is CommonJS and some of it must be loaded only where it is used, so it
// is required by hand.
import { createRequire } from 'node:module';
import { failure, messageOf } from '../ground/errors.js';
import type * as Core from '@tensorflow/tfjs-core';

const require = createRequire(import.meta.url);

/** tfjs-core: tensors, operations and their gradients. */
export const tf = require('@tensorflow/tfjs-core') as typeof Core;

export type Tensor = Core.Tensor;
export type Tensor4D = Core.Tensor4D;
export type Scalar = Core.Scalar;

/** A tensor that must be images, [batch, height, width, channels], or a kernel of as many axes. */
export function fourAxes(x: Tensor): Tensor4D {
  if (!hasFourAxes(x)) throw new Error(`a tensor of ${x.rank} axes where there should be 4`);
  return x;
}

function hasFourAxes(x: Tensor): x is Tensor4D {
  return x.rank === 4;
}

/** Keeps a tensor alive beyond the scope it was made in, until the step ends. */
export type Keep = (tensor: Tensor) => Tensor;

/** Values of a tensor as they lie in memory. */
export type Values = Float32Array | Int32Array | Uint8Array;

/**
 * What TensorFlow's addon for Node offers; see tfjs-node's tfjs_binding. Tensors are numbered
 * handles.
 */
export type Binding = {
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_INT64: number;
  readonly TF_BOOL: number;
  readonly TF_UINT8: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  readonly TF_Version: string;
  createTensor(shape: readonly number[], dtype: number, values: Values): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Values;
  executeOp(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): readonly Output[];
  isUsingGpuDevice(): boolean;
  getNumOfTensors(): number;
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  runSavedModel(
    id: number,
    inputs: readonly number[],
    inputNames: string,
    outputNames: string,
  ): readonly Output[];
};

/** An attribute of a TensorFlow operation, as the binding takes it. */
export type Attribute = {
  readonly name: string;
  readonly type: number;
  readonly value: string | number | boolean | readonly number[];
};

/** A result of a TensorFlow operation. */
export type Output = { readonly id: number; readonly shape: number[]; readonly dtype: number };

/** The tfjs-node backend, as far as dlx uses it. */
export type NativeBackend = {
  binding: Binding;
  getInputTensorIds(tensors: readonly Tensor[]): number[];
  createOutputTensor(output: Output): Tensor;
};

/**
 * Loads tfjs-node's backend class and its kernels, without its index, which would look for an addon
 * of its own. A process has one such backend: who asks again gets it.
 */
export function loadNativeBackend(addon: string): NativeBackend {
  const there = tf.findBackend('tensorflow') as (NativeBackend & Core.KernelBackend) | null;
  if (there) return there;
  const require = createRequire(import.meta.url);
  restoreNodeUtil(require('node:util') as Record<string, unknown>);
  const { NodeJSKernelBackend } =
    require('@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend') as {
      NodeJSKernelBackend: new (
        binding: Binding,
        name: string,
      ) => NativeBackend & Core.KernelBackend;
    };
  require('@tensorflow/tfjs-node-gpu/dist/register_all_kernels');
  const backend = new NodeJSKernelBackend(loadBinding(addon), '@tensorflow/tfjs-node-gpu');
  tf.registerBackend('tensorflow', () => backend, 3);
  return backend;
}

function loadBinding(addon: string): Binding {
  try {
    return copying(createRequire(import.meta.url)(addon) as Binding);
  } catch (error) {
    throw failure(
      `TensorFlow cannot be loaded: ${messageOf(error)}; run \`dlx setup --force\` to build it anew`,
      'machine',
    );
  }
}

// An array whose memory is aligned to 64 bytes becomes the tensor's own memory, and the addon lets
// go of it on whichever of TensorFlow's threads is the last to use it, where V8 must not be
// touched: now and then the process dies of that.
function copying(binding: Binding): Binding {
  const createTensor: Binding['createTensor'] = (shape, dtype, values) =>
    binding.createTensor(shape, dtype, ArrayBuffer.isView(values) ? unaligned(values) : values);
  return bindingWith(binding, { createTensor });
}

/**
 * A binding with some of its functions replaced. The addon's own properties can be read, not set,
 * so everything is copied.
 */
export function bindingWith(binding: Binding, replaced: Partial<Binding>): Binding {
  const own = Object.getOwnPropertyNames(binding).map((name): readonly [string, unknown] => [
    name,
    Reflect.get(binding, name),
  ]);
  return { ...(Object.fromEntries(own) as Binding), ...replaced };
}

/**
 * The same values in memory that TensorFlow copies as it takes them: as they are if they lie so,
 * else in a copy.
 */
export function unaligned<T extends Values>(values: T): T {
  // Buffers begin at multiples of 8 bytes or more.
  if (values.byteOffset % 8 !== 0) return values;
  const Type = values.constructor as new (buffer: ArrayBuffer, offset: number, length: number) => T;
  const copy = new Type(new ArrayBuffer(values.byteLength + 4), 4, values.length);
  copy.set(values);
  return copy;
}

/** Makes one of the backends that need no native backend known to tfjs-core. */
export function loadPortableBackend(name: 'wasm' | 'cpu'): void {
  // Else it prints advice to install a package that dlx does not use.
  tf.enableProdMode();
  // The gradients, which the core alone lacks, and the backend that the others fall back on.
  require('@tensorflow/tfjs');
  require('@tensorflow/tfjs-backend-cpu');
  if (name === 'wasm') require('@tensorflow/tfjs-backend-wasm');
}

// tfjs-node 4.22 calls two functions that Node 24 no longer has.
function restoreNodeUtil(util: Record<string, unknown>): void {
  util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  util['isArray'] ??= Array.isArray;
}
