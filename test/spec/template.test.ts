// The first spec that a user gets.
import { expect, test } from '@jest/globals';
import { language } from '../../src/experiment/language.js';
import { planExperiment } from '../../src/experiment/plan.js';
import { readSpecText } from '../../src/spec/read.js';
import { initTemplate } from '../../src/spec/template.js';

test('can be trained, without a warning', async () => {
  const read = readSpecText(initTemplate(), 'first.yaml', { language });
  const plan = await planExperiment('first.yaml', read, () => undefined);
  expect(plan.warnings).toEqual([]);
  // 2 · 32 + 32, 32 · 32 + 32, 32 · 3 + 3.
  expect(plan.network.parameters.total).toBe(96 + 1056 + 99);
});

test('what is commented out in it can be taken in', () => {
  const all = initTemplate()
    .replace('# seeds: 5 ', 'seeds: 5 ')
    .replace('# early_stopping:', 'early_stopping:');
  const { seeds, spec } = readSpecText(all, 'first.yaml', { language });
  expect(seeds).toEqual([42, 43, 44, 45, 46]);
  expect(spec.early_stopping?.patience).toBe(5);
});
