// Functions of tensors with a gradient of their own, where tfjs has none, a wrong one or a slow one.
import { tf, type Tensor } from './tfjs.js';

/** What a function gives: its value, and what its gradient needs of the tensors that there were. */
type Forward<S> = { readonly value: Tensor; readonly saved: S };

/**
 * The value of `forward`, [as it gives it], a function of `inputs`: by each of these its gradient is
 * what `backward` makes of the gradient by the value, [the value's shape], and of what was saved, [the
 * input's shape]. Nothing that runs in `forward` has a gradient by itself.
 */
export function withGradient<const S extends readonly Tensor[]>(
  inputs: readonly Tensor[],
  forward: () => Forward<S>,
  backward: (dy: Tensor, saved: S) => Tensor | readonly Tensor[],
): Tensor {
  const withSaving = tf.customGrad<Tensor>((...given) => {
    const save = given.at(-1);
    const { value, saved } = forward();
    if (typeof save === 'function') save([...saved]);
    const gradFunc = (dy: Tensor, kept: Tensor[]): Tensor[] => {
      // tfjs keeps copies of what it is given to save, in that order.
      const gradients = backward(dy, kept as readonly Tensor[] as S);
      return gradients instanceof tf.Tensor ? [gradients] : [...gradients];
    };
    return { value, gradFunc };
  });
  return withSaving(...inputs);
}

/** The value of `f`, [as it gives it], as a constant: without gradient by anything. */
export function withoutGradient(f: () => Tensor): Tensor {
  const unrelated = tf.scalar(0);
  return withGradient(
    [unrelated],
    () => ({ value: f(), saved: [] }),
    () => tf.zerosLike(unrelated),
  );
}
