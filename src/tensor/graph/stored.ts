// How rows of whole numbers lie in a graph's variables: GPUs gather from any integers but int32.
import type { NativeBackend, Values } from '../tfjs.js';

/** Values as a variable of type `dtype` is given them. */
export type StoredForm = { readonly dtype: number; readonly values: Values };

/**
 * uint8 and float32 as they are; int32 as uint8 where that holds them all, else as int64 (pairs of
 * words, low first).
 */
export function storedForm({ binding }: NativeBackend, values: Values): StoredForm {
  if (values instanceof Uint8Array) return { dtype: binding.TF_UINT8, values };
  if (values instanceof Float32Array) return { dtype: binding.TF_FLOAT, values };
  return values.every((value) => value >= 0 && value < 256)
    ? { dtype: binding.TF_UINT8, values: Uint8Array.from(values) }
    : { dtype: binding.TF_INT64, values: wordsOf(values) };
}

/** Some values of a variable whose type is settled: `dtype` is that of all of them. */
export function storedAs({ binding }: NativeBackend, values: Values, dtype: number): Values {
  if (!(values instanceof Int32Array)) return values;
  return dtype === binding.TF_UINT8 ? Uint8Array.from(values) : wordsOf(values);
}

function wordsOf(values: Int32Array): Int32Array {
  const words = new Int32Array(2 * values.length);
  values.forEach((value, i) => {
    words[2 * i] = value;
    words[2 * i + 1] = value < 0 ? -1 : 0;
  });
  return words;
}
