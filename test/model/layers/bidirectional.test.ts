// Bidirectional beside its two layers by themselves.
import { expect, test } from '@jest/globals';
import { openModel, type WeightValues } from '../../../src/model/model.js';
import type { Network } from '../../../src/model/network.js';
import { randomNormal } from '../../../src/ground/random.js';
import { openBackend } from '../../../src/tensor/backend.js';
import { tf } from '../../../src/tensor/tfjs.js';
import { networkOf } from '../specs.js';

const backend = await openBackend({ kind: 'cpu' });
const x = tf.tensor(randomNormal({ seed: 1, stream: 9 }, 2 * 3 * 4), [2, 3, 4]);

const weightsOf = ({ weights }: Network): WeightValues =>
  new Map(
    weights.map(({ key, shape }, stream) => [
      key,
      randomNormal(
        { seed: 1, stream },
        shape.reduce((a, b) => a * b, 1),
      ),
    ]),
  );

function outputsOf(network: Network, weights: WeightValues): number[] {
  using model = openModel(backend, network, weights);
  return [...model.forward([x]).dataSync()];
}

test('the outputs of both directions lie side by side, the backward one turned round', () => {
  const both = networkOf(
    [{ Bidirectional: { layer: { SimpleRNN: { units: 2, return_sequences: true } } }, name: 'it' }],
    [3, 4],
  );
  expect(both.outputShape).toEqual([3, 4]);
  expect(both.weights.map(({ key }) => key)).toEqual(
    ['forward', 'backward'].flatMap((way) =>
      ['kernel', 'recurrent_kernel', 'bias'].map((name) => `it/${way}/${name}`),
    ),
  );
  const weights = weightsOf(both);
  const alone = (way: string, goBackwards: boolean): number[] => {
    const layer = { units: 2, return_sequences: true, go_backwards: goBackwards };
    const network = networkOf([{ SimpleRNN: layer, name: 'it' }], [3, 4]);
    const own = new Map(
      [...weights].map(([key, values]) => [key.replace(`/${way}/`, '/'), values] as const),
    );
    return outputsOf(network, own);
  };
  const [forward, backward] = [alone('forward', false), alone('backward', true)];
  const at = (values: readonly number[], sample: number, step: number): number[] =>
    values.slice((sample * 3 + step) * 2, (sample * 3 + step) * 2 + 2);
  const wanted = [0, 1].flatMap((sample) =>
    [0, 1, 2].flatMap((step) => [...at(forward, sample, step), ...at(backward, sample, 2 - step)]),
  );
  expect(outputsOf(both, weights)).toEqual(wanted);
});

test('two layers of different units are refused', () => {
  const wrong = {
    Bidirectional: { layer: { GRU: 2 }, backward_layer: { GRU: { units: 3, go_backwards: true } } },
  };
  expect(() => networkOf([wrong], [3, 4])).toThrow('needs two layers of equally many units');
});
