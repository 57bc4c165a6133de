// What is found in a folder, and what is said to be left out.
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { leftOutNotes, picturesBelow } from '../../../src/dataset/pictures/listing.js';
import { refusal } from '../fixtures.js';
import { flat, madeFolder, writeTree } from './made.js';

const picture = flat(1, 1, [0, 0, 0]);

test('pictures of nested folders, in order; by what they are where their names say nothing', () => {
  const folder = madeFolder();
  writeTree(folder, {
    'b.png': picture,
    'a/2.JPG': 'not looked into',
    'a/deep/er/1.gif': picture,
    '写真/été.png': picture,
    nameless: picture,
    'notes.txt': 'no',
    'Thumbs.db': 'no',
    '.DS_Store': 'no',
    'a/.hidden/x.png': picture,
  });
  const { pictures, leftOut } = picturesBelow(folder);
  expect(pictures.map((path) => path.slice(folder.length + 1))).toEqual([
    'b.png',
    'nameless',
    'a/2.JPG',
    'a/deep/er/1.gif',
    '写真/été.png',
  ]);
  const hidden = ['.DS_Store', 'Thumbs.db', 'a/.hidden'].map((name) => join(folder, name));
  expect(leftOutNotes(leftOut)).toEqual([
    `3 hidden files and folders left out: ${hidden.join(', ')}`,
    `1 file that is no picture left out: ${join(folder, 'notes.txt')}`,
  ]);
});

test('a link is followed, and one that leads into itself is left out', () => {
  const folder = madeFolder();
  writeTree(folder, { 'own/a.png': picture, 'elsewhere/b.png': picture });
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'own/linked'));
  symlinkSync(join(folder, 'own'), join(folder, 'own/loop'));
  const { pictures, leftOut } = picturesBelow(join(folder, 'own'));
  expect(pictures).toEqual([join(folder, 'own/a.png'), join(folder, 'own/linked/b.png')]);
  expect(leftOutNotes(leftOut)).toEqual([
    `1 link into a folder that it lies in left out: ${join(folder, 'own/loop')}`,
  ]);
});

test('an empty folder holds none, and one that is not there is said to be', async () => {
  const folder = madeFolder();
  mkdirSync(join(folder, 'empty'));
  expect(picturesBelow(join(folder, 'empty')).pictures).toEqual([]);
  expect((await refusal(() => picturesBelow(join(folder, 'no')))).message).toMatch(
    /does not exist/,
  );
});
