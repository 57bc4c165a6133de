// The masks of dropout, bit for bit: those of eager steps, of a graph with one step a call and with
// several, and those of the generator in JavaScript. A network is made to spell them out in its
// weights.
import { expect, test } from '@jest/globals';
import { fc } from '../drawn.js';
import { randomUniform, streamOf } from '../../src/ground/random.js';
import type { Spec } from '../../src/spec/spec.js';
import { openNative, specOf } from '../model/keras.js';
import { firstBatches, trainedOn, type Way } from './agreement.js';
import { datasetOf } from './trainers.js';

const backend = await openNative();

// More than one epoch of several calls, and a smaller batch at the end of each.
const steps = 14;
const batch = 4;
const rowsInAll = 10 * batch + 2;
const features = 7;

type Drawn = { readonly rates: readonly number[]; readonly seed: number; readonly name: string };

/**
 * Each row of a batch has ones in a block of features of its own, and the targets are far above any
 * output, so the gradient of the mean absolute error by each weight is the scaled mask of its
 * feature, divided by the size of the batch. The learning rate of step s is 2^s: the bits of a
 * weight, read as a whole number, are the masks of its steps.
 */
function spelling({ rates, seed, name }: Drawn): Spec {
  const dropouts = rates.map((rate, i) => ({ Dropout: rate, name: `${name}${i}` }));
  return specOf({
    model: [
      ...dropouts,
      { Dense: { units: 1, use_bias: false, kernel_initializer: 'zeros' }, name: 'spelled' },
    ],
    loss: 'mae',
    optimizer: 'sgd',
    batch_size: batch,
    seed,
  });
}

const blocks = Array.from({ length: rowsInAll * batch * features }, (_, i) => {
  const row = Math.floor(i / (batch * features)) % batch;
  return Math.floor((i % (batch * features)) / features) === row ? 1 : 0;
});
const dataset = datasetOf(
  { shape: [rowsInAll, batch * features], values: blocks },
  { shape: [rowsInAll], values: new Array<number>(rowsInAll).fill(1e9), kind: 'float' },
);

/** For each weight, which steps kept its feature. */
async function spelled(drawn: Drawn, way: Way): Promise<readonly number[]> {
  const spec = spelling(drawn);
  const batches = firstBatches(spec, dataset, steps).map((one, i) => ({
    ...one,
    numbers: { rate: 2 ** i * (one.rows.length / batch) },
  }));
  const { weights } = await trainedOn(backend, spec, dataset, batches, way);
  const scale = drawn.rates.reduce((product, rate) => product / (1 - rate), 1 / batch);
  return [...(weights.get('spelled/kernel') ?? [])].map((value) => value / scale);
}

/** The same of the generator. */
function expected({ rates, seed, name }: Drawn): readonly number[] {
  const sums = new Array<number>(batch * features).fill(0);
  firstBatches(spelling({ rates, seed, name }), dataset, steps).forEach(
    ({ rows, epoch, step }, i) => {
      const kept = rates.map((rate, layer) => {
        const uniform = randomUniform(
          { seed, stream: streamOf(`layer/${name}${layer}`), epoch, step },
          rows.length * batch * features,
        );
        return uniform.map((value) => (value >= Math.fround(rate) ? 1 : 0));
      });
      rows.forEach((_, row) => {
        for (let j = row * features; j < (row + 1) * features; j += 1) {
          sums[j] =
            (sums[j] ?? 0) +
            (kept.every((mask) => mask[row * batch * features + j] === 1) ? 2 ** i : 0);
        }
      });
    },
  );
  return sums;
}

test('masks are those of the generator, whoever runs the steps', async () => {
  const draws = fc.record({
    rates: fc.array(
      fc.oneof(
        fc.constantFrom(0.1, 0.3, 0.5, 0.8),
        fc.double({ min: 0.05, max: 0.9, noNaN: true }),
      ),
      { minLength: 1, maxLength: 2 },
    ),
    seed: fc.nat({ max: 2 ** 32 - 1 }),
    name: fc.constantFrom('drop', 'dropout', 'a', 'layer_'),
  });
  const property = fc.asyncProperty(draws, async (drawn) => {
    const masks = expected(drawn);
    for (const way of ['eager', 'one a call', 'several a call'] as const) {
      const read = await spelled(drawn, way);
      // Rounding of the scale aside, each weight is a whole number.
      expect([
        way,
        Math.max(...read.map((value) => Math.abs(value - Math.round(value)))) < 0.05,
      ]).toEqual([way, true]);
      expect([way, read.map(Math.round)]).toEqual([way, masks]);
    }
  });
  await fc.assert(property, { numRuns: 8, seed: 1, endOnFailure: true });
});
