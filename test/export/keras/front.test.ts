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
    expect.stringContaining('the columns town hold'),
  ]);
  expect(frontProblems({ inputs: [input] }, false)).toEqual([]);
});
