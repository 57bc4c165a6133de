import { expect, test } from '@jest/globals';
import { cifarImages, type LabelPlace } from '../../../src/dataset/images/cifar-files.js';
import { refusal } from '../fixtures.js';

const one: LabelPlace = { key: 'labels', byte: 0, bytes: 1 };
const second: LabelPlace = { key: 'fine_labels', byte: 1, bytes: 2 };

/** A record whose pixel at (row, column) has red `row`, green `column`, blue their sum. */
const record = (...labels: readonly number[]): Uint8Array => {
  const planes = [0, 1, 2].flatMap((channel) =>
    Array.from({ length: 1024 }, (_, at) => {
      const [row, column] = [Math.floor(at / 32), at % 32];
      return [row, column, row + column][channel] ?? 0;
    }),
  );
  return Uint8Array.from([...labels, ...planes]);
};

test('channels come last, labels from their byte', () => {
  const bytes = Buffer.concat([record(4, 7), record(1, 9)]);
  const { images, labels } = cifarImages([{ file: 'a.bin', bytes }], second, 10);
  expect([...labels.data]).toEqual([7, 9]);
  expect(images.shape).toEqual([2, 32, 32, 3]);
  const at = (image: number, row: number, column: number): readonly number[] => {
    const place = ((image * 32 + row) * 32 + column) * 3;
    return [...images.data.subarray(place, place + 3)];
  };
  expect([at(0, 0, 0), at(0, 3, 5), at(1, 31, 30)]).toEqual([
    [0, 0, 0],
    [3, 5, 8],
    [31, 30, 61],
  ]);
});

test('files follow each other', () => {
  const files = [4, 2].map((label) => ({ file: `${label}.bin`, bytes: record(label) }));
  expect([...cifarImages(files, one, 10).labels.data]).toEqual([4, 2]);
});

test('refuses what is no such file, by its name', async () => {
  const said = async (file: string, bytes: Uint8Array, classes = 10): Promise<string> =>
    (await refusal(() => cifarImages([{ file, bytes }], one, classes))).message;
  expect(await said('a.bin', record(1).subarray(1))).toBe(
    'a.bin has 3072 bytes, which are not records of 3073: take the file as it is published',
  );
  expect(await said('a.bin', new Uint8Array())).toContain('a.bin has 0 bytes');
  expect(await said('b.bin', record(7), 2)).toBe('b.bin has a label 7, and there are 2 classes');
  // A pickle of an empty dictionary.
  expect(await said('c', Uint8Array.of(0x80, 2, 0x7d, 0x2e))).toBe(
    'c has not as many labels as images of 32 × 32 × 3 in data: take the file as it is published',
  );
});
