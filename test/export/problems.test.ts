// What keeps a model out of formats of several kinds.
import { expect, test } from '@jest/globals';
import { heldBy, holders, noPreprocessing, tooLarge } from '../../src/export/problems.js';
import { language } from '../../src/experiment/language.js';
import { planNetwork } from '../../src/model/network.js';
import { readSpecText } from '../../src/spec/read.js';
import { randomSpecs } from '../model/random-specs.js';
import { randomKept } from './models.js';

const [spec] = randomSpecs();
if (!spec) throw new Error('there are random models');
const kept = randomKept(spec);

test('preprocessing', () => {
  expect(noPreprocessing({ kept, withPreprocessing: false })).toEqual([]);
  expect(noPreprocessing({ kept, withPreprocessing: true })).toHaveLength(1);
});

test('weights of more than 2 GiB', () => {
  const { spec: read } = readSpecText(
    JSON.stringify({
      dataset: 'spirals',
      loss: 'mse',
      model: [{ Dense: 30000 }, { Dense: 20000 }],
    }),
    'large.yaml',
    { language },
  );
  const large = { ...kept, network: planNetwork(read.model, [{ name: 'x', shape: [2] }]) };
  expect(tooLarge({ kept, withPreprocessing: false }, 'it')).toEqual([]);
  // 30000 · 3 + 20000 · 30001 weights.
  expect(tooLarge({ kept: large, withPreprocessing: false }, 'it')).toEqual([
    'it holds 2 GiB at most, and its weights are 2400440000 bytes',
  ]);
});

test('columns by their names, and what they hold', () => {
  const named = (...names: string[]) => holders(names.map((column) => ({ column })));
  expect([named('a'), named('a', 'b c'), named('a', 'b', 'c')]).toEqual([
    'the column "a" holds',
    'the columns "a" and "b c" hold',
    'the columns "a", "b" and "c" hold',
  ]);
  expect(heldBy([{ kind: 'date' }])).toBe('dates');
  expect(heldBy([{ kind: 'categories' }, { kind: 'date' }, { kind: 'date' }])).toBe(
    'categories and dates',
  );
});
