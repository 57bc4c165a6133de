// REFERENCE.md is what the tables say.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { language } from '../../src/experiment/language.js';
import { renderReference } from '../../src/words/reference.js';
import { language as small } from '../spec/language.js';
import { dlx } from '../cli/warm.js';
import { root } from '../folders.js';

test('the reference is that of the tables; `npm run reference` writes it anew', () => {
  expect(readFileSync(join(root, 'REFERENCE.md'), 'utf8')).toBe(renderReference(language));
});

test('an entry with its arguments, what they take and their defaults', () => {
  const text = renderReference(small);
  expect(text).toContain(`### Dense

Dense.

| argument | is | default |
|---|---|---|
| \`units\` | a whole number of at least 1 |  |
| \`activation\` | one of linear, relu, sigmoid, tanh, softmax, elu, selu, gelu, swish | \`linear\` |
| \`use_bias\` | true or false | \`true\` |
| \`kernel_initializer\` | an initializer | \`glorot_uniform\` |
| \`kernel_regularizer\` | a regularizer, or null | \`null\` |`);
  expect(text).toContain(
    '## Losses\n\nWithout arguments:\n\n- **mean_squared_error** (also mse, MSE, MeanSquaredError): mean_squared_error.\n\n### sparse_categorical_crossentropy',
  );
  expect(text).toContain(
    '| `learning_rate` | a finite number of at least 0, or a learning rate schedule | `0.001` |',
  );
});

test.each([
  [
    ['Flatten', 'mse'],
    0,
    /^layer Flatten\n\n.+\n\nNo arguments\.\n\nloss mean_squared_error[^]*\n\nmetric mean_squared_error/,
  ],
  [['Dence'], 2, /^a spec can name nothing "Dence"; did you mean "Dense"\?\n$/],
  [['ConvLSTM2D'], 2, /^Keras has ConvLSTM2D, dlx does not; the nearest is LSTM\n$/],
])('dlx schema %j', async (names, code, said) => {
  const answer = await dlx(root, ['schema', ...names]);
  expect([answer.code, code === 0 ? answer.stdout : answer.stderr]).toEqual([
    code,
    expect.stringMatching(said),
  ]);
});
