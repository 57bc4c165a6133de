import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { offersCsv } from '../../tools/offers.js';
import { root } from '../folders.js';

test('the table of the experiment is the one that is made', () => {
  expect(readFileSync(join(root, 'experiments/offers.csv'), 'utf8')).toBe(offersCsv());
});
