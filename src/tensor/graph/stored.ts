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
  if (values.every((value) => value >= 0 && value < 256)) {
    return { dtype: binding.TF_UINT8, values: Uint8Array.from(values) };
  }
  const words = new Int32Array(2 * values.length);
  values.forEach((value, i) => words.set([value, value < 0 ? -1 : 0], 2 * i));
  return { dtype: binding.TF_INT64, values: words };
}
