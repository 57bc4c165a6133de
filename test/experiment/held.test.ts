// What a process holds from one run to the next.
import { expect, test } from '@jest/globals';
import { holding } from '../../src/experiment/held.js';
import { datasetOf } from '../training/trainers.js';

test('the data set that was loaded last, by what it is loaded with', async () => {
  const held = holding(2);
  let loaded = 0;
  const load = async () => {
    loaded += 1;
    return datasetOf(
      { shape: [2, 1], values: [0, 1] },
      { shape: [2], values: [0, 1], kind: 'int' },
    );
  };
  const one = await held.dataset({ folder: 'a', dataset: { name: 'x' } }, load);
  expect(await held.dataset({ folder: 'a', dataset: { name: 'x' } }, load)).toBe(one);
  expect(loaded).toBe(1);
  // No other is taken for it, and what is no number is no null.
  const nan = await held.dataset({ folder: 'a', dataset: { name: NaN } }, load);
  expect(await held.dataset({ folder: 'a', dataset: { name: null } }, load)).not.toBe(nan);
  expect(loaded).toBe(3);
  expect(await held.dataset({ folder: 'a', dataset: { name: 'x' } }, load)).not.toBe(one);
  await expect(
    held.dataset({ folder: 'b' }, () => Promise.reject(new Error('no such file'))),
  ).rejects.toThrow('no such file');
  expect(await held.dataset({ folder: 'a', dataset: { name: 'x' } }, load)).toBeDefined();
  expect(loaded).toBe(5);
});
