// The numbers that are known without TensorFlow are TensorFlow's own.
import { expect, test } from '@jest/globals';
import { codes } from '../../../src/tensor/graph/codes.js';
import { openNative } from '../../model/keras.js';

test('as the binding has them', async () => {
  const { native } = await openNative();
  expect(native?.binding).toMatchObject(codes);
});
