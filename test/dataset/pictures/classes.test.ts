// Parts and classes by folders, and folders that are none.
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { pictureParts } from '../../../src/dataset/pictures/classes.js';
import { refusal } from '../fixtures.js';
import { flat, madeFolder, writeTree } from './made.js';

const treeOf = (...paths: readonly string[]): string => {
  const folder = madeFolder();
  const content = (path: string): string | Buffer =>
    path.endsWith('.txt') ? 'text' : flat(1, 1, [0, 0, 0]);
  writeTree(folder, Object.fromEntries(paths.map((path) => [path, content(path)])));
  return folder;
};
const below = (folder: string, paths: readonly string[]): readonly string[] =>
  paths.map((path) => path.slice(folder.length + 1));

test('a folder a class, in the order of their characters', () => {
  const folder = treeOf('b/1.png', 'b/0.png', 'B/x.png', '10/y.png', '2/z.png');
  const { classNames, train, validation, test: own } = pictureParts(folder);
  expect(classNames).toEqual(['10', '2', 'B', 'b']);
  expect(below(folder, train.paths)).toEqual([
    '10/y.png',
    '2/z.png',
    'B/x.png',
    'b/0.png',
    'b/1.png',
  ]);
  expect(train.classes).toEqual([0, 1, 2, 3, 3]);
  expect([validation, own]).toEqual([null, null]);
});

test('train, val and test are found, whatever their case', () => {
  const folder = treeOf('Train/a/1.png', 'Train/b/2.png', 'val/b/3.png', 'test/a/4.png');
  const { classNames, train, validation, test: own } = pictureParts(folder);
  expect(classNames).toEqual(['a', 'b']);
  expect(below(folder, train.paths)).toEqual(['Train/a/1.png', 'Train/b/2.png']);
  expect(validation).toEqual({ paths: [join(folder, 'val/b/3.png')], classes: [1] });
  expect(own).toEqual({ paths: [join(folder, 'test/a/4.png')], classes: [0] });
});

test('train among vehicles is a class', () => {
  const { classNames } = pictureParts(treeOf('train/1.png', 'bus/2.png', 'car/3.png'));
  expect(classNames).toEqual(['bus', 'car', 'train']);
});

test('what is odd is noted: folders without pictures, classes almost alike', () => {
  const folder = treeOf('Cat/1.png', 'cat/2.png', 'dog/3.png', 'empty/notes.txt');
  expect(pictureParts(folder).notes).toEqual([
    `1 file that is no picture left out: ${join(folder, 'empty/notes.txt')}`,
    `1 folder of ${folder} without a picture, and so no class: empty`,
    'classes "Cat" and "cat" are written almost alike, and are two classes',
  ]);
});

describe('refused', () => {
  test.each([
    ['no pictures', ['a/notes.txt'], /holds no folder with pictures/],
    [
      'one class',
      ['cat/1.png'],
      /has pictures of one class, "cat": there is nothing to tell apart/,
    ],
    [
      'a class in test alone',
      ['train/a/1.png', 'train/b/1.png', 'test/c/1.png'],
      /test has "c", and .*train has no such class: rename or remove the folder/,
    ],
    [
      'a test part without classes',
      ['train/a/1.png', 'train/b/1.png', 'test/1.png'],
      /test holds no folder with pictures/,
    ],
    [
      'parts beside classes',
      ['train/a/1.png', 'test/a/1.png', 'cat/1.png'],
      /holds test, train beside cat/,
    ],
    ['two of one part', ['train/a/1.png', 'val/a/1.png', 'valid/a/1.png'], /holds val and valid/],
  ])('%s', async (_, paths, message) => {
    const folder = treeOf(...paths);
    expect(await refusal(() => pictureParts(folder))).toEqual({
      message: expect.stringMatching(message),
      exitCode: 1,
    });
  });
});
