// The series of the experiments is what its tool writes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { loadTable } from '../../tools/load.js';
import { root } from '../folders.js';

test('experiments/load.csv', () => {
  expect(readFileSync(join(root, 'experiments/load.csv'), 'utf8')).toBe(loadTable());
});
