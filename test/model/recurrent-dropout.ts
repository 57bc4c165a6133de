// Dropout in recurrent layers on whichever backend a test file opens: one mask for all steps, of the
// layer's own streams.
import { expect, test } from '@jest/globals';
import { scope, withKeep, type Backend } from '../../src/tensor/backend.js';
import { tf } from '../../src/tensor/tfjs.js';
import { runNetwork } from '../../src/model/pass.js';
import { randomUniform, streamOf } from '../../src/ground/random.js';
import { networkOf } from './specs.js';

const [batch, steps, features] = [400, 4, 5];
const draw = { seed: 42, epoch: 2, step: 17 } as const;

/** What a SimpleRNN of one unit without bias gives for ones, [batch][step]. */
function statesOf(
  backend: Backend,
  args: object,
  [weight, recurrent]: readonly [number, number],
  training = true,
): number[][] {
  const layer = {
    SimpleRNN: { units: 1, activation: 'linear', use_bias: false, return_sequences: true, ...args },
    name: 'rnn',
  };
  using random = backend.random(draw.seed, draw.epoch, draw.step);
  const found: number[][] = [];
  scope(() =>
    withKeep((keep) => {
      const weights = new Map([
        ['rnn/kernel', tf.fill([features, 1], weight)],
        ['rnn/recurrent_kernel', tf.fill([1, 1], recurrent)],
      ]);
      const { output } = runNetwork(networkOf([layer], [steps, features]), {
        ops: backend.ops,
        inputs: [tf.ones([batch, steps, features])],
        weights,
        training,
        random,
        keep,
      });
      const values = output.dataSync();
      found.push(
        ...Array.from({ length: batch }, (_, row) => [
          ...values.slice(row * steps, (row + 1) * steps),
        ]),
      );
    }),
  );
  return found;
}

const drawn = (purpose: string, count: number): readonly number[] => [
  ...randomUniform({ ...draw, stream: streamOf(`layer/rnn/${purpose}`) }, count),
];

/** Declares the tests. */
export function testRecurrentDropout(backend: Backend): void {
  test('dropout of inputs leaves out the same features of a sample in every step, as drawn', () => {
    // With kernels of 1 and 0 a state is the sum of what is kept, twice as large.
    const kept = drawn('input', batch * features).map((value) => (value >= 0.5 ? 2 : 0));
    const sums = Array.from({ length: batch }, (_, row) =>
      kept.slice(row * features, (row + 1) * features).reduce<number>((a, b) => a + b, 0),
    );
    expect(statesOf(backend, { dropout: 0.5 }, [1, 0])).toEqual(
      sums.map((sum) => [sum, sum, sum, sum]),
    );
  });

  test('recurrent dropout keeps or forgets a whole state from step to step, as drawn, and that share of them', () => {
    // Of five inputs of 1/5: h ← 1 + 4 · h / 4 where it is kept, else 1; a rate of 3/4 multiplies
    // what it keeps by 4.
    const kept = drawn('recurrent', batch).map((value) => value >= 0.75);
    const states = statesOf(backend, { recurrent_dropout: 0.75 }, [0.2, 0.25]).map((row) =>
      row.map((value) => Math.round(value * 1e5) / 1e5),
    );
    expect(states).toEqual(kept.map((is) => (is ? [1, 2, 3, 4] : [1, 1, 1, 1])));
    expect(Math.abs(kept.filter(Boolean).length / batch - 0.25)).toBeLessThan(
      4 * Math.sqrt((0.25 * 0.75) / batch),
    );
  });

  test('nothing is dropped at rest, or at a rate of 0', () => {
    const plain = statesOf(backend, {}, [0.2, 0.25]);
    expect(plain[0]?.map((value) => Math.round(value * 1e4) / 1e4)).toEqual([
      1, 1.25, 1.3125, 1.3281,
    ]);
    expect(
      statesOf(backend, { dropout: 0.5, recurrent_dropout: 0.75 }, [0.2, 0.25], false),
    ).toEqual(plain);
    expect(statesOf(backend, { dropout: 0, recurrent_dropout: 0 }, [0.2, 0.25])).toEqual(plain);
  });
}
