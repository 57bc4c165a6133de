import { expect, test } from '@jest/globals';
import { cifar10Names, coarseNames, fineNames } from '../../../src/dataset/images/cifar-names.js';

// The published files have them in alphabetical order.
test.each([
  ['cifar10', cifar10Names, 10],
  ['fine', fineNames, 100],
  ['coarse', coarseNames, 20],
])('%s: each once, in alphabetical order', (_, names, count) => {
  expect(names).toHaveLength(count);
  expect(names).toEqual([...new Set(names)].sort());
});
