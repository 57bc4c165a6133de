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
  ['_old', '0>>_old'],
])('%s is %s in Keras', (name, there) => {
  expect(toKerasName(name)).toBe(there);
});

const part = fc.stringMatching(/^[A-Za-z0-9_-]{1,9}$/);
const names = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));

test('in a model with masks none has the name of an operation', () => {
  expect(toKerasName('concatenate_1', true)).toBe('0>>concatenate_1');
  expect(toKerasName('hidden', true)).toBe('hidden');
});

test('none is lost, and none is one of a layer in front', () => {
  fc.assert(
    fc.property(names, (name) => {
      const there = toKerasName(name);
      expect(fromKerasName(there)).toBe(name);
      // TensorFlow's rule for a scope, and PyTorch's for a parameter.
      expect(there).toMatch(/^[A-Za-z0-9][A-Za-z0-9_>-]*$/);
      expect(isFrontName(there)).toBe(false);
    }),
  );
  expect(isFrontName(frontName('divide'))).toBe(true);
});
