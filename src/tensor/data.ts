// The data set on the device: loaded once, gathered a batch at a time by row numbers.
import { executeNative, executeRaw, intAttribute, typeAttribute } from './native/call.js';
import { tf, type NativeBackend, type Tensor, type Values } from './tfjs.js';
import { present } from '../ground/known.js';
import { productOf } from '../ground/product.js';

/**
 * Rows of values on the device. uint8 rows stay uint8 there and are divided when they are gathered.
 */
export type Table = Disposable & {
  readonly rowShape: readonly number[];
  /** TensorFlow's numbers for what it is made of; none on a fallback backend. */
  readonly handles: readonly number[];
  /** The rows of one batch: [batch, …rowShape], float32 (or int32 for int32 values). */
  gather(rows: Rows): Tensor;
};

/** The row numbers of a batch, where the backend wants them. */
export type Rows = Disposable & {
  readonly count: number;
  readonly numbers: Int32Array;
  readonly tensor: Tensor | null;
};

/** Tables with the same rows, as those of a model's inputs, gathered and disposed together. */
export type Tables = Disposable & {
  readonly tables: readonly Table[];
  /** The rows of one batch of each. */
  readonly gather: (rows: Rows) => readonly Tensor[];
};

/** Makes one thing of several tables, whose owner it becomes. */
export function tablesTogether(tables: readonly Table[]): Tables {
  return {
    tables,
    gather: (rows) => tables.map((table) => table.gather(rows)),
    [Symbol.dispose]: () => tables.forEach((table) => table[Symbol.dispose]()),
  };
}

/** What a table is made of. */
export type TableForm = {
  readonly rowShape: readonly number[];
  readonly divideBy: number;
  /**
   * Given where a row is `length` steps of a series that follow each other: the number of the first
   * of them, by the row. The values are then those of the steps.
   */
  readonly windows?: { readonly starts: Int32Array; readonly length: number };
};

/** A table on native TensorFlow. */
export function nativeTable(backend: NativeBackend, values: Values, form: TableForm): Table {
  const { rowShape, divideBy, windows } = form;
  if (!windows) {
    const { gather, ...table } = nativeValues(backend, values, rowShape, divideBy);
    return {
      ...table,
      rowShape,
      gather: ({ tensor }) => gather(present(tensor, 'the rows on the device')),
    };
  }
  const { starts, length } = windows;
  const firsts = nativeValues(backend, starts, [], 1);
  const steps = nativeValues(backend, values, rowShape.slice(1), divideBy);
  return {
    rowShape,
    handles: [...firsts.handles, ...steps.handles],
    gather: ({ tensor, count }) => {
      const first = firsts.gather(present(tensor, 'the rows on the device'));
      const each = tf.range(0, length, 1, 'int32');
      const taken = steps.gather(tf.add(tf.reshape(first, [count, 1]), each));
      return rowShape.length === 0 ? tf.reshape(taken, [count]) : taken;
    },
    [Symbol.dispose]: () => {
      firsts[Symbol.dispose]();
      steps[Symbol.dispose]();
    },
  };
}

type NativeValues = Disposable & {
  readonly handles: readonly number[];
  readonly gather: (numbers: Tensor) => Tensor;
};

// Rows on the device, gathered by a tensor of their numbers, of any shape.
function nativeValues(
  backend: NativeBackend,
  values: Values,
  rowShape: readonly number[],
  divideBy: number,
): NativeValues {
  const { binding } = backend;
  const type =
    values instanceof Uint8Array
      ? binding.TF_UINT8
      : values instanceof Int32Array
        ? binding.TF_INT32
        : binding.TF_FLOAT;
  const count = values.length / productOf(rowShape);
  const id = binding.createTensor([count, ...rowShape], type, values);
  const attributes = [
    typeAttribute(binding, 'Tparams', type),
    typeAttribute(binding, 'Tindices', binding.TF_INT32),
    typeAttribute(binding, 'Taxis', binding.TF_INT32),
    intAttribute(binding, 'batch_dims', 0),
  ];
  const gather = (numbers: Tensor): Tensor => {
    const [gathered] = executeRaw(
      backend,
      'GatherV2',
      attributes,
      [id, numbers, tf.scalar(0, 'int32')],
      1,
    );
    if (!gathered) throw new Error('GatherV2 gave no result');
    if (type !== binding.TF_UINT8) return scale(backend.createOutputTensor(gathered), divideBy);
    const cast = executeNative(
      backend,
      'Cast',
      [typeAttribute(binding, 'SrcT', type), typeAttribute(binding, 'DstT', binding.TF_FLOAT)],
      [gathered.id],
    );
    binding.deleteTensor(gathered.id);
    return scale(cast, divideBy);
  };
  return { handles: [id], gather, [Symbol.dispose]: () => binding.deleteTensor(id) };
}

/** A table for backends without uint8: the batch is gathered on the host. */
export function portableTable(values: Values, form: TableForm): Table {
  const { rowShape, divideBy, windows } = form;
  const size = productOf(rowShape);
  const step = windows ? size / windows.length : size;
  const dtype = values instanceof Int32Array ? 'int32' : 'float32';
  const gather = ({ numbers, count }: Rows): Tensor => {
    const batch = dtype === 'int32' ? new Int32Array(count * size) : new Float32Array(count * size);
    numbers.forEach((row, i) => {
      const start = (windows ? (windows.starts[row] ?? 0) : row) * step;
      batch.set(values.subarray(start, start + size), i * size);
    });
    return scale(tf.tensor(batch, [count, ...rowShape], dtype), divideBy);
  };
  return { rowShape, handles: [], gather, [Symbol.dispose]: () => undefined };
}

function scale(batch: Tensor, divideBy: number): Tensor {
  return divideBy === 1 || batch.dtype === 'int32' ? batch : tf.div(batch, divideBy);
}
