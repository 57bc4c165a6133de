// The folder that a run lies in.
import { dirname } from 'node:path';
import { expect, test } from '@jest/globals';
import { folderOfRuns } from '../../src/run/place.js';

test.each([
  ['runs/a', 'runs'],
  ['runs/a/', 'runs'],
  ['a', '.'],
  ['/x/a', '/x'],
  ['.', dirname(process.cwd())],
  ['..', dirname(dirname(process.cwd()))],
])('of %s', (run, folder) => {
  expect(folderOfRuns(run)).toBe(folder);
});
