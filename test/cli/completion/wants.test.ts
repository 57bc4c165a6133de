// What a shell may offer at a place of the command line.
import { expect, test } from '@jest/globals';
import { commands } from '../../../src/cli/command-table.js';
import type { Command } from '../../../src/cli/options.js';
import { formsOf, quoted, wantsBeside, wantsOf } from '../../../src/cli/completion/wants.js';

const command = (name: string): Command => {
  const found = commands.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};

const wanted = (name: string, option: string): unknown => {
  const found = command(name).options.find((one) => one.name === option);
  if (!found) throw new Error(option);
  return wantsOf(found);
};

test.each([
  ['train', 'runs', { kind: 'folders', words: [] }],
  ['train', 'device', { kind: 'words', words: ['auto', 'cpu', 'gpu'] }],
  ['train', 'threads', { kind: 'text' }],
  ['train', 'quiet', null],
  ['train', 'parent', { kind: 'folders', words: ['latest'] }],
  ['train', 'events', { kind: 'files', endings: [] }],
  [
    'compare',
    'format',
    { kind: 'words', words: ['table', 'json', 'csv', 'markdown', 'latex', 'html'] },
  ],
])('dlx %s --%s', (name, option, wants) => {
  expect(wanted(name, option)).toEqual(wants);
});

test('beside the options', () => {
  expect(wantsBeside(command('train').takes, undefined)).toEqual({
    kind: 'files',
    endings: ['.yaml', '.yml'],
  });
  expect(wantsBeside(command('resume').takes, undefined)).toEqual({
    kind: 'folders',
    words: ['latest'],
  });
  const { takes, then } = command('predict');
  expect(wantsBeside(takes, then)).toEqual({ kind: 'files', endings: [] });
  expect(wantsBeside(undefined, undefined)).toBeNull();
});

test('an option in each of its forms', () => {
  expect(formsOf({ kind: 'flag', name: 'quiet', short: 'q', about: '' })).toEqual([
    '--quiet',
    '-q',
  ]);
  expect(formsOf({ kind: 'flag', name: 'json', about: '' })).toEqual(['--json']);
});

test('a text for a shell', () => {
  expect(quoted("it's $HOME")).toBe("'it'\\''s $HOME'");
});
