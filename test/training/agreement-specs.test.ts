// Of the random specs that are kept some are trained, thirty in the whole form, else eight: the
// same weights on eager operations and on a graph.
import { expect, test } from '@jest/globals';
import { losses } from '../../src/training/losses/losses.js';
import { openNative } from '../model/keras.js';
import { randomSpecs } from '../model/random-specs.js';
import { specOf } from '../model/specs.js';
import { disagreement } from './agreement.js';
import { isWhole } from '../whole.js';
import { dataOf } from './random-models.js';

const backend = await openNative();
const every = isWhole ? 7 : 28;
const trained = randomSpecs().flatMap((spec, i) =>
  i % every === 0 ? [[i + 1, spec] as const] : [],
);

test('thirty of them, or eight', () => {
  expect(trained.length).toBeGreaterThanOrEqual(isWhole ? 29 : 8);
});

test.each(trained)('random spec %i', async (_, { data, ...parts }) => {
  const loss = losses.find(({ name }) => name === parts.loss.name);
  if (!loss) throw new Error(`no loss ${parts.loss.name}`);
  const { together: _together, ...found } = await disagreement(
    backend,
    specOf(parts),
    dataOf(data, loss),
  );
  expect(found).toEqual({ apart: {}, inCalls: [] });
});
