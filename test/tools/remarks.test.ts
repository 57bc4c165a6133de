// The remarks of the experiments are what their tool writes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { remarkTable } from '../../tools/remarks.js';
import { root } from '../folders.js';

test('experiments/remarks.csv', () => {
  expect(readFileSync(join(root, 'experiments/remarks.csv'), 'utf8')).toBe(remarkTable());
});
