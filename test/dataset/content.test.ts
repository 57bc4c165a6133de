import { expect, test } from '@jest/globals';
import { join, resolve } from 'node:path';
import { combinedSha256, dataPath } from '../../src/dataset/content.js';

test('a data file is named from the current folder where it lies below it', () => {
  expect(dataPath(resolve('specs'), '../data/a.csv')).toBe(join('data', 'a.csv'));
  expect(dataPath(process.cwd(), 'a.csv')).toBe('a.csv');
  expect(dataPath(resolve('..'), 'a.csv')).toBe(resolve('..', 'a.csv'));
  expect(dataPath(resolve('specs'), resolve('data/a.csv'))).toBe(resolve('data/a.csv'));
});

test('one file has its own hash, several have one of all', () => {
  expect(combinedSha256(['ab'])).toBe('ab');
  // printf 'ab\ncd' | sha256sum
  expect(combinedSha256(['ab', 'cd'])).toBe(
    '41b72d4bfcbee9afefc1319dc198260e7dfd43b16d45f56b3bdded5e8427fea7',
  );
});
