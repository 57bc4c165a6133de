// Targets that the last layer cannot give. The ranges are those of the activations' formulas.
import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { language } from '../../src/experiment/language.js';
import { planExperiment } from '../../src/experiment/plan.js';
import { readSpecText } from '../../src/spec/read.js';

const folder = mkdtempSync(join(tmpdir(), 'dlx-ranges-'));
const table = (name: string, target: (i: number) => number | string): void =>
  writeFileSync(
    join(folder, `${name}.csv`),
    `x,y\n${Array.from({ length: 30 }, (_, i) => `${(i * 7) % 10},${target(i)}\n`).join('')}`,
  );
table('far', (i) => i + 0.5);
table('below', (i) => -i - 0.5);
table('shares', (i) => i / 29);
table('sides', (i) => (i % 2 ? 1 : -1) * 0.9);
table('words', (i) => (i % 2 ? 'yes' : 'no'));
afterAll(() => rmSync(folder, { recursive: true }));

async function warnings(
  data: string,
  activation: string,
  { loss = 'mse', target = 'y', metrics = '[]' } = {},
): Promise<readonly string[]> {
  const text = `dataset: {name: csv, file: ${data}.csv, target: ${target}}\nmodel: [{Dense: {units: 1, activation: ${activation}}}]\nloss: ${loss}\nmetrics: ${metrics}\n`;
  const read = readSpecText(text, join(folder, 'a.yaml'), { language });
  return (await planExperiment('a.yaml', read, () => undefined)).warnings;
}

const said = (activation: string, gives: string, targets: string): string =>
  `a.yaml: the last layer (dense) ends with ${activation}, which gives numbers from ${gives}, but the targets are ${targets}: give it activation: linear`;

test.each([
  ['far', 'sigmoid', '0 to 1', 'numbers from 0.5 to 29.5'],
  ['far', 'tanh', '-1 to 1', 'numbers from 0.5 to 29.5'],
  ['far', 'relu6', '0 to 6', 'numbers from 0.5 to 29.5'],
  ['far', '{name: relu, max_value: 3}', '0 to 3', 'numbers from 0.5 to 29.5'],
  ['below', 'relu', '0 up', 'numbers from -29.5 to -0.5'],
  ['below', 'softplus', '0 up', 'numbers from -29.5 to -0.5'],
  ['below', 'exponential', '0 up', 'numbers from -29.5 to -0.5'],
  ['sides', 'hard_sigmoid', '0 to 1', 'numbers from -0.9 to 0.9'],
])('%s cannot be given by %s', async (data, activation, gives, targets) => {
  const name = /name: (\w+)/.exec(activation)?.[1] ?? activation;
  expect(await warnings(data, activation)).toEqual([said(name, gives, targets)]);
});

test.each([
  ['far', 'linear'],
  ['far', 'relu'],
  ['far', 'softplus'],
  ['below', 'elu'],
  ['below', '{name: relu, negative_slope: 0.1}'],
  ['shares', 'sigmoid'],
  ['sides', 'tanh'],
])('%s can be given by %s', async (data, activation) => {
  expect(await warnings(data, activation)).toEqual([]);
});

test('a standardised target is on both sides of 0', async () => {
  const [warning] = await warnings('shares', 'sigmoid', { target: '{y: {scale: standard}}' });
  expect(warning).toMatch(
    /gives numbers from 0 to 1, but the targets are standardised to numbers from -1\.\d+ to 1\.\d+/,
  );
});

test('classes are 0 and 1, and signs where the loss makes them so', async () => {
  expect(await warnings('words', 'sigmoid')).toEqual([]);
  expect(await warnings('words', 'tanh', { loss: 'hinge' })).toEqual([]);
});

const area = { metrics: '[auc]' };

test('the AUC is told where outputs are no probabilities', async () => {
  const sentence = (activation: string): string =>
    `a.yaml: auc takes the outputs for probabilities, from 0 to 1, but the last layer (dense) ends with ${activation}: give it activation: sigmoid`;
  expect(await warnings('words', 'linear', area)).toEqual([sentence('linear')]);
  expect(await warnings('words', 'tanh', { ...area, loss: 'hinge' })).toEqual([sentence('tanh')]);
  expect(await warnings('words', 'sigmoid', area)).toEqual([]);
  expect(
    await warnings('words', 'linear', { metrics: '[{name: auc, from_logits: true}]' }),
  ).toEqual([]);
  expect(
    await warnings('words', 'linear', {
      ...area,
      loss: '{name: binary_crossentropy, from_logits: true}',
    }),
  ).toEqual([]);
});
