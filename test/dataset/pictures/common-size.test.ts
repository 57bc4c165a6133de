// The size of pictures for which none is asked.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { commonSize } from '../../../src/dataset/pictures/common-size.js';
import { refusal, temporaryFolder } from '../fixtures.js';
import { flat, writeTree } from './made.js';

const folder = temporaryFolder();
writeTree(folder, {
  'a.png': flat(2, 3, [1, 1, 1]),
  'b.png': flat(2, 3, [2, 2, 2]),
  'c.png': flat(4, 3, [3, 3, 3]),
  'd.png': 'text',
});
const paths = (...names: readonly string[]): readonly string[] =>
  names.map((name) => join(folder, `${name}.png`));

test('the one that all have; what has none is told of later', async () => {
  expect(await commonSize(paths('a', 'd', 'b'))).toEqual({ height: 2, width: 3 });
});

test('several are refused with the smallest and the largest, and what to write', async () => {
  expect(await refusal(commonSize(paths('c', 'a', 'b')))).toEqual({
    message: `dataset image_folder has pictures of 2 sizes, from 2 × 3 (${join(folder, 'a.png')}) to 4 × 3 (${join(folder, 'c.png')}): say to which they are brought, as size: [64, 64] (height, width)`,
    exitCode: 2,
  });
});

test('none at all', async () => {
  expect((await refusal(commonSize(paths('d')))).message).toMatch(/^none of the 1 pictures/);
});
