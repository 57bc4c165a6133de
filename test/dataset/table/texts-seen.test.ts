import { mkdirSync, mkdtempSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { textsSeen } from '../../../src/dataset/table/texts-seen.js';
import { temporaryFolder, writeIn } from '../fixtures.js';

const all = temporaryFolder();

function seen(files: Readonly<Record<string, string | Uint8Array>>): object | null {
  const folder = mkdtempSync(join(all, 'a-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeIn(folder, name, content);
  }
  const found = textsSeen(folder);
  const named = (path: string): string => relative(folder, path);
  return (
    found && {
      ...found,
      files: named(found.files),
      ...(found.test_file === undefined ? {} : { test_file: named(found.test_file) }),
    }
  );
}

test.each<[string, Readonly<Record<string, string | Uint8Array>>, object | null]>([
  ['a folder a class', { 'a/1.txt': 'x', 'b/2.txt': 'ä' }, { files: '', texts: 'files' }],
  [
    'parts, with what else lies there',
    {
      'train/a/1.txt': '',
      'train/b/1.txt': '',
      'train/urls.txt': '',
      'test/a/1.txt': '',
      'test/b/2.txt': '',
      README: '',
    },
    { files: 'train', texts: 'files', test_file: 'test' },
  ],
  ['a file a class', { 'pos.txt': 'x', 'neg.txt': 'y' }, { files: '*.txt', texts: 'lines' }],
  [
    'old letters',
    { 'a/1.txt': 'x', 'b/2.txt': Buffer.from([0x61, 0xe4]) },
    { files: '', texts: 'files', encoding: 'windows-1252' },
  ],
  ['pictures', { 'a/1.png': '', 'b/2.txt': '' }, null],
  ['one file', { 'a.txt': 'x' }, null],
])('%s', (_what, files, expected) => {
  expect(seen(files)).toEqual(expected);
});
