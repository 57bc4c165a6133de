// Labelled pictures in memory: what is refused, what is skipped, and what is said.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readPictures, type Reading } from '../../../src/dataset/pictures/labelled-pictures.js';
import { refusal, temporaryFolder } from '../fixtures.js';
import { flat, madeFolder, writeTree } from './made.js';

const folder = temporaryFolder();
const cache = temporaryFolder();
process.env['DLX_CACHE'] = cache;
writeTree(folder, {
  'a.png': flat(1, 1, [1, 1, 1]),
  'b.png': 'text',
  'c.png': flat(2, 1, [3, 3, 3]),
  'd.png': Buffer.from('BM'),
});
const reading: Reading = {
  asked: { height: 1, width: 1, channels: 1, fit: 'stretch', background: 'black' },
  corrupt: 'refuse',
  classNames: ['x', 'y'],
  stream: false,
};
const labelled = {
  paths: ['a', 'b', 'c', 'd'].map((name) => join(folder, `${name}.png`)),
  classes: [0, 0, 1, 1],
};
const silent = (): void => undefined;

test('all that are corrupt are named, with how many there are and the cure', async () => {
  expect((await refusal(readPictures(labelled, reading, silent))).message.split('\n')).toEqual([
    `${join(folder, 'b.png')} is a text file`,
    `${join(folder, 'd.png')} is BMP, which is not read: save it as PNG or JPEG`,
    '2 of 4 pictures cannot be used: mend or remove them, or say corrupt: skip, and they are left out and counted',
  ]);
});

test('of many, twenty are named', async () => {
  const paths = Array.from({ length: 30 }, () => join(folder, 'b.png'));
  const { message } = await refusal(
    readPictures({ paths, classes: paths.map(() => 0) }, reading, silent),
  );
  expect(message.split('\n')).toHaveLength(21);
  expect(message).toMatch(/\nand 10 more: 30 of 30 pictures cannot be used/);
});

test('skipped ones are left out, counted and said, and sizes that differ are', async () => {
  const { classes, values, paths, notes } = await readPictures(
    labelled,
    { ...reading, corrupt: 'skip' },
    silent,
  );
  expect([[...classes], [...values]]).toEqual([
    [0, 1],
    [1, 3],
  ]);
  expect(paths).toEqual([join(folder, 'a.png'), join(folder, 'c.png')]);
  expect(notes).toEqual([
    expect.stringMatching(
      /^2 of 4 pictures skipped, as corrupt: skip says: .*b\.png is a text file, /,
    ),
    expect.stringMatching(/^pictures of 2 sizes, from 1 × 1 \(.*a\.png\) to 2 × 1 \(.*c\.png\)$/),
  ]);
});

test('the sum is of what the files hold and their classes, in order', async () => {
  const sum = async (names: readonly string[], classes: readonly number[]): Promise<string> => {
    const paths = names.map((name) => join(folder, name));
    return (await readPictures({ paths, classes }, reading, silent)).sha256;
  };
  const elsewhere = madeFolder();
  writeTree(elsewhere, { 'z.png': flat(1, 1, [1, 1, 1]) });
  const one = await sum(['a.png', 'c.png'], [0, 1]);
  expect(
    await sum([join('..', elsewhere.slice(folder.lastIndexOf('/') + 1), 'z.png'), 'c.png'], [0, 1]),
  ).toBe(one);
  expect(await sum(['a.png', 'c.png'], [1, 0])).not.toBe(one);
  expect(await sum(['c.png', 'a.png'], [1, 0])).not.toBe(one);
});
