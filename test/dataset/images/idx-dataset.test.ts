import { describe, expect, test } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  describeIn,
  idxBytes,
  inputsOf,
  load,
  refusal,
  temporaryFolder,
  writeIn,
} from '../fixtures.js';
import { onlyInput, onlyTarget } from '../../../src/dataset/source.js';

const folder = temporaryFolder();
const pixels = Array.from({ length: 10 * 4 }, (_, i) => i);
writeIn(folder, 'images', idxBytes([10, 2, 2], pixels));
writeIn(folder, 'labels', idxBytes([10], [0, 1, 2, 0, 1, 2, 0, 1, 2, 0]));
writeIn(folder, 'images.gz', gzipSync(idxBytes([10, 2, 2], pixels)));
writeIn(folder, 'labels.gz', gzipSync(idxBytes([10], [0, 1, 2, 0, 1, 2, 0, 1, 2, 0])));
writeIn(folder, 'test-images', idxBytes([2, 2, 2], [9, 8, 7, 6, 5, 4, 3, 2]));
writeIn(folder, 'test-labels', idxBytes([2], [3, 0]));
const files = { name: 'idx', train_images: 'images', train_labels: 'labels' };
const tested = { ...files, test_images: 'test-images', test_labels: 'test-labels' };

describe('idx', () => {
  test('with test files: images as height × width × channels, uint8, classes from every label', async () => {
    const data = await load(folder, tested);
    expect(data).toMatchObject({
      name: 'idx',
      inputs: [{ name: 'image', kind: 'image', shape: [2, 2, 1], vocabulary: null }],
      classes: 4,
      classNames: null,
      targetName: 'label',
      columns: null,
      notes: [
        'class "3" has no training row, and 1 in the test part: it cannot be learned; more of its rows, or stratify: true, would help',
      ],
      train: { source: { inputs: [{ name: 'image', divideBy: 255 }] } },
    });
    expect([data.train.rows.length, data.validation.rows.length, [...data.test.rows]]).toEqual([
      8,
      2,
      [0, 1],
    ]);
    expect(onlyInput(data.train.source).values).toBeInstanceOf(Uint8Array);
    expect(inputsOf(data.train, 3)).toEqual([12, 13, 14, 15]);
    expect(inputsOf(data.test, 1)).toEqual([5, 4, 3, 2]);
    expect(onlyTarget(data.test.source).values).toEqual(Int32Array.of(3, 0));
    expect(await describeIn(folder, tested)).toEqual({
      inputs: [{ name: 'image', kind: 'image', shape: [2, 2, 1], vocabulary: null }],
      classes: 4,
      classNames: null,
      targetName: 'label',
      columns: null,
      notes: [],
    });
  });

  test('says which labels never occur, and which no training image has', async () => {
    writeIn(folder, 'gaps', idxBytes([10], [0, 1, 4, 0, 1, 4, 0, 1, 4, 0]));
    writeIn(folder, 'test-gaps', idxBytes([2], [5, 0]));
    const gaps = { ...tested, train_labels: 'gaps', test_labels: 'test-gaps' };
    const never =
      '2 of the labels from 0 to 5 never occur (2, 3): the model has an output for each all the same';
    expect((await describeIn(folder, gaps)).notes).toEqual([never]);
    expect((await load(folder, gaps)).facts.notes).toEqual([
      never,
      'class "5" has no training row, and 1 in the test part: it cannot be learned; more of its rows, or stratify: true, would help',
    ]);
  });

  test('with test_split takes the test part first, then the validation part from the rest', async () => {
    // ceil(10 * 0.3) = 3, then ceil(7 * 0.2) = 2.
    const data = await load(folder, { ...files, test_split: 0.3, divide_by: 1 });
    expect([data.train.rows.length, data.validation.rows.length, data.test.rows.length]).toEqual([
      5, 2, 3,
    ]);
    expect(
      [...data.train.rows, ...data.validation.rows, ...data.test.rows].sort((a, b) => a - b),
    ).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([onlyInput(data.train.source).divideBy, data.classes]).toEqual([1, 3]);
    // One copy of the pixels for all parts.
    expect(data.validation.source).toBe(data.train.source);
    expect(data.test.source).toBe(data.train.source);
  });

  test('has one hash for the same content, gzipped or not, wherever it lies', async () => {
    const plain = await load(folder, { ...files, test_split: 0.2 });
    const gzipped = await load(join(folder, '..'), {
      name: 'idx',
      train_images: join(folder, 'images.gz'),
      train_labels: join(folder, 'labels.gz'),
      test_split: 0.2,
    });
    expect(gzipped.sha256).toBe(plain.sha256);
    expect((await load(folder, tested)).sha256).not.toBe(plain.sha256);
  });

  test('takes colour images', async () => {
    writeIn(folder, 'colour', idxBytes([10, 2, 2, 3], new Uint8Array(120)));
    expect(
      onlyInput(await load(folder, { ...files, train_images: 'colour', test_split: 0.2 })).shape,
    ).toEqual([2, 2, 3]);
  });
});

