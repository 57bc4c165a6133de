// The text of an imported spec.
import { expect, test } from '@jest/globals';
import { language } from '../../src/experiment/language.js';
import { writtenSpec } from '../../src/import/written.js';
import { readSpecText } from '../../src/spec/read.js';
import { networkOf } from '../model/specs.js';

const model = ['Flatten', { Dense: { units: 2 }, name: 'out' }];
const imported = {
  keys: { model, loss: 'mean_squared_error' },
  network: networkOf(model, [3]),
  inputs: [{ name: 'input', shape: [3], dtype: 'float32' }],
  tensors: [],
  notes: ['left out: x\ny: 1'],
};
const origin = { file: 'm.keras', version: '3.15.1', weights: 'm.safetensors' };

test('commented YAML, to which a data set is added', () => {
  const text = writtenSpec(imported, origin);
  expect(text).toContain('# left out: x y: 1\n');
  expect(text).toContain('2 layers, 8 parameters, 8 of them trained');
  expect(text).toContain('model:\n  - Flatten\n  - Dense: {units: 2}\n    name: out\n');
  const { spec } = readSpecText(
    text.replace('# dataset: fashion_mnist', 'dataset: spirals'),
    'm.yaml',
    {
      language,
    },
  );
  expect(spec.loss.name).toBe('mean_squared_error');
  expect(spec.initial_weights).toMatchObject({ file: expect.stringMatching(/m\.safetensors$/) });
  expect(() => readSpecText(text, 'm.yaml', { language })).toThrow('dataset is missing');
});
