// Embeddings composed of tfjs-core's operations: rows of a table by their numbers, on every backend.
import { withGradient } from '../gradient.js';
import { tf, type Tensor } from '../tfjs.js';

/** Rows of a table [tokens, features] by int32 numbers of any shape. */
export function lookUp(numbers: Tensor, table: Tensor): Tensor {
  return withGradient(
    [table],
    () => ({ value: tf.gather(table, numbers), saved: [] }),
    (dy) => sumsByRow(numbers, dy, table.shape),
  );
}

// The gradient by a table's rows: no two portable backends share an operation for it, and both can
// read at once.
function sumsByRow(numbers: Tensor, dy: Tensor, shape: readonly number[]): Tensor {
  const [, width = 1] = shape;
  const sums = new Float32Array((shape[0] ?? 0) * width);
  const values = dy.dataSync<'float32'>();
  numbers.dataSync<'int32'>().forEach((row, i) => {
    for (let column = 0; column < width; column += 1) {
      sums[row * width + column] =
        (sums[row * width + column] ?? 0) + (values[i * width + column] ?? 0);
    }
  });
  return tf.tensor(sums, [...shape]);
}
