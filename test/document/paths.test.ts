// Relative paths of a data set lead where they led from the file that they were written in.
import { expect, test } from '@jest/globals';
import { language } from '../../src/experiment/language.js';
import { plainOf } from '../../src/document/node.js';
import { pathsFrom } from '../../src/document/paths.js';
import { parsedMapping } from './parsed.js';

const seen = (home: string, dataset: string, folder = '/project/specs') => {
  const { root, paths } = pathsFrom(home, parsedMapping(`dataset: ${dataset}`, folder), language);
  return { dataset: plainOf(root)['dataset'], paths };
};

test('a relative path is one from another folder', () => {
  expect(seen('/project/runs/a', '{name: csv, file: ../data/cars.csv, target: price}')).toEqual({
    dataset: { name: 'csv', file: '../../data/cars.csv', target: 'price' },
    paths: [{ key: 'dataset.file', path: '../../data/cars.csv' }],
  });
});

test('the folder itself is a point', () => {
  expect(seen('/project/specs', '{name: csv, file: ., target: price}').paths).toEqual([
    { key: 'dataset.file', path: '.' },
  ]);
});

test('an absolute one stays; what is no path stays too', () => {
  expect(seen('/elsewhere', '{name: csv, file: /data/cars.csv, target: price.csv}')).toEqual({
    dataset: { name: 'csv', file: '/data/cars.csv', target: 'price.csv' },
    paths: [{ key: 'dataset.file', path: '/data/cars.csv' }],
  });
});

test.each(['spirals', '{name: nothing, file: a.csv}', '{file: a.csv}', '[a.csv]'])(
  'of %s nothing is known to be a path',
  (dataset) => {
    const { paths } = seen('/elsewhere', dataset);
    expect(paths).toEqual([]);
  },
);
