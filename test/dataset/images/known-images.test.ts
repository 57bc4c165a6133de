import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Dataset } from '../../../src/dataset/dataset.js';
import { describeIn, load } from '../fixtures.js';
import { onlyInput, onlyTarget } from '../../../src/dataset/source.js';

const names = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];
let data: Dataset;

beforeAll(async () => {
  data = await load('/', { name: 'fashion_mnist' });
});

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i += 1) total += values[i] ?? 0;
  return total;
}

// The numbers below were computed with numpy from the files of Debian's package.
describe('fashion_mnist', () => {
  test('holds the pixels and labels that numpy reads', () => {
    const { train, test: held } = data;
    expect([train.source.count, held.source.count]).toEqual([60_000, 10_000]);
    expect([sum(onlyInput(train.source).values), sum(onlyInput(held.source).values)]).toEqual([
      3_431_114_169, 573_469_082,
    ]);
    expect(sum(onlyInput(train.source).values.subarray(12_345 * 784, 12_346 * 784))).toBe(97_611);
    expect(sum(onlyInput(held.source).values.subarray(9_999 * 784))).toBe(24_390);
    expect([...onlyTarget(train.source).values.subarray(0, 10)]).toEqual([
      9, 0, 0, 3, 0, 2, 7, 2, 5, 5,
    ]);
    expect([...onlyTarget(held.source).values.subarray(0, 10)]).toEqual([
      9, 2, 1, 1, 6, 1, 4, 6, 5, 7,
    ]);
    expect(
      sum(Float64Array.from(onlyTarget(train.source).values, (label, row) => label * row)),
    ).toBe(8_087_216_427);
  });

  test('keeps 48,000 images to train on, 12,000 for validation and all of the test set, of one copy of the pixels', () => {
    expect([data.train.rows.length, data.validation.rows.length, data.test.rows.length]).toEqual([
      48_000, 12_000, 10_000,
    ]);
    expect(new Set([...data.train.rows, ...data.validation.rows]).size).toBe(60_000);
    expect(onlyInput(data.train.source).values).toBeInstanceOf(Uint8Array);
    expect(data.validation.source).toBe(data.train.source);
  });

  test('has the hash of its content', () => {
    expect(data.sha256).toBe('697249e9d1e87d6b2c6a738e828c890264cffecccb13840d472e3585751a5582');
  });

  test('stratified, takes 1,200 of each class', async () => {
    const stratified = await load('/', { name: 'fashion_mnist', stratify: true });
    const counts = new Array<number>(10).fill(0);
    for (const row of stratified.validation.rows) {
      counts[onlyTarget(stratified.validation.source).values[row] ?? 0]! += 1;
    }
    expect(counts).toEqual(new Array<number>(10).fill(1200));
  });

  test('is described without reading it', async () => {
    expect(await describeIn('/nowhere', { name: 'fashion_mnist' })).toEqual({
      inputs: [{ name: 'image', kind: 'image', shape: [28, 28, 1], vocabulary: null }],
      classes: 10,
      classNames: names,
      targetName: 'label',
      columns: null,
      notes: [],
    });
    expect(data).toMatchObject({
      name: 'fashion_mnist',
      inputs: [{ shape: [28, 28, 1] }],
      classes: 10,
      classNames: names,
      targetName: 'label',
      columns: null,
      notes: [],
      train: { source: { inputs: [{ name: 'image', divideBy: 255 }] } },
    });
  });
});

test('mnist is described without reading it', async () => {
  const description = {
    inputs: [{ name: 'image', kind: 'image', shape: [28, 28, 1], vocabulary: null }],
    classes: 10,
    classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    targetName: 'label',
    columns: null,
    notes: [],
  };
  expect(await describeIn('/nowhere', { name: 'mnist' })).toEqual(description);
});
