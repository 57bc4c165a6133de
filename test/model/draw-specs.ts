// Draws the random specs of test/fixtures/random-specs.json, for Keras to say what their shapes and
// parameters are:
//   node dist/test/model/draw-specs.js && python test/fixtures/make_random_specs.py
import { writeFileSync } from 'node:fs';
import { fc } from '../drawn.js';
import { layers } from '../../src/model/layers/layers.js';
import { drawModel } from '../training/random-models.js';

const count = 200;

const specs = Array.from({ length: count }, (_, i) => {
  const [draw] = fc.sample(fc.gen(), { numRuns: 1, seed: i + 1 });
  const wanted = layers[i % layers.length];
  if (!draw || !wanted) throw new Error('nothing to draw from');
  const { parts, data } = drawModel(draw, wanted);
  return JSON.stringify({ data, ...parts });
});

writeFileSync(
  new URL('../../../test/fixtures/random-specs.json', import.meta.url),
  `[\n${specs.join(',\n')}\n]\n`,
);
