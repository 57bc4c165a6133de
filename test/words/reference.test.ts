// REFERENCE.md is what the tables say.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { language } from '../../src/experiment/language.js';
import { exampleShapes } from '../../src/model/example-shapes.js';
import { readSpecText } from '../../src/spec/read.js';
import { specKeys } from '../../src/words/keys.js';
import { renderReference } from '../../src/words/reference.js';
import { brieflySaidOf } from '../../src/words/reference-rows.js';
import { language as small } from '../spec/language.js';
import { root } from '../folders.js';

test('the reference is that of the tables; `npm run reference` writes it anew', () => {
  expect(readFileSync(join(root, 'REFERENCE.md'), 'utf8')).toBe(
    renderReference(language, exampleShapes),
  );
});

const text = renderReference(language, exampleShapes);
const section = (heading: string): string =>
  text.slice(text.indexOf(`\n${heading}\n`)).split(/\n(?=##+ )/)[1] ?? '';

/** One item of a list with what is below it, told apart by what is bold in it. */
const itemsOf = (part: string): readonly { names: readonly string[]; text: string }[] =>
  part
    .split(/\n(?=- |\n)/)
    .filter((item) => item.startsWith('\n- ') || item.startsWith('- '))
    .map((item) => ({
      names: /\*\*([^*]+)\*\*/.exec(item)?.[1]?.split(', ') ?? [],
      text: item.trim(),
    }));

const titles: Readonly<Record<string, string>> = {
  layer: 'Layers',
  'data set': 'Data sets',
  optimizer: 'Optimizers',
  loss: 'Losses',
  metric: 'Metrics',
  activation: 'Activations',
  initializer: 'Initializers',
  regularizer: 'Regularizers',
  constraint: 'Constraints',
  schedule: 'Schedules',
  'column type': 'Column types',
};
const kinds = [{ noun: 'layer', table: language.layers }, ...language.kinds];

/** What is said of an argument in lines like "`a`, `b` = 1: x; `c`: y (2D)." */
const saidIn = (said: string, name: string): readonly string[] =>
  said
    .split(/\n|; |\. (?=`)|: (?=`\w+`)/)
    .map((line) => line.trim().replace(/^- /, ''))
    .filter((line) =>
      line
        .split(/`(?: =|:|$|\.$)/)[0]
        ?.split('`')
        .includes(name),
    )
    .map((line) => line.replace(/^`\w+`(?:, `\w+`)*/, ''));

test('an entry with its arguments, what they take and their defaults', () => {
  const said = renderReference(small, () => '8 → 2');
  expect(said).toContain(`
- **Dense**: \`Dense: {units: 10}\`: 8 → 2. Dense.
  - \`units\`: integer ≥ 1
  - \`activation\` = linear: linear, relu, sigmoid, tanh, softmax, elu, selu, gelu, swish
  - \`use_bias\` = true
  - \`kernel_initializer\` = glorot_uniform
  - \`kernel_regularizer\`
`);
  expect(said).toContain('\n- **mean_squared_error** (also mse, MSE): mean_squared_error.\n');
  expect(said).toContain('`learning_rate` = 0.001: number ≥ 0, or learning rate schedule');
});

test.each(kinds)(
  'every $noun is there, with all that it takes, put together',
  ({ noun, table }) => {
    const title = titles[noun] ?? '';
    const whole = text.slice(text.indexOf(`\n## ${title}\n`)).split(/\n(?=## )/)[1] ?? '';
    const families = whole.split(/\n(?=### )/);
    const groups = [
      ...families.filter((part) => /^### .* arguments\n/.test(part)),
      ...itemsOf(whole)
        .map((item) => item.text)
        .filter((item) => / arguments, of some:/.test(item)),
    ];
    const groupsIn = (item: string): readonly string[] =>
      groups.filter((group) => {
        const name = /(\w[\w ]* arguments)/.exec(group)?.[1]?.toLowerCase() ?? '?';
        return item.replaceAll(/[[\]]/g, '').includes(`the ${name}`);
      });
    for (const entry of table) {
      const family = families.find((part) =>
        itemsOf(part).some(({ names }) => names.includes(entry.name)),
      );
      const item = itemsOf(family ?? '').find(({ names }) => names.includes(entry.name));
      if (!item) {
        // A metric that is a loss of the same name.
        expect([entry.name, /\nThese \[Losses\][^\n]*/.exec(whole)?.[0]]).toEqual([
          entry.name,
          expect.stringContaining(`**${entry.name}**`),
        ]);
        continue;
      }
      const each = /^- Each of them:[^]*?(?=\n- \*\*|\n- \w)/m.exec(family ?? '')?.[0] ?? '';
      const below = item.text.replace(/^- \*\*[^*]+\*\*/, '');
      for (const [name, kind] of Object.entries(entry.arguments)) {
        const ways = [below, each, ...groupsIn(item.text), ...groupsIn(each)]
          .map((part) => saidIn(part, name))
          .find((said) => said.length > 0);
        const mine = ways?.map((said) => said.replace(/\.$/, '')) ?? [];
        const dimensions = /[12]D/.exec(entry.name)?.[0] ?? '';
        const said = brieflySaidOf(kind);
        const isTold = mine.includes(said) || mine.includes(`${said} (${dimensions})`);
        // What a twin alone says otherwise leaves the other what both share.
        const shared = saidIn(each, name).map((other) => other.replace(/\.$/, ''));
        const isLeft = mine.every((other) => / \([12]D\)$/.test(other)) && shared.includes(said);
        expect([entry.name, name, said, mine, isTold || isLeft]).toEqual([
          entry.name,
          name,
          said,
          mine,
          true,
        ]);
      }
    }
  },
);

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
  [
    'Conv1D, Conv2D',
    '`Conv2D: {filters: 32, kernel_size: 3}`: 28 × 28 × 1 → 26 × 26 × 32; 1D: 20 × 8 → 18 × 32. ',
  ],
  ['MaxPooling1D, MaxPooling2D', '28 × 28 × 1 → 14 × 14 × 1; 1D: 20 × 8 → 10 × 8. '],
  ['LSTM', '`LSTM: {units: 10}`: 20 × 8 → 10. '],
  ['Embedding', '`Embedding: {input_dim: 10000, output_dim: 32}`: 20 → 20 × 32. '],
  ['Bidirectional', '`Bidirectional: {layer: {LSTM: {units: 10}}}`: 20 × 8 → 20. '],
  ['Concatenate', '8, 8 → 16. '],
])('%s has an example and what it makes of a sample', (layers, line) => {
  expect(text).toContain(`\n- **${layers}**: ${line}`);
});

// What a reader looks up, as Keras' documentation has it.
test.each([
  ['### Convolutions', / {2}- `padding` = valid: valid, same\n/],
  ['### Convolutions', / {2}- `padding` = valid: valid, same, causal \(1D\)\n/],
  ['### Recurrent layers', /- \*\*GRU\*\*: [^\n]*`reset_after` = true\./],
  ['### reduce_lr_on_plateau', /- `factor` = 0\.1: [^]*- `patience` = 10: [^]*- `cooldown` = 0: /],
  ['## Data sets', /- \*\*table\*\* \(also csv\): [^]* {2}- `delimiter` = ",": /],
  ['## Schedules', /learning_rate: \{name: CosineDecay, initial_learning_rate: 0\.01\}/],
])('%s says %s', (heading, said) => {
  expect(section(heading)).toMatch(said);
});

test('every layer has an example that is read as it stands', () => {
  const layers = text.slice(text.indexOf('\n## Layers\n'), text.indexOf('\n## Data sets\n'));
  const examples = itemsOf(layers).flatMap(({ names, text: item }) => {
    const [, written, flows = ''] =
      /^- \*\*[^*]+\*\*: (?:`([^`]+)`: )?((?:[^.]|\.\d)*→[^.]*)\. /.exec(item) ?? [];
    expect([names, flows.split('→').length - 1]).toEqual([names, names.length]);
    return names.map((name) => written?.replace(/^\w+/, name) ?? name);
  });
  expect(examples).toHaveLength(language.layers.length);
  for (const item of examples) {
    const inputs =
      /^(Add|Subtract|Multiply|Average$|Maximum|Minimum|Concatenate|Dot|MultiHead)/.test(item)
        ? ', inputs: [input, input]'
        : '';
    const layer = item.includes(':') ? item : `${item}: `;
    const spec = `dataset: spirals\nmodel:\n  - {${layer}${inputs}}\nloss: mse\n`;
    expect(readSpecText(spec, 'a.yaml', { language }).spec.model).toHaveLength(1);
  }
});

test('how each kind is written is read as it stands', () => {
  const examples = [...text.matchAll(/^As in `([^`]+)`/gm)].map(([, written = '']) => written);
  expect(examples).toHaveLength(language.kinds.length);
  for (const written of examples) {
    const key = written.split(':')[0] ?? '';
    const others = { dataset: 'spirals', model: '[Flatten]', loss: 'mse' };
    const spec = Object.entries(others)
      .filter(([name]) => name !== key && !(key === 'Dense' && name === 'model'))
      .map(([name, value]) => `${name}: ${value}\n`)
      .join('');
    const line = key === 'Dense' ? `model: [{${written}}]` : written;
    expect(readSpecText(`${spec}${line}\n`, 'a.yaml', { language }).spec.model).toHaveLength(1);
  }
});

test('the other spellings that are left out are those of the rule', () => {
  const rule = (name: string): readonly string[] => [
    name.toLowerCase().replaceAll('_', ''),
    name.replace('Conv', 'Convolution').toLowerCase(),
    name.replace('Pooling', 'Pool').replace('Average', 'Avg').toLowerCase(),
  ];
  const unsaid = kinds.flatMap(({ table }) =>
    table.flatMap(({ name, aliases = [] }) =>
      aliases
        .filter((other) => !new RegExp(`also [^)]*\\b${other}\\b`).test(text))
        .filter((other) => !rule(name).includes(other.toLowerCase().replaceAll('_', ''))),
    ),
  );
  expect(unsaid).toEqual([]);
});

test('what many entries share is told of once', () => {
  const rows = (name: string): number =>
    text.split(`\`${name}\``).length - 1 - text.split(`but \`${name}\``).length + 1;
  const shared = [
    'clipnorm',
    'ema_momentum',
    'bias_constraint',
    'bias_regularizer',
    'split_seed',
    'recurrent_dropout',
    'go_backwards',
  ];
  expect(shared.map((name) => [name, rows(name)])).toEqual(shared.map((name) => [name, 1]));
  expect(Buffer.byteLength(text)).toBeLessThan(46_000);
});

test('every link leads to a heading', () => {
  const anchors = new Set(
    [...text.matchAll(/^##+ (.+)$/gm)].map(([, title = '']) =>
      title.toLowerCase().replaceAll(',', '').replaceAll(' ', '-'),
    ),
  );
  const links = [...text.matchAll(/\]\(#([^)]+)\)|^\[[^\]]+\]: #(.+)$/gm)];
  expect(
    links.map(([, inline, at]) => inline ?? at).filter((to) => !anchors.has(to ?? '')),
  ).toEqual([]);
  const defined = [...text.matchAll(/^\[([^\]]+)\]: #/gm)].map(([, name]) => name);
  const used = [...text.matchAll(/the \[([^\]]+)\]/g)].map(([, name]) => name);
  expect(used.length).toBeGreaterThan(5);
  expect([...new Set(used)].filter((name) => !defined.includes(name))).toEqual([]);
});
