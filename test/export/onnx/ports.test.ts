// Names of inputs and outputs.
import { expect, test } from '@jest/globals';
import { freeName } from '../../../src/export/onnx/ports.js';

test('a name that none of the others has', () => {
  expect(freeName('label', [])).toBe('label');
  expect(freeName('label', ['label', 'label_'])).toBe('label__');
});
