import { expect, test } from '@jest/globals';
import { productOf } from '../../src/ground/product.js';

test.each([
  [[], 1],
  [[28, 28, 1], 784],
  [[3, 0, 5], 0],
])('the product of %j is %i', (sizes, product) => {
  expect(productOf(sizes)).toBe(product);
});
