// Embeddings with TensorFlow's own operations, whose gradient is one of them, too.
import { executeNative, intAttribute, typeAttribute } from './call.js';
import { withGradient } from '../gradient.js';
import { tf, type Attribute, type NativeBackend, type Tensor } from '../tfjs.js';

/** Rows of a table [tokens, features] by int32 numbers of any shape: […] → […, features]. */
export function gatherRows(backend: NativeBackend, numbers: Tensor, table: Tensor): Tensor {
  const { binding } = backend;
  const type = (name: string, value: number): Attribute => typeAttribute(binding, name, value);
  const [float, whole] = [binding.TF_FLOAT, binding.TF_INT32];
  const gathering = [
    type('Tparams', float),
    type('Tindices', whole),
    type('Taxis', whole),
    intAttribute(binding, 'batch_dims', 0),
  ];
  const summing = [type('T', float), type('Tindices', whole), type('Tnumsegments', whole)];
  const count = table.shape[0] ?? 0;
  return withGradient(
    [table],
    () => ({
      value: executeNative(backend, 'GatherV2', gathering, [table, numbers, tf.scalar(0, 'int32')]),
      saved: [],
    }),
    (dy) =>
      executeNative(backend, 'UnsortedSegmentSum', summing, [
        dy,
        numbers,
        tf.scalar(count, 'int32'),
      ]),
  );
}
