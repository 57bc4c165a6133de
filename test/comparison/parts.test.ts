// Only runs of one data set, split in one way, are compared with each other.
import { expect, test } from '@jest/globals';
import { dataNameOf, partsOf } from '../../src/comparison/parts.js';
import { makeRecord } from '../run/fixture.js';
import { run } from './runs.js';

const { data, spec } = makeRecord();
const torn = { folder: 'runs/torn', damaged: 'its run.json is empty' };

const namesOf = (parts: ReturnType<typeof partsOf>): readonly (readonly string[])[] =>
  parts.map(({ runs }) => runs.map((one) => ('record' in one ? one.record.name : 'torn')));

test('without runs there is no part', () => {
  expect(partsOf([])).toEqual([]);
});

test('runs of the same samples are one part, and what cannot be read stands with them', () => {
  const parts = partsOf([run('a'), torn, run('b')]);
  expect(namesOf(parts)).toEqual([['a', 'torn', 'b']]);
  expect(parts[0]?.data).toEqual({ ...data, split: '' });
});

test('the part with the most runs comes first, what cannot be read last', () => {
  const other = { data: { ...data, sha256: 'd'.repeat(64) } };
  expect(namesOf(partsOf([run('a'), torn, run('b', other), run('c', other)]))).toEqual([
    ['b', 'c'],
    ['a'],
    ['torn'],
  ]);
  expect(partsOf([torn])).toEqual([{ data: null, runs: [torn] }]);
});

test.each([
  ['training', { train: 47_999 }],
  ['validation', { validation: 1 }],
  ['test', { test: 0 }],
])('another number of samples of %s is another part', (_, sizes) => {
  expect(partsOf([run('a'), run('b', { data: { ...data, ...sizes } })])).toHaveLength(2);
});

test('what a spec says of the split parts runs, in whatever order; other arguments do not', () => {
  const written = (dataset: unknown) => ({ spec: { ...spec, dataset } });
  const parts = partsOf([
    run('a', written({ name: 'csv', split_seed: 7, stratify: true, file: 'data/cars.csv' })),
    run('b', written({ name: 'csv', stratify: true, split_seed: 7, file: '../data/cars.csv' })),
    run('c', written({ name: 'csv', split_seed: 8, stratify: true })),
    run('d', written('fashion_mnist')),
    run('e', written({ name: 'fashion_mnist', divide_by: 255 })),
  ]);
  expect(namesOf(parts)).toEqual([['a', 'b'], ['d', 'e'], ['c']]);
  expect(parts.map((part) => part.data?.split)).toEqual([
    'split_seed 7, stratified',
    '',
    'split_seed 8, stratified',
  ]);
  // A table is called by its file.
  expect(parts.map((part) => part.data?.name)).toEqual([
    'cars.csv',
    'fashion_mnist',
    'fashion_mnist',
  ]);
});

test.each([
  [{ name: 'image_folder', folder: 'data/leaves', size: [64, 64] }, 'leaves'],
  [{ name: 'image_folder', folder: '..' }, data.name],
  [{ name: 'table', file: ['2025.csv', '2026.csv'] }, data.name],
  [{ name: 'table', file: 'data/cars.csv' }, 'cars.csv'],
  ['spirals', data.name],
])('the data of %j is called %s', (dataset, name) => {
  expect(dataNameOf({ data, spec: { ...spec, dataset } })).toBe(name);
});

test('what is not stratified is no other part for saying so', () => {
  const written = (dataset: object) => ({
    spec: { ...spec, dataset: { name: 'csv', ...dataset } },
  });
  const parts = partsOf([run('a', written({})), run('b', written({ stratify: false }))]);
  expect(namesOf(parts)).toEqual([['a', 'b']]);
});

const folds = { id: 'cafe', folds: 5, repeats: 1, fold: 1, repeat: 1 } as const;

test.each([
  [{ by: 'random', column: null }, '5 random folds'],
  [{ by: 'stratified', column: null }, '5 stratified folds'],
  [{ by: 'group', column: 'who' }, '5 folds by group (who)'],
  [{ by: 'time', column: 'when' }, '5 folds by time (when)'],
  [{ by: 'order', column: null }, '5 folds in order'],
] as const)('folds of %j are called %s, stratify or not', (how, words) => {
  const dataset = { name: 'csv', stratify: true };
  const [part] = partsOf([
    run('a', { cross_validation: { ...folds, ...how }, spec: { ...spec, dataset } }),
  ]);
  expect(part?.data?.split).toBe(words);
});
