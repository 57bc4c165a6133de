// Gradients of one's own, on the backend that every machine has.
import { expect, test } from '@jest/globals';
import { gradientsOf, openBackend, scope, scopeOf } from '../../src/tensor/backend.js';
import { withGradient, withoutGradient } from '../../src/tensor/gradient.js';
import { fourAxes, tf, type Tensor } from '../../src/tensor/tfjs.js';

const backend = await openBackend({ kind: 'cpu' });
const { ops } = backend;

// Values of a gradient by x, and by y, of what is summed up.
function slopes(f: (x: Tensor, y: Tensor) => Tensor): number[][] {
  const [x, y] = [tf.tensor([2, 3]), tf.tensor([5, 7])];
  return scopeOf(() =>
    gradientsOf(() => tf.sum(f(x, y)), [x, y]).gradients.map((slope) => [...slope.dataSync()]),
  );
}

test('what is saved comes back to the gradient in its order', () => {
  // A product, as if its gradient were dy · (10 · y, x), by what was saved.
  const f = (x: Tensor, y: Tensor): Tensor =>
    withGradient(
      [x, y],
      () => ({ value: tf.mul(x, y), saved: [x, tf.mul(y, 10)] }),
      (dy, [one, other]) => [tf.mul(dy, other), tf.mul(dy, one)],
    );
  expect(slopes(f)).toEqual([
    [50, 70],
    [2, 3],
  ]);
});

test('of one input the gradient may be one tensor', () => {
  const f = (x: Tensor): Tensor =>
    withGradient(
      [x],
      () => ({ value: tf.square(x), saved: [] }),
      (dy) => tf.mul(dy, -1),
    );
  expect(slopes(f)).toEqual([
    [-1, -1],
    [0, 0],
  ]);
});

test('a constant has no gradient, whatever it is made of', () => {
  const f = (x: Tensor, y: Tensor): Tensor =>
    tf.mul(
      x,
      withoutGradient(() => tf.mul(x, y)),
    );
  // By x alone: x · y.
  expect(slopes(f)).toEqual([
    [10, 21],
    [0, 0],
  ]);
});

test('a scope frees all that was made in it, also where it ends in an error', () => {
  const before = backend.tensorCount();
  expect(scopeOf(() => ops.scalar(3).dataSync()[0])).toBe(3);
  expect(() =>
    scopeOf(() => {
      ops.scalar(4);
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(backend.tensorCount()).toBe(before);
  const kept = scope(() => ops.add(ops.scalar(1), 1));
  expect(backend.tensorCount()).toBe(before + 1);
  kept.dispose();
});

test('images have four axes', () => {
  const images = tf.zeros([1, 2, 2, 1]);
  expect(fourAxes(images)).toBe(images);
  expect(() => fourAxes(tf.zeros([2, 2]))).toThrow('a tensor of 2 axes where there should be 4');
});
