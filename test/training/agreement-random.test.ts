// Random models train to the same weights on eager operations and on a graph: for each layer of the
// table, models that have it among others. A model that fails is shown as its spec.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { layers } from '../../src/model/layers/layers.js';
import { streamOf } from '../../src/ground/random.js';
import { openNative, specOf } from '../model/keras.js';
import { disagreement } from './agreement.js';
import { drawModel } from './random-models.js';

const backend = await openNative();
const together: number[] = [];

test.each(layers.map((layer) => [layer.name, layer] as const))(
  'models with %s',
  async (_, layer) => {
    const property = fc.asyncProperty(fc.gen(), async (draw) => {
      const { parts, dataset } = drawModel(draw, layer);
      const { together: most, ...found } = await disagreement(backend, specOf(parts), dataset);
      together.push(most);
      expect({ model: JSON.stringify(parts), ...found }).toEqual({
        model: JSON.stringify(parts),
        apart: {},
        inCalls: [],
      });
    });
    // A smaller model that fails would take long to find, and says little more.
    await fc.assert(property, { numRuns: 1, seed: streamOf(layer.name), endOnFailure: true });
  },
);

test('several steps went into a call', () => {
  expect(together.filter((steps) => steps > 1).length).toBeGreaterThan(0);
});
