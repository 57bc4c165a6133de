// Dropout on whichever engine a test file opens: the mask is a function of seed, layer, epoch and step alone.
import { expect, test } from '@jest/globals';
import { gradientsOf, scope, withKeep, type Engine } from '../../src/engine/engine.js';
import { tf, type Tensor } from '../../src/engine/tfjs.js';
import { runNetwork } from '../../src/model/network.js';
import { randomUniform, streamOf } from '../../src/random.js';
import { networkOf } from './keras.js';

type Draw = { readonly rate: number; readonly shape: readonly number[]; readonly seed: number; readonly epoch: number; readonly step: number; readonly name?: string };

/** What dropout makes of ones, and the gradient of its sum. */
function drop(engine: Engine, { rate, shape, seed, epoch, step, name = 'drop' }: Draw): { readonly values: Float32Array; readonly gradient: Float32Array } {
  const network = networkOf([{ Dropout: rate, name }], shape.slice(1));
  using random = engine.random(seed, epoch, step);
  const found: Float32Array[] = [];
  scope(() =>
    withKeep((keep) => {
      const x = tf.ones(shape as number[]);
      let output: Tensor = x;
      const { gradients } = gradientsOf(() => {
        output = keep(runNetwork(network, { ops: engine.ops, x, weights: new Map(), training: true, random, keep }).output);
        return engine.ops.sum(output);
      }, [x]);
      found.push(...[output, gradients[0] as Tensor].map((tensor) => Float32Array.from(tensor.dataSync())));
    }),
  );
  return { values: found[0] as Float32Array, gradient: found[1] as Float32Array };
}

const base = { rate: 0.3, shape: [64, 100], seed: 42, epoch: 2, step: 17 } as const;

/** Declares the tests. */
export function testDropout(engine: Engine): void {
  test.each([0.1, 0.3, 0.5, 0.9])('at rate %d drops that share and scales the rest', (rate) => {
    const { values, gradient } = drop(engine, { ...base, rate });
    const scale = Math.fround(1 / (1 - rate));
    expect([...new Set(values)].sort()).toEqual([0, scale]);
    const dropped = values.filter((value) => value === 0).length / values.length;
    expect(Math.abs(dropped - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / values.length));
    expect([...gradient]).toEqual([...values]);
  });

  test.each([[64, 100], [3, 7, 5, 2], [33, 1001]])('drops what the generator says, bit for bit (%d × %d …)', (...shape) => {
    const draw = { ...base, shape };
    const uniform = randomUniform({ seed: 42, stream: streamOf('layer/drop'), epoch: 2, step: 17 }, shape.reduce((a, b) => a * b, 1));
    const expected = uniform.map((value) => (value >= Math.fround(0.3) ? 1 / (1 - 0.3) : 0));
    expect([...drop(engine, draw).values]).toEqual([...expected]);
  });

  test('draws the same for the same seed, epoch and step, and else something new', () => {
    const text = (draw: Draw): string => drop(engine, draw).values.join();
    expect(text(base)).toBe(text(base));
    const others: readonly Draw[] = [base, { ...base, step: 18 }, { ...base, epoch: 3 }, { ...base, seed: 43 }, { ...base, name: 'other' }];
    expect(new Set(others.map(text)).size).toBe(others.length);
  });
}
