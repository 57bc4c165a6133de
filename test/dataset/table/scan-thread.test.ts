// What is left when the other thread ends.
import { expect, test } from '@jest/globals';
import type { Stretch } from '../../../src/dataset/table/stretch.js';
import { begun, stretchOf } from './scanning.js';

test('what it had claimed when it ended is scanned by the other one', async () => {
  const thread = begun();
  const stretch = stretchOf('1,2\n');
  // As it does before it dies.
  expect(stretch.claim()).toBe(true);
  thread.end();
  const scanned: Stretch[] = [];
  await thread.scanned(stretch, (one) => scanned.push(one));
  expect(scanned).toEqual([stretch]);
});
