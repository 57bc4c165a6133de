// What `dlx schema NAME` says of a name.
import { expect, test } from '@jest/globals';
import { dlx } from '../cli/warm.js';
import { explained } from '../../src/words/explained.js';
import { language } from '../../src/experiment/language.js';
import { exampleShapes } from '../../src/model/example-shapes.js';
import { root } from '../folders.js';

test('an entry with nothing left out: other names, example, each argument with default and kind', () => {
  expect(explained('GroupNormalization', language, exampleShapes)).toEqual([
    `layer GroupNormalization

Groups of channels of each sample brought to mean 0 and variance 1, then scaled and shifted (Wu and He, 2018); groups: -1 takes each channel by itself.

\`GroupNormalization\`: 28 × 28 × 64 → 28 × 28 × 64

- \`groups\` = \`32\`: integer ≥ -1
- \`axis\` = \`-1\`: integer
- \`epsilon\` = \`0.001\`: number > 0
- \`center\` = \`true\`: true, false
- \`scale\` = \`true\`: true, false
- \`beta_initializer\` = \`zeros\`: initializer
- \`gamma_initializer\` = \`ones\`: initializer
- \`beta_regularizer\` = \`null\`: regularizer, or null
- \`gamma_regularizer\` = \`null\`: regularizer, or null
- \`beta_constraint\` = \`null\`: constraint, or null
- \`gamma_constraint\` = \`null\`: constraint, or null`,
  ]);
});

test('a name of several kinds, by any of its spellings, and none', () => {
  const first = (name: string): readonly string[] =>
    explained(name, language, exampleShapes).map((said) => said.split('\n')[0] ?? '');
  expect(first('Hinge')).toEqual(['loss hinge', 'metric hinge']);
  expect(first('early_stopping')).toEqual(['key early_stopping']);
  expect(first('Dence')).toEqual([]);
});

test.each([
  [
    ['Flatten', 'mse'],
    0,
    /^layer Flatten\n\n.+\n\n`Flatten`: 28 × 28 × 1 → 784\n\nNo arguments\.\n\nloss mean_squared_error[^]*\n\nmetric mean_squared_error/,
  ],
  [['batch_size'], 0, /^key batch_size\n\n[^]*\| `batch_size` \| integer ≥ 1, or auto \| `32` \|/],
  [['Dence'], 2, /^a spec can name nothing "Dence"; did you mean "Dense"\?\n$/],
  [['ConvLSTM2D'], 2, /^Keras has ConvLSTM2D, dlx does not; the nearest is LSTM\n$/],
])('dlx schema %j', async (names, code, said) => {
  const answer = await dlx(root, ['schema', ...names]);
  expect([answer.code, code === 0 ? answer.stdout : answer.stderr]).toEqual([
    code,
    expect.stringMatching(said),
  ]);
});
