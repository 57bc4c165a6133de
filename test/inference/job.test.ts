// What passes to the process that computes.
import { expect, test } from '@jest/globals';
import { isRows } from '../../src/inference/job.js';

test('rows are told from jobs', () => {
  expect(isRows({ run: 'a', rows: null })).toBe(true);
  expect(isRows({ id: 'a', purpose: 'predict' })).toBe(false);
});
