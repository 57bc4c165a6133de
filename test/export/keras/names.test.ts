// Names there and back.
import { expect, test } from '@jest/globals';
import { fc } from '../../drawn.js';
import {
  fromKerasName,
  frontName,
  isFrontName,
  toKerasName,
} from '../../../src/export/keras/names.js';

test.each([
  ['hidden', 'hidden'],
  ['stem/conv', 'stem>conv'],
  ['_old', '0--_old'],
  ['stem/-conv', 'stem>0---conv'],
  ['0--_old', '0--0--_old'],
  ['preprocessing/divide', '0--preprocessing>divide'],
])('%s is %s in Keras', (name, there) => {
  expect(toKerasName(name)).toBe(there);
});

const part = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_-]{1,9}$/),
  fc.stringMatching(/^(?:0--){0,2}(?:_old|-a|preprocessing|concatenate|where_1)$/),
);
const names = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));

test('in a model with masks none has the name of an operation', () => {
  expect(toKerasName('concatenate_1', true)).toBe('0--concatenate_1');
  expect(toKerasName('hidden', true)).toBe('hidden');
});

// tensorflow/core/framework/node_def_util.cc, IsValidNodeName, but for dots.
const node = /^[A-Za-z0-9][A-Za-z0-9_-]*(?:>[A-Za-z0-9][A-Za-z0-9_-]*)*$/;

test('none is lost, and none is one of a layer in front', () => {
  fc.assert(
    fc.property(names, fc.boolean(), (name, hasMasks) => {
      const there = toKerasName(name, hasMasks);
      expect(fromKerasName(there)).toBe(name);
      // TensorFlow's rule for a node, also where a number follows, and PyTorch's for a parameter.
      expect(there).toMatch(node);
      expect(`${there}_1`).toMatch(node);
      expect(isFrontName(there)).toBe(false);
    }),
  );
  expect(isFrontName(frontName('divide'))).toBe(true);
  expect(frontName('standardize_0--_x')).toMatch(node);
});
