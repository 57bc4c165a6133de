// The data set `image_folder`: its parts, from folders and from tables, and arguments that do not go
// together.
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { onlyInput, onlyTarget } from '../../../src/dataset/source.js';
import { describeIn, inputsOf, load, refusal, temporaryFolder, writeIn } from '../fixtures.js';
import { twoClasses, writeTree } from './made.js';

const folder = temporaryFolder();
process.env['DLX_CACHE'] = join(folder, 'cache');
writeTree(folder, {
  ...twoClasses(10, 'flat'),
  ...twoClasses(5, 'parted/train'),
  ...twoClasses(2, 'parted/val'),
  ...twoClasses(3, 'parted/test'),
});
writeIn(
  folder,
  'table.csv',
  `photo,kind\n${['light', 'dark'].flatMap((name) => Array.from({ length: 10 }, (_, i) => `${name}/${name}-00${i}.png,${name}`)).join('\n')}\n`,
);
const flatFolder = { name: 'image_folder', folder: 'flat', test_split: 0.2 };
const parted = { name: 'image_folder', folder: 'parted' };

test('a folder a class: height × width × channels of bytes, what was inferred, and one sum', async () => {
  const data = await load(folder, flatFolder);
  expect(data).toMatchObject({
    name: 'image_folder',
    inputs: [{ name: 'image', kind: 'image', shape: [4, 6, 3] }],
    classes: 2,
    classNames: ['dark', 'light'],
    classCounts: [10, 10],
    facts: {
      inputs: [{ kind: 'image', divide_by: 255, picture: { fit: 'stretch', background: 'black' } }],
      targets: [{ kind: 'classes', classes: ['dark', 'light'], positive: 'light' }],
      source: [{ role: 'folder', path: 'flat', sha256: data.sha256 }],
    },
  });
  expect([data.train, data.validation, data.test].map(({ rows }) => rows.length)).toEqual([
    12, 4, 4,
  ]);
  // dark-003 is the fourth, light-000 the eleventh.
  expect(inputsOf(data.train, 3).slice(0, 6)).toEqual([20, 3, 4, 20, 3, 4]);
  expect(inputsOf(data.train, 10).slice(0, 3)).toEqual([200, 0, 4]);
  expect(onlyTarget(data.train.source).values.slice(9, 11)).toEqual(Int32Array.of(0, 1));
});

test('folders of parts are those parts, and nothing is split', async () => {
  const data = await load(folder, parted);
  const parts = [data.train, data.validation, data.test];
  expect(parts.map(({ source, rows }) => [source.name, rows.length])).toEqual([
    ['train', 10],
    ['validation', 4],
    ['test', 6],
  ]);
  expect(inputsOf(data.test, 0).slice(0, 3)).toEqual([20, 0, 'parted/test'.length]);
});

test('validation folders and a test part that is cut from the training folders', async () => {
  writeTree(folder, { ...twoClasses(5, 'half/train'), ...twoClasses(2, 'half/val') });
  const data = await load(folder, { name: 'image_folder', folder: 'half', test_split: 0.2 });
  const parts = [data.train, data.validation, data.test];
  expect(parts.map(({ source, rows }) => [source.name, rows.length])).toEqual([
    ['train', 8],
    ['validation', 4],
    ['train', 2],
  ]);
  const rows = [...data.train.rows, ...data.test.rows].sort((a, b) => a - b);
  expect(rows).toEqual(Array.from({ length: 10 }, (_, i) => i));
});

test('a table names the same pictures', async () => {
  const table = {
    name: 'image_folder',
    file: 'table.csv',
    folder: 'flat',
    picture: 'photo',
    target: 'kind',
  };
  const data = await load(folder, { ...table, test_split: 0.2 });
  expect(data.classNames).toEqual(['dark', 'light']);
  expect(inputsOf(data.train, 0).slice(0, 3)).toEqual([200, 0, 4]);
  expect(data.facts.source.map(({ role, path }) => [role, path])).toEqual([
    ['file', 'table.csv'],
    ['folder', 'flat'],
  ]);
});

test('another size, grey: described without reading a picture', async () => {
  const small = { ...flatFolder, size: 2, channels: 1 };
  expect(onlyInput(await describeIn(folder, small)).shape).toEqual([2, 2, 1]);
  const data = await load(folder, small);
  // Rec. 601: 0.299 × 200 + 0.587 × 0 + 0.114 × 4.
  expect(inputsOf(data.train, 10)).toEqual([60, 60, 60, 60]);
});

describe('refused', () => {
  test.each([
    [{ name: 'image_folder' }, /needs folder, .*, or file/],
    [
      { name: 'image_folder', folder: 'flat' },
      /has no test part: add a folder test beside train, or test_split/,
    ],
    [{ ...parted, test_split: 0.2 }, /has test pictures of its own and test_split/],
    [{ ...flatFolder, channels: 2 }, /takes 1 channel \(grey\) or 3/],
    [{ ...flatFolder, picture: 'photo' }, /has picture without file/],
    [{ name: 'image_folder', file: 'table.csv', test_split: 0.2 }, /needs picture/],
  ])('%j', async (written, message) => {
    expect(await refusal(load(folder, written))).toEqual({
      message: expect.stringMatching(message),
      exitCode: 2,
    });
  });

  test('a folder that is not there', async () => {
    expect((await refusal(load(folder, { ...flatFolder, folder: 'no' }))).message).toMatch(
      /no does not exist/,
    );
  });
});