describe('idx refuses', () => {
  test.each([
    [
      'no test part',
      files,
      2,
      'dataset idx has no test part: give test_images and test_labels, or test_split (0.2 takes a fifth of the images)',
    ],
    [
      'half a test part',
      { ...files, test_images: 'test-images' },
      2,
      'dataset idx has test_images but no test_labels: give both, or neither and test_split',
    ],
    [
      'half a test part, the other',
      { ...files, test_labels: 'test-labels' },
      2,
      'dataset idx has test_labels but no test_images: give both, or neither and test_split',
    ],
    [
      'two test parts',
      { ...tested, test_split: 0.1 },
      2,
      'dataset idx has test files and test_split: give one of them',
    ],
    [
      'labels of other images',
      { ...tested, train_labels: 'test-labels' },
      1,
      `${join(folder, 'images')} has 10 images, but ${join(folder, 'test-labels')} has 2 labels: they do not belong together`,
    ],
    [
      'labels as images',
      { ...tested, train_images: 'labels' },
      1,
      `${join(folder, 'labels')} has the shape 10, expected images × height × width, or that × channels`,
    ],
    [
      'images as labels',
      { ...tested, train_labels: 'images' },
      1,
      `${join(folder, 'images')} has the shape 10 × 2 × 2, expected one dimension: the labels`,
    ],
    [
      'more labels than images',
      { ...files, train_labels: 'twenty', test_split: 0.2 },
      1,
      `${join(folder, 'images')} has 10 images, but ${join(folder, 'twenty')} has 20 labels: they do not belong together`,
    ],
    [
      'labels of three dimensions',
      { ...files, train_labels: 'deep', test_split: 0.2 },
      1,
      `${join(folder, 'deep')} has the shape 10 × 1 × 1, expected one dimension: the labels`,
    ],
    [
      'test labels of other images',
      { ...tested, test_labels: 'labels' },
      1,
      `${join(folder, 'test-images')} has 2 images, but ${join(folder, 'labels')} has 10 labels: they do not belong together`,
    ],
    [
      'labels that are cut short',
      { ...files, train_labels: 'cut.gz', test_split: 0.2 },
      1,
      `${join(folder, 'cut.gz')} is cut short: its header says 10 = 10 values, but it holds 7`,
    ],
    [
      'labels that are too long',
      { ...files, train_labels: 'long.gz', test_split: 0.2 },
      1,
      `${join(folder, 'long.gz')} is too long: its header says 10 = 10 values, but it holds more`,
    ],
    [
      'test images of another size',
      { ...tested, test_images: 'wide', test_labels: 'test-labels' },
      1,
      `${join(folder, 'wide')} has images of 1 × 4 × 1, but ${join(folder, 'images')} has images of 2 × 2 × 1: they do not belong together`,
    ],
    [
      'a folder',
      { ...tested, train_images: 'inner' },
      1,
      `${join(folder, 'inner')} is a folder, expected a file`,
    ],
    [
      'a missing file',
      { ...tested, train_labels: 'no' },
      1,
      `${join(folder, 'no')} does not exist: mend the path (relative ones start at the spec's folder, after -S at the current one) or put the file there`,
    ],
  ])('%s', async (_name, written, exitCode, message) => {
    writeIn(folder, 'twenty', idxBytes([20], new Uint8Array(20)));
    writeIn(folder, 'deep', idxBytes([10, 1, 1], new Uint8Array(10)));
    writeIn(folder, 'cut.gz', gzipSync(idxBytes([10], new Uint8Array(7))));
    writeIn(folder, 'long.gz', gzipSync(idxBytes([10], new Uint8Array(11))));
    writeIn(folder, 'wide', idxBytes([2, 1, 4], new Uint8Array(8)));
    mkdirSync(join(folder, 'inner'), { recursive: true });
    expect(await refusal(load(folder, written))).toEqual({ message, exitCode });
    // `dlx validate` says what `dlx train` would.
    expect(await refusal(describeIn(folder, written))).toEqual({ message, exitCode });
  });
});
