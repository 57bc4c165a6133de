// The only door to TensorFlow.js: which backend a process computes with, its operations, its
// variables and its memory.
import { failure } from '../ground/errors.js';
import { type Operations, portableOperations, type Keep, type RandomFeed } from './operations.js';
import { nativeOperations } from './native/operations.js';
import { nativeTable, portableTable, type Rows, type Table, type TableForm } from './data.js';
import { resourceVariable, tensorVariable, type Variable } from './variables.js';
import {
  loadNativeBackend,
  loadPortableBackend,
  tf,
  type Binding,
  type NativeBackend,
  type Tensor,
  type Values,
} from './tfjs.js';
import { philoxWords } from '../ground/random.js';

/** What a process computes with. */
export type Backend = {
  readonly name: 'tensorflow' | 'wasm' | 'cpu';
  /** TensorFlow's own version, or null on a fallback backend. */
  readonly tensorflow: string | null;
  readonly tfjs: string;
  readonly device: 'cpu' | 'gpu';
  readonly ops: Operations;
  readonly variable: (name: string, shape: readonly number[], values: Float32Array) => Variable;
  readonly table: (values: Values, form: TableForm) => Table;
  readonly rows: (numbers: Int32Array) => Rows;
  readonly random: (seed: number, epoch: number, step: number) => RandomFeed & Disposable;
  /** TensorFlow's backend, for recording graphs; null on a fallback backend. */
  readonly native: NativeBackend | null;
  /** Tensors alive now: TensorFlow's own handles on the native backend. */
  readonly tensorCount: () => number;
};

/** A native backend that setup has put in place. */
export type NativeChoice = { readonly kind: 'native'; readonly addon: string };
export type BackendChoice = NativeChoice | { readonly kind: 'wasm' } | { readonly kind: 'cpu' };

/**
 * Opens the backend of this process; threads and visible GPUs come from the environment it was
 * started with. Throws a UserError where it does not start.
 */
export async function openBackend(choice: BackendChoice): Promise<Backend> {
  if (choice.kind === 'native') return nativeBackend(loadNativeBackend(choice.addon));
  loadPortableBackend(choice.kind);
  if (!(await tf.setBackend(choice.kind))) {
    throw failure(`the ${choice.kind} backend of TensorFlow.js did not start`, 'machine');
  }
  await tf.ready();
  return portableBackend(choice.kind);
}

/** Runs `f` and frees every tensor it made but those it returns, of any shape […]. */
export function scope<T extends Tensor | Tensor[] | void>(f: () => T): T {
  return tf.tidy(f);
}

/** A scope in which some tensors are kept beyond inner scopes and freed at its end. */
export function withKeep<T>(f: (keep: Keep) => T): T {
  const kept: Tensor[] = [];
  try {
    return f((tensor) => {
      kept.push(tf.keep(tensor));
      return tensor;
    });
  } finally {
    for (const tensor of kept) tensor.dispose();
  }
}

/** The same for what gives no tensors: all are freed that it made. */
export function scopeOf<T>(f: () => T): T {
  tf.engine().startScope();
  try {
    return f();
  } finally {
    tf.engine().endScope();
  }
}

/**
 * The value [] of `f` and its gradient by each of `by`, [the shape of that], 0 by what it does not
 * depend on; the caller's scope frees them.
 */
export function gradientsOf(
  f: () => Tensor,
  by: readonly Tensor[],
): { readonly value: Tensor; readonly gradients: readonly Tensor[] } {
  // A network whose weights are all frozen, or that has none, is run all the same.
  if (by.length === 0) return { value: f(), gradients: [] };
  const { value, grads } = tf.engine().gradients(f, [...by], undefined, true);
  return {
    value,
    gradients: by.map((x, i) => grads[i] ?? tf.zerosLike(x)),
  };
}

/** Reads a tensor […] back to the host, row-major. */
export async function readTensor(tensor: Tensor): Promise<Float32Array> {
  return Float32Array.from(await tensor.data());
}

function nativeBackend(backend: NativeBackend): Backend {
  const { binding }: { binding: Binding } = backend;
  return {
    name: 'tensorflow',
    tensorflow: binding.TF_Version,
    tfjs: tf.version_core,
    device: binding.isUsingGpuDevice() ? 'gpu' : 'cpu',
    ops: nativeOperations(backend),
    variable: (name, shape, values) => resourceVariable(backend, name, shape, values),
    table: (values, form) => nativeTable(backend, values, form),
    rows: (numbers) => uploadRows(numbers),
    random: (seed, epoch, step) => uploadRandom(seed, epoch, step),
    native: backend,
    tensorCount: () => binding.getNumOfTensors(),
  };
}

function portableBackend(name: 'wasm' | 'cpu'): Backend {
  return {
    name,
    tensorflow: null,
    tfjs: tf.version_core,
    device: 'cpu',
    ops: portableOperations,
    variable: tensorVariable,
    table: portableTable,
    rows: (numbers) => ({
      count: numbers.length,
      numbers,
      tensor: null,
      [Symbol.dispose]: () => undefined,
    }),
    random: (seed, epoch, step) => ({
      key: { seed, epoch, step },
      seed: null,
      counter: null,
      [Symbol.dispose]: () => undefined,
    }),
    native: null,
    tensorCount: () => tf.memory().numTensors,
  };
}

function uploadRows(numbers: Int32Array): Rows {
  const tensor = tf.keep(tf.tensor1d(numbers.slice(), 'int32'));
  return { count: numbers.length, numbers, tensor, [Symbol.dispose]: () => tensor.dispose() };
}

function uploadRandom(seed: number, epoch: number, step: number): RandomFeed & Disposable {
  const words = philoxWords({ seed, stream: 0, epoch, step });
  const counter = tf.keep(tf.tensor2d(words.slice(2), [2, 2], 'int32'));
  const seedTensor = tf.keep(tf.scalar(seed | 0, 'int32'));
  return {
    key: { seed, epoch, step },
    seed: seedTensor,
    counter,
    [Symbol.dispose]: () => [counter, seedTensor].forEach((tensor) => tensor.dispose()),
  };
}
