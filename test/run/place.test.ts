// The folder that a run lies in, and what strangers are told of it.
import { basename, dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { folderOfRuns, placeFromHere } from '../../src/run/place.js';

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

test.each([
  ['runs/a', 'runs/a'],
  ['./runs/a/', 'runs/a'],
  [join(process.cwd(), 'runs/a'), 'runs/a'],
  ['..a/b', '..a/b'],
  ['../a', 'a'],
  ['/x/a', 'a'],
  ['.', basename(process.cwd())],
])('%s is called from here %s', (run, place) => {
  expect(placeFromHere(run)).toBe(place);
});
