import { expect, test } from '@jest/globals';
import { picturesOf } from '../../src/survey/pictures.js';
import { load, temporaryFolder } from '../dataset/fixtures.js';
import { greyPictures } from './data.js';

const folder = temporaryFolder();

test('some pictures of each class of the training part are there to be looked at', async () => {
  const data = await greyPictures(folder);
  const pictures = picturesOf(data);
  expect(new Set(pictures.map(({ label }) => label))).toEqual(new Set(['0', '1']));
  for (const { row, values, label, shape } of pictures) {
    expect([...values]).toEqual([0, 10 * row, 10 * row, 255]);
    expect([label, shape]).toEqual([String(row % 2), [2, 2, 1]]);
    expect([...data.train.rows]).toContain(row);
  }
});

test('there are none of other data', async () => {
  expect(picturesOf(await load(folder, { name: 'spirals' }))).toEqual([]);
});
