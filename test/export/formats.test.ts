// The table of formats, and what the command line says of it.
import { expect, test } from '@jest/globals';
import { commandNamed } from '../../src/cli/command-table.js';
import { formatNamed, formats } from '../../src/export/formats.js';

// Written of runs, and not of a model.
const ofRuns = ['tensorboard', 'mlflow'];

test('the command line knows the formats that there are', () => {
  const to = commandNamed('export')?.options.find(({ name }) => name === 'to');
  const names = formats.map(({ name }) => name);
  expect(to && 'words' in to && to.words).toEqual([...names, ...ofRuns]);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(formatNamed(name).name).toBe(name);
});

test('no other format', () => {
  expect(() => formatNamed('pickle')).toThrow('no format is called pickle');
});
