import { expect, test } from '@jest/globals';
import { scalingOf } from '../../src/dataset/scaled.js';
import { load, temporaryFolder, writeIn } from './fixtures.js';

const folder = temporaryFolder();
const rows = Array.from({ length: 30 }, (_, i) => `${i * 1000 + 0.5},${i * 5000 + 0.25}`);
const table = {
  name: 'csv',
  file: writeIn(folder, 'a.csv', ['x,y', ...rows].join('\n')),
  target: 'y',
};

test.each<[Record<string, unknown>, boolean, boolean]>([
  [table, true, false],
  [{ ...table, standardize: false }, false, false],
  [{ name: 'spirals', samples: 30 }, true, true],
  [{ name: 'sequences', samples: 30, steps: 10 }, true, true],
])('%j', async (written, inputs, targets) => {
  expect(scalingOf(await load(folder, written))).toEqual({ inputs, targets });
});
