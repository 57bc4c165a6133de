// What is put in front of a network, and what is said of what goes in.
import { onlyInput } from '../../../src/dataset/source.js';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { encodeConfig } from '../../../src/export/keras/config.js';
import { frontOf, frontProblems } from '../../../src/export/keras/front.js';
import type { ColumnFacts } from '../../../src/dataset/facts.js';
import { root } from '../../folders.js';
import { experimentKept } from '../models.js';

const images = experimentKept(join(root, 'experiments/adam.yaml'));
const summary = { distinct: 2, missing: 0 };
const number: ColumnFacts = {
  ...summary,
  column: 'size',
  kind: 'number',
  decimal: '.',
  thousands: null,
  unit: null,
  min: 0,
  max: 9,
  mean: 4,
  deviation: 2,
};
const words: ColumnFacts = { ...summary, column: 'town', kind: 'categories', categories: ['a'] };

const image = onlyInput(images);

test('pixels are divided, columns standardised, and a constant one stays', () => {
  const [divide] = frontOf([image], ['input']);
  expect(divide?.className).toBe('Rescaling');
  expect(encodeConfig(divide?.object ?? null)).toContain(`"scale": ${1 / 255}`);
  const columns = [number, { ...number, deviation: 0, mean: 7 }];
  const [standardize] = frontOf([{ ...image, kind: 'table', columns }], ['input']);
  expect(JSON.parse(encodeConfig(standardize?.object ?? null))).toMatchObject({
    class_name: 'Normalization',
    config: { mean: [4, 7], variance: [4, 1] },
  });
  expect(frontOf([{ ...image, divide_by: 1 }], ['input'])).toEqual([]);
});

test('words cannot go into an input of numbers', () => {
  const input = { ...image, columns: [number, words] };
  expect(frontProblems({ inputs: [input] }, true)).toEqual([
    '--with-preprocessing cannot put categories into an input of numbers, which the column "town" holds: leave it out, or export to onnx',
  ]);
  expect(frontProblems({ inputs: [input] }, false)).toEqual([]);
});

test('dates cannot either, nor in ONNX, which is not advised then', () => {
  const day: ColumnFacts = {
    ...summary,
    column: 'day',
    kind: 'date',
    format: null,
    first: '2024-01-01',
    last: '2024-12-01',
    parts: [],
  };
  const gappy: ColumnFacts = { ...number, gaps: { value: 4, indicator: true } };
  const input = { ...image, columns: [gappy, words, day] };
  expect(frontProblems({ inputs: [input] }, true)).toEqual([
    '--with-preprocessing cannot put categories and dates into an input of numbers, which the columns "town" and "day" hold: leave it out, and make their values as data.json says',
    '--with-preprocessing cannot fill missing values in an input of numbers, which the column "size" holds: leave it out, and make their values as data.json says',
  ]);
});

test('what is in front has a name that no layer of the network has', () => {
  const [divide] = frontOf([image], ['input']);
  expect(divide?.name).toBe('preprocessing>divide');
});
