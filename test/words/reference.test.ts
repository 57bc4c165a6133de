// REFERENCE.md is what the tables say.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { language } from '../../src/experiment/language.js';
import { exampleShapes } from '../../src/model/example-shapes.js';
import { readSpecText } from '../../src/spec/read.js';
import { specKeys } from '../../src/words/keys.js';
import { renderReference } from '../../src/words/reference.js';
import { language as small } from '../spec/language.js';
import { dlx } from '../cli/warm.js';
import { root } from '../folders.js';

test('the reference is that of the tables; `npm run reference` writes it anew', () => {
  expect(readFileSync(join(root, 'REFERENCE.md'), 'utf8')).toBe(
    renderReference(language, exampleShapes),
  );
});

const text = renderReference(language, exampleShapes);
const section = (heading: string): string =>
  text.slice(text.indexOf(`\n${heading}\n`)).split(/\n(?=##+ )/)[1] ?? '';

test('an entry with its arguments, what they take and their defaults', () => {
  const said = renderReference(small, () => '8 → 2');
  expect(said).toContain(`### Dense

Dense.

\`Dense: {units: 10}\`: 8 → 2

- \`units\`: integer ≥ 1
- \`activation\` = \`linear\`: linear, relu, sigmoid, tanh, softmax, elu, selu, gelu, swish
- \`use_bias\` = \`true\`: true, false
- \`kernel_initializer\` = \`glorot_uniform\`: initializer
- \`kernel_regularizer\` = \`null\`: regularizer, or null
`);
  expect(said).toContain(
    '## Losses\n\nWithout arguments:\n\n- **mean_squared_error** (also mse, MSE, MeanSquaredError): mean_squared_error.\n\n### sparse_categorical_crossentropy',
  );
  expect(said).toContain('- `learning_rate` = `0.001`: number ≥ 0, or learning rate schedule\n');
});

test('the keys of a spec come first, all of them, with what they are where they are left out', () => {
  const keys = section('## Keys of a spec');
  const named = [...(keys.split('In an item of')[0]?.matchAll(/^\| `(\w+)`/gm) ?? [])];
  expect(named.map(([, key]) => key)).toEqual(specKeys);
  expect(keys).toContain('| `batch_size` | integer ≥ 1, or auto | `32` |');
  expect(keys).toContain('| `repeat` | integer 1 … 1000 | `1` |');
  expect(text.indexOf('## Keys of a spec')).toBeLessThan(text.indexOf('## Layers'));
});

// By hand: the shapes of a valid convolution, of a flattened picture, of a sequence's last state.
test.each([
  ['Conv2D', '`Conv2D: {filters: 32, kernel_size: 3}`: 28 × 28 × 1 → 26 × 26 × 32'],
  ['MaxPooling2D', '`MaxPooling2D`: 28 × 28 × 1 → 14 × 14 × 1'],
  ['LSTM', '`LSTM: {units: 10}`: 20 × 8 → 10'],
  ['Embedding', '`Embedding: {input_dim: 10000, output_dim: 32}`: 20 → 20 × 32'],
  ['Bidirectional', '`Bidirectional: {layer: {LSTM: {units: 10}}}`: 20 × 8 → 20'],
  ['Concatenate', '`Concatenate`: 8, 8 → 16'],
])('%s has an example and what it makes of a sample', (layer, line) => {
  expect(section(`### ${layer}`)).toContain(`\n${line}\n`);
});

test('every layer has an example that is read as it stands', () => {
  const examples = [...text.matchAll(/^(?:- .*? )?`([A-Z]\w+(?:: \{.*\})?)`: [^→\n]+ → /gm)];
  expect(examples).toHaveLength(language.layers.length);
  for (const [, item = ''] of examples) {
    const inputs =
      /^(Add|Subtract|Multiply|Average|Maximum|Minimum|Concatenate|Dot|MultiHead)/.test(item)
        ? ', inputs: [input, input]'
        : '';
    const layer = item.includes(':') ? item : `${item}: `;
    const spec = `dataset: spirals\nmodel:\n  - {${layer}${inputs}}\nloss: mse\n`;
    expect(readSpecText(spec, 'a.yaml', { language }).spec.model).toHaveLength(1);
  }
});

test('what many entries share is told of once', () => {
  const rows = (name: string): number => text.split(`\n- \`${name}\``).length - 1;
  const shared = [
    'clipnorm',
    'ema_momentum',
    'kernel_constraint',
    'bias_regularizer',
    'split_seed',
  ];
  expect(shared.map(rows)).toEqual([1, 1, 1, 1, 1]);
  expect(section('### Conv2D')).toContain(
    '- the [kernel and bias arguments]; the [window arguments]',
  );
  expect(Buffer.byteLength(text)).toBeLessThan(48_000);
});

test('every link leads to a heading', () => {
  const anchors = new Set(
    [...text.matchAll(/^##+ (.+)$/gm)].map(([, title = '']) =>
      title.toLowerCase().replaceAll(' ', '-'),
    ),
  );
  const links = [...text.matchAll(/\]\(#([^)]+)\)|^\[[^\]]+\]: #(.+)$/gm)];
  expect(
    links.map(([, inline, at]) => inline ?? at).filter((to) => !anchors.has(to ?? '')),
  ).toEqual([]);
  const defined = [...text.matchAll(/^\[([^\]]+)\]: #/gm)].map(([, name]) => name);
  const used = [...text.matchAll(/the \[([^\]]+)\]/g)].map(([, name]) => name);
  expect([...new Set(used)].filter((name) => !defined.includes(name))).toEqual([]);
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
