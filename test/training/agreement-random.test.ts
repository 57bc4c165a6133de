// Random models train to the same weights on eager operations and on a graph: for each layer of the
// table one that has it among others, in the whole form; else every third of as many as have every
// layer between them. A model that fails is shown as its spec.
import { expect, test } from '@jest/globals';
import { fc, type GeneratorValue } from '../drawn.js';
import { layers } from '../../src/model/layers/layers.js';
import { streamOf } from '../../src/ground/random.js';
import { covering, layersIn } from '../model/covering.js';
import { openNative, specOf } from '../model/keras.js';
import { disagreement } from './agreement.js';
import { isWhole, partOf } from '../whole.js';
import { drawModel } from './random-models.js';

const backend = await openNative();
const together: number[] = [];

const models = layers.map((layer) => {
  const [draw] = fc.sample(fc.gen(), { numRuns: 1, seed: streamOf(layer.name) });
  return { name: layer.name, ...drawModel(draw as GeneratorValue, layer) };
});
const layersOf = ({ parts }: (typeof models)[number]): readonly string[] =>
  layersIn(parts['model']);
const covered = isWhole ? models : covering(models, layersOf);
const chosen = partOf(covered, 3);

test('every layer is in one of them', () => {
  expect(new Set(covered.flatMap(layersOf)).size).toBe(layers.length);
});

test.each(chosen.map((model) => [model.name, model] as const))(
  'models with %s',
  async (_, { parts, dataset }) => {
    const { together: most, ...found } = await disagreement(backend, specOf(parts), dataset);
    together.push(most);
    expect({ model: JSON.stringify(parts), ...found }).toEqual({
      model: JSON.stringify(parts),
      apart: {},
      inCalls: [],
    });
  },
);

test('several steps went into a call', () => {
  expect(together.filter((steps) => steps > 1).length).toBeGreaterThan(0);
});
