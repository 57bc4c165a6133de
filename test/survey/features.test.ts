import { expect, test } from '@jest/globals';
import { featuresOf, readFeatures } from '../../src/survey/features.js';
import { load, temporaryFolder } from '../dataset/fixtures.js';
import { inOrder, tableOf } from './data.js';

const folder = temporaryFolder();

test('columns have their own values again: numbers, categories, parts of dates, gaps', async () => {
  const town = ['Ulm', 'Bonn', '', 'Rom'];
  const lines = Array.from(
    { length: 20 },
    (_, i) => `${i % 5 === 0 ? '' : 10 * i},${town[i % 4]},2026-0${1 + (i % 9)}-03,${i / 4}`,
  );
  const data = await tableOf(folder, ['size,town,day,y', ...lines], {
    ...inOrder,
    columns: {
      day: { type: 'date', parts: ['month', 'day'] },
      town: { type: 'category', min_count: 2 },
    },
    missing: 'fill',
  });
  const features = featuresOf(data);
  expect(features.map(({ name }) => name)).toEqual(['size', 'town', 'day (month)', 'day (day)']);
  const values = readFeatures(features, data.train);
  const [size, , month] = features.map((one) => [...(values.get(one) ?? [])]);
  const wanted = Array.from(data.train.rows);
  expect(size).toEqual(wanted.map((i) => (i % 5 === 0 ? NaN : 10 * i)));
  expect(month).toEqual(wanted.map((i) => 1 + (i % 9)));
});

// A float32 has 24 bits: beside a deviation of millions its last one counts tenths, and none of them is
// one of the file's.
test('a wide column has the numbers of its file again', async () => {
  const own = Array.from({ length: 200 }, (_, i) => (i * 7919 * 26_417) % 5_300_000);
  const small = own.map((value) => value / 4e6);
  const lines = own.map((value, i) => `${value},${small[i]?.toFixed(4)},${i / 4}`);
  const data = await tableOf(folder, ['wide,narrow,y', ...lines], inOrder);
  const features = featuresOf(data);
  const values = readFeatures(features, data.train);
  const [wide, narrow] = features.map((one) => [...(values.get(one) ?? [])]);
  const rows = Array.from(data.train.rows);
  expect(own[0]).toBe(0);
  expect(wide).toEqual(rows.map((i) => own[i]));
  expect(narrow).toEqual(rows.map((i) => Number(small[i]?.toFixed(4))));
});

test('of windows the last step counts', async () => {
  const lines = Array.from({ length: 40 }, (_, i) => `${i},${2 * i}`);
  const data = await tableOf(folder, ['x,y', ...lines], { windows: { length: 5 } });
  const features = featuresOf(data);
  const values = readFeatures(features, data.train);
  expect(features.map(({ name }) => name)).toEqual(['x', 'y']);
  const [x, y] = features.map((one) => values.get(one)?.[0]);
  expect([x, y]).toEqual([4, 8]);
});

test('made points have numbers without names, tokens have none', async () => {
  const spirals = featuresOf(await load(folder, { name: 'spirals' }));
  expect(spirals.map(({ name }) => name)).toEqual(['table[0]', 'table[1]']);
  expect(featuresOf(await load(folder, { name: 'sequences' }))).toEqual([]);
});

test('a category that is a number for an Embedding is a category, too', async () => {
  const town = ['Ulm', 'Bonn', '', 'Rom'];
  const lines = Array.from({ length: 20 }, (_, i) => `${i},${town[i % 4]},${i / 4}`);
  const data = await tableOf(folder, ['size,town,y', ...lines], {
    ...inOrder,
    columns: { town: { type: 'category', encode: 'index' } },
    missing: 'fill',
  });
  const features = featuresOf(data);
  const values = readFeatures(features, data.train);
  const towns = features.find(({ name }) => name === 'town');
  if (!towns) throw new Error('town is a column');
  const labels = [...(values.get(towns) ?? [])].map((one) => towns.labels?.[one]);
  expect(labels).toEqual(Array.from(data.train.rows, (i) => town[i % 4] || '(missing)'));
});
