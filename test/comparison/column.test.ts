import { expect, test } from '@jest/globals';
import { rowState } from '../../src/comparison/column.js';
import { run } from './runs.js';

test('a run that cannot be read is damaged', () => {
  expect(rowState(run('a', { state: 'diverged' }))).toBe('diverged');
  expect(rowState({ folder: 'runs/torn', damaged: 'its run.json is empty' })).toBe('damaged');
});
