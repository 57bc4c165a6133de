// Which last layers tell a crossentropy their logits, so that it need not go through what they
// round off.
import { expect, test } from '@jest/globals';
import { openBackend, scope, withKeep } from '../../src/tensor/backend.js';
import { tf } from '../../src/tensor/tfjs.js';
import { runNetwork } from '../../src/model/pass.js';
import { networkOf } from './specs.js';

const backend = await openBackend({ kind: 'cpu' });

test.each<[unknown, boolean]>([
  [{ Activation: 'softmax' }, true],
  [{ Activation: { activation: { name: 'softmax', axis: 1 } } }, true],
  [{ Activation: 'sigmoid' }, true],
  [{ Softmax: null }, true],
  [{ Softmax: 1 }, true],
  [{ Dense: { units: 3, activation: 'softmax' } }, true],
  [{ Activation: 'log_softmax' }, false],
  [{ Activation: 'tanh' }, false],
  [{ Dense: { units: 3 } }, false],
])('%j: %s', (layer, exposed) => {
  const network = networkOf([{ ...(layer as object), name: 'it' }], [3]);
  scope(() =>
    withKeep((keep) => {
      const x = tf.tensor([
        [1, 2, 40],
        [-40, 0, 3],
      ]);
      const weights = new Map(network.weights.map(({ key, shape }) => [key, tf.ones([...shape])]));
      const { logits, output } = runNetwork(network, {
        ops: backend.ops,
        inputs: [x],
        weights,
        training: true,
        random: null,
        keep,
      });
      expect(logits !== null).toBe(exposed);
      // Row sums of x, plus the bias of 1, in each unit of the dense layer.
      if (logits) {
        expect([...logits.dataSync()]).toEqual(
          'Dense' in (layer as object) ? [44, 44, 44, -36, -36, -36] : [...x.dataSync()],
        );
      }
      expect(logits).not.toBe(output);
    }),
  );
});
