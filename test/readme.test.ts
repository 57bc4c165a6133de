// The README is run: its specs are read, its messages printed, its commands and tables held against
// the program.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { language } from '../src/experiment/language.js';
import { readSpecText } from '../src/spec/read.js';
import { specKeys } from '../src/words/keys.js';
import { dlx } from './cli/warm.js';
import { inFolder, root } from './folders.js';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
// The text of each fenced block and the word behind its fence.
const fenced = readme
  .split(/^```/m)
  .filter((_, i) => i % 2 === 1)
  .map((part) => ({
    kind: part.slice(0, part.indexOf('\n')),
    text: part.slice(part.indexOf('\n') + 1),
  }));
const blocks = (kind: string): readonly string[] =>
  fenced.filter((block) => block.kind === kind).map(({ text }) => text);

describe('README', () => {
  test('its first spec is experiments/adam.yaml', () => {
    const experiment = readFileSync(join(root, 'experiments/adam.yaml'), 'utf8');
    const [first = ''] = blocks('yaml');
    const spec = (text: string): unknown => readSpecText(text, 'adam.yaml', { language }).minimal;
    expect(spec(first)).toEqual(spec(experiment));
  });

  test('its variation of a spec does what its comments say', async () => {
    await inFolder(async (folder) => {
      const variation = blocks('yaml').find((text) => text.includes('extends: relu.yaml')) ?? '';
      writeFileSync(join(folder, 'relu.yaml'), readFileSync(join(root, 'experiments/relu.yaml')));
      writeFileSync(join(folder, 'variation.yaml'), variation);
      const shown = JSON.parse(
        (await dlx(folder, ['show', 'variation.yaml', '--json'])).stdout,
      ) as { spec: { model: readonly Record<string, { activation?: { name: string } }>[] } };
      expect(shown.spec.model.map((layer) => Object.keys(layer)[0])).toEqual([
        'Flatten',
        'Dense',
        'Dropout',
        'Dense',
      ]);
      expect(shown.spec.model[1]?.['Dense']?.activation).toEqual({ name: 'sigmoid' });
    });
  });

  test('its schedule can be trained', () => {
    const schedule = blocks('yaml').find((text) => text.includes('CosineDecay')) ?? '';
    const text = `dataset: spirals\nmodel: [{Dense: {units: 3, activation: softmax}}]\nloss: sparse_categorical_crossentropy\n${schedule}`;
    expect(readSpecText(text, 'schedule.yaml', { language }).spec.optimizer).toMatchObject({
      name: 'adam',
      arguments: { learning_rate: { name: 'CosineDecay' } },
    });
  });

  test('the problems it shows are those that dlx prints', async () => {
    await inFolder(async (folder) => {
      mkdirSync(join(folder, 'experiments'));
      writeFileSync(join(folder, 'experiments/wrong.yaml'), wrong);
      const { code, stderr } = await dlx(folder, ['validate', 'experiments/wrong.yaml']);
      expect(code).toBe(2);
      expect(blocks('')).toContain(stderr);
    });
  });

  test('it names every key, layer and command that there is', async () => {
    expect(specKeys.filter((key) => !readme.includes(`\`${key}\``))).toEqual([]);
    for (const table of [language.optimizers, language.losses, language.metrics]) {
      expect(table.map(({ name }) => name).filter((name) => !readme.includes(name))).toEqual([]);
    }
    expect(
      language.layers.map(({ name }) => name).filter((name) => !readme.includes(name)),
    ).toEqual([]);
    const { stdout } = await dlx(root, ['--help']);
    const commands = [...stdout.matchAll(/^ {2}dlx ([a-z-]+)/gm)].map(([, name = '']) => name);
    expect(commands.length).toBeGreaterThan(8);
    expect(commands.filter((name) => !readme.includes(`dlx ${name}`))).toEqual([]);
  });
});

const wrong = `dataset: fashion_mnist
model:
  - Flatten
  - Dense: {units: many, activation: relu}
  - dropout: 0.3
  - Dense: {units: 10, activation: softmax}
optimizer: {name: adam, learningRate: 0.01}
loss: sparse_categorical_crossentropy
epochs: 0
`;
