import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { pathIn, whyNoFile } from '../../../src/dataset/pictures/picture-paths.js';
import { madeFolder } from './made.js';

test('a path starts at a folder unless it is a whole one', () => {
  expect(pathIn('photos', 'a/b.png')).toBe('photos/a/b.png');
  expect(pathIn('photos', '../b.png')).toBe('b.png');
  expect(pathIn('photos', '/tmp/b.png')).toBe('/tmp/b.png');
  expect(pathIn('.', 'b.png')).toBe('b.png');
});

test('why there is no file, by what stands in its place', () => {
  const folder = madeFolder();
  mkdirSync(join(folder, 'a'));
  writeFileSync(join(folder, 'a/b.png'), '');
  symlinkSync('nowhere', join(folder, 'lost.png'));
  const why = (path: string): string | null => whyNoFile(join(folder, path));
  expect(why('a/b.png')).toBeNull();
  expect(why('a')).toBe('is a folder, expected a picture');
  expect(why('a/b.png/c.png')).toBe('does not exist');
  expect(why('lost.png')).toBe('does not exist');
  expect(why('none.png')).toBe('does not exist');
  expect(why('a\\b.png')).toBe('does not exist: write / between folders');
  expect(why('a\\c.png')).toBe('does not exist');
  expect(why('~/b.png')).toContain('~ means no folder');
  expect(why('https://a.example/b.png')).toContain('download it first');
  expect(why('a\0b.png')).toBe('does not exist');
  expect(why('x'.repeat(5000))).toBe('does not exist');
  expect(whyNoFile('/dev/null')).toBe('is not a plain file');
});
