// The table of layers that PyTorch has a form of.
import { expect, test } from '@jest/globals';
import { translationOf } from '../../../src/export/pytorch/layers.js';
import { layers } from '../../../src/model/layers/layers.js';

test('every layer of dlx, and no other', () => {
  expect(layers.filter(({ name }) => !translationOf(name)).map(({ name }) => name)).toEqual([]);
  expect(translationOf('Lambda')).toBeUndefined();
  expect(translationOf('constructor')).toBeUndefined();
});
