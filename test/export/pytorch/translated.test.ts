// A network layer by layer in PyTorch.
import { expect, test } from '@jest/globals';
import { isChain, translatedNetwork } from '../../../src/export/pytorch/translated.js';
import { keptWith } from './translate.js';

test('weights by the names that modules give them', () => {
  const kept = keptWith([{ Dense: 2, name: 'hidden' }, { Dropout: 0.1 }, { Dense: 1 }], [3]);
  const { steps } = translatedNetwork(kept);
  const tensors = steps.flatMap(({ translated }) => translated.tensors);
  expect(tensors.map(({ name, shape }) => [name, shape])).toEqual([
    ['hidden.weight', [2, 3]],
    ['hidden.bias', [2]],
    ['dense.weight', [1, 2]],
    ['dense.bias', [1]],
  ]);
  expect(isChain(steps, kept.network)).toBe(true);
});

test('a graph is no chain', () => {
  const kept = keptWith(
    [
      { Dense: 2, name: 'a' },
      { Dense: 2, inputs: ['input'] },
    ],
    [3],
  );
  const { steps } = translatedNetwork(kept);
  expect(isChain(steps, kept.network)).toBe(false);
});
