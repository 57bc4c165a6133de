// TensorFlow's memory and JavaScript's stay apart: what they share would be given back on a thread
// where V8 must not be touched.
import { expect, test } from '@jest/globals';
import type { NativeBackend, Values } from '../../src/tensor/tfjs.js';
import { openNative } from '../model/keras.js';

const { binding } = (await openNative()).native as NativeBackend;

// Sizes of all kinds: about every fourth block of memory begins at a multiple of 64 bytes.
const lengths = Array.from({ length: 200 }, (_, i) => 1 + ((i * 37) % 500));

test.each([
  ['float32', binding.TF_FLOAT, (length: number) => new Float32Array(length)],
  ['int32', binding.TF_INT32, (length: number) => new Int32Array(length)],
  ['bool', binding.TF_BOOL, (length: number) => new Uint8Array(length)],
])(
  'a tensor of %s keeps its values when the array that it was made from changes',
  (_, dtype, make: (length: number) => Values) => {
    const changed = lengths.filter((length) => {
      const values = make(length).fill(1);
      const id = binding.createTensor([length], dtype, values);
      values.fill(0);
      const kept = binding.tensorDataSync(id).every((value) => value === 1);
      binding.deleteTensor(id);
      return !kept;
    });
    expect(changed).toEqual([]);
  },
);
