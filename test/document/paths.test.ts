// Relative paths of a data set lead where they led from the file that they were written in.
import { expect, test } from '@jest/globals';
import { language } from '../../src/experiment/language.js';
import { plainOf } from '../../src/document/node.js';
import { fileOfPlace, memberOfPlace, pathsFrom } from '../../src/document/paths.js';
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

test('paths by name, and arrays in files, each by its own key', () => {
  const written =
    '{name: arrays, inputs: {photo: ../data/x.npy, table: all.npz:table}, target: all.npz:y}';
  expect(seen('/project/runs/a', written)).toEqual({
    dataset: {
      name: 'arrays',
      inputs: { photo: '../../data/x.npy', table: '../../specs/all.npz:table' },
      target: '../../specs/all.npz:y',
    },
    paths: [
      { key: 'dataset.inputs.photo', path: '../../data/x.npy' },
      { key: 'dataset.inputs.table', path: '../../specs/all.npz:table' },
      { key: 'dataset.target', path: '../../specs/all.npz:y' },
    ],
  });
  expect(seen('/project/specs', '{name: arrays, inputs: x.npy, target: y.npy}').paths).toEqual([
    { key: 'dataset.inputs', path: 'x.npy' },
    { key: 'dataset.target', path: 'y.npy' },
  ]);
  // A word that may stand in a path's place is none.
  const own = seen('/project/runs/a', '{name: arrays, inputs: x.npy, target: input}');
  expect(own.dataset).toMatchObject({ target: 'input' });
  expect(own.paths).toEqual([{ key: 'dataset.inputs', path: '../../specs/x.npy' }]);
});

test.each([
  ['a/all.npz:x', 'a/all.npz', 'x'],
  ['a.safetensors:layer/w', 'a.safetensors', 'layer/w'],
  ['x.npy', 'x.npy', null],
  ['c:/x.npy', 'c:/x.npy', null],
  ['all.npz', 'all.npz', null],
])('%s is the file %s', (path, file, member) => {
  expect([fileOfPlace(path), memberOfPlace(path)]).toEqual([file, member]);
});
