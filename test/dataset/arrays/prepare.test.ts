// Names of arrays, and targets as columns.
import { expect, test } from '@jest/globals';
import { placesOf } from '../../../src/dataset/arrays/places.js';
import { meaningOf, targetNameOf } from '../../../src/dataset/arrays/prepare.js';
import type { DataArray } from '../../../src/dataset/arrays/numbers.js';

test('inputs by their names, and one without', () => {
  expect([...placesOf('x.npy')]).toEqual([['input', 'x.npy']]);
  expect([...placesOf({ a: 'x.npy', b: 'y.npz:b' })]).toEqual([
    ['a', 'x.npy'],
    ['b', 'y.npz:b'],
  ]);
});

test('a target is called as its array, or as its file', () => {
  expect(targetNameOf({ target: '../data/labels.npy' })).toBe('labels');
  expect(targetNameOf({ target: 'all.npz:price' })).toBe('price');
});

test('a target is one number a row', () => {
  const array: DataArray = {
    label: 'y.npy',
    type: 'int32',
    shape: [2, 1],
    values: Int32Array.of(1, 2),
  };
  expect(meaningOf(array, 'y')).toMatchObject({ kind: 'number', name: 'y', values: [1, 2] });
  expect(() => meaningOf({ ...array, shape: [1, 2] }, 'y')).toThrow(
    'y.npy has the shape 1 × 2, expected one target a row',
  );
});
