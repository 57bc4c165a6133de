// Files by their names and by patterns.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { filesOf, leadsToFile, namesIn } from '../../../src/dataset/table/files.js';
import { temporaryFolder, writeIn } from '../fixtures.js';

const folder = temporaryFolder();
for (const name of ['b', 'a']) {
  mkdirSync(join(folder, name));
  for (const file of ['10.csv', '2.csv', '.csv', 'x.txt', 'ü[1].csv']) {
    writeIn(folder, join(name, file), '');
  }
}
mkdirSync(join(folder, 'a', 'folder.csv'));
writeIn(folder, 'what?.csv', '');

test.each([
  ['a/10.csv', ['a/10.csv']],
  ['missing.csv', ['missing.csv']],
  ['a/*.csv', ['a/10.csv', 'a/2.csv', 'a/ü[1].csv']],
  ['a/?.csv', ['a/2.csv']],
  ['./*/1*', ['a/10.csv', 'b/10.csv']],
  ['a/.*', ['a/.csv']],
  ['*/ü[1]*', ['a/ü[1].csv', 'b/ü[1].csv']],
  ['what?.csv', ['what?.csv']],
  [
    ['b/2.csv', 'a/?.csv'],
    ['b/2.csv', 'a/2.csv'],
  ],
])('%j', (written, paths) => {
  expect(filesOf(folder, written).paths).toEqual(paths);
});

test('a whole path stays one, and how many files there are is told', () => {
  const { paths, notes } = filesOf('/', join(folder, '?/2.csv'));
  expect(paths).toEqual([join(folder, 'a/2.csv'), join(folder, 'b/2.csv')]);
  expect(notes).toEqual([`2 files are called ${join(folder, '?/2.csv')}`]);
});

test.each([
  ['*.parquet', /^no file is called .*\*\.parquet: mend the pattern/],
  ['no/*.csv', /^no file is called/],
  [['a/2.csv', 'a/*.csv'], /2\.csv is named twice: its rows would count double$/],
])('%j is refused', (written, said) => {
  expect(() => filesOf(folder, written)).toThrow(said);
});

test('what leads to a file', () => {
  expect(
    ['a/2.csv', 'a/*.csv', 'c/*.csv', 'a/3.csv'].map((path) => leadsToFile(join(folder, path))),
  ).toEqual([true, true, false, false]);
  expect(namesIn('a')).toEqual(['a']);
  expect(namesIn(['a', 'b'])).toEqual(['a', 'b']);
});
