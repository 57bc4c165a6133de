// What lasts from step to step: weights, optimizer slots, running totals. On TensorFlow a variable
// is a resource that fused operations update in place; elsewhere it is a tensor that is replaced.
import {
  boolAttribute,
  executeNative,
  executeRaw,
  typeAttribute,
  shapeAttribute,
  stringAttribute,
} from './native/call.js';
import { tf, type NativeBackend, type Tensor } from './tfjs.js';

/** A float32 tensor with a lifetime of its own. */
export type Variable = Disposable & {
  readonly name: string;
  readonly shape: readonly number[];
  /** Its value now; belongs to the scope it is read in. */
  read(): Tensor;
  assign(value: Tensor): void;
  /** Adds to its value. */
  add(value: Tensor): void;
  /** Its values in row-major order, copied to the host. */
  data(): Promise<Float32Array>;
  /** Replaces its values. */
  load(values: Float32Array): void;
};

/** A variable that is known to be a TensorFlow resource. */
export type ResourceVariable = Variable & { readonly handle: number };

/** TensorFlow's number for a variable. Throws an Error where the variable is no resource. */
export function handleOf(variable: Variable): number {
  if (!isResource(variable)) throw new Error(`${variable.name} is no resource of TensorFlow's`);
  return variable.handle;
}

function isResource(variable: Variable): variable is ResourceVariable {
  return 'handle' in variable;
}

/** A variable held as a tensor, for any backend. */
export function tensorVariable(
  name: string,
  shape: readonly number[],
  values: Float32Array,
): Variable {
  let value = tf.keep(tf.tensor(values.slice(), [...shape]));
  const replace = (next: Tensor): void => {
    value.dispose();
    value = tf.keep(next);
  };
  return {
    name,
    shape,
    // A clone, because the tape must not free what the variable holds.
    read: () => value.clone(),
    assign: (next) => replace(next.clone()),
    add: (more) => replace(tf.add(value, more)),
    data: async () => (await value.data<'float32'>()).slice(),
    load: (next) => replace(tf.tensor(next.slice(), [...shape])),
    [Symbol.dispose]: () => value.dispose(),
  };
}

let made = 0;

/** A variable held as a TensorFlow resource. */
export function resourceVariable(
  backend: NativeBackend,
  name: string,
  shape: readonly number[],
  values: Float32Array,
): ResourceVariable {
  const { binding } = backend;
  const dtype = typeAttribute(binding, 'dtype', binding.TF_FLOAT);
  // Resources live in the process by name: two runs in one process must not share one.
  const shared = stringAttribute(binding, 'shared_name', `${name}#${(made += 1)}`);
  const [{ id: handle } = { id: -1 }] = binding.executeOp(
    'VarHandleOp',
    [
      stringAttribute(binding, 'container', ''),
      shared,
      dtype,
      shapeAttribute(binding, 'shape', shape),
    ],
    [],
    1,
  );
  const variable: ResourceVariable = {
    name,
    shape,
    handle,
    read: () => executeNative(backend, 'ReadVariableOp', [dtype], [handle]),
    assign: (value) => void executeRaw(backend, 'AssignVariableOp', [dtype], [handle, value], 0),
    add: (value) => void executeRaw(backend, 'AssignAddVariableOp', [dtype], [handle, value], 0),
    data: async () => tf.tidy(() => variable.read().dataSync<'float32'>().slice()),
    load: (next) => tf.tidy(() => variable.assign(tf.tensor(next.slice(), [...shape]))),
    [Symbol.dispose]: () => {
      binding.executeOp(
        'DestroyResourceOp',
        [boolAttribute(binding, 'ignore_lookup_error', true)],
        [handle],
        0,
      );
      binding.deleteTensor(handle);
    },
  };
  variable.load(values);
  return variable;
}
