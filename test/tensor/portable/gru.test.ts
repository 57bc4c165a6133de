// A GRU of one unit over two steps, beside the formulas of Cho et al. (2014) in plain JavaScript.
import { expect, test } from '@jest/globals';
import { openBackend } from '../../../src/tensor/backend.js';
import { gru } from '../../../src/tensor/portable/gru.js';
import { tf } from '../../../src/tensor/tfjs.js';

await openBackend({ kind: 'cpu' });

// Of z, r and the candidate: by the input, by the state, and the bias inside and outside the gate.
const [kernel, recurrent, inner, outer] = [
  [0.5, -1, 2],
  [1.5, 0.25, -0.75],
  [0.1, 0.2, 0.3],
  [-0.4, 0.6, 0.8],
] as const;
const inputs = [1, -0.5];
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

function expectedStates(resetAfter: boolean): number[] {
  let h = 0;
  return inputs.map((x) => {
    const [z, r] = ([0, 1] as const).map((i) =>
      sigmoid(kernel[i] * x + inner[i] + recurrent[i] * h + (resetAfter ? outer[i] : 0)),
    ) as [number, number];
    const ofState = resetAfter ? r * (recurrent[2] * h + outer[2]) : recurrent[2] * (r * h);
    h = z * h + (1 - z) * Math.tanh(kernel[2] * x + inner[2] + ofState);
    return h;
  });
}

test.each([true, false])('with the reset after the product: %s', (resetAfter) => {
  const states = gru(
    tf.tensor(inputs, [1, 2, 1]),
    {
      kernel: tf.tensor([...kernel], [1, 3]),
      recurrentKernel: tf.tensor([...recurrent], [1, 3]),
      bias: resetAfter ? tf.tensor([...inner, ...outer], [2, 3]) : tf.tensor1d([...inner]),
    },
    {
      activation: tf.tanh,
      recurrentActivation: tf.sigmoid,
      activationName: 'tanh',
      standard: true,
      returnSequences: true,
      backwards: false,
      mask: null,
      zeroOutputForMask: false,
      inputDropout: null,
      recurrentDropout: null,
      resetAfter,
    },
  );
  expect(states.shape).toEqual([1, 2, 1]);
  expect([...states.dataSync()]).toEqual(
    expectedStates(resetAfter).map((value) => expect.closeTo(value, 6)),
  );
});
