import { expect, test } from '@jest/globals';
import { exactly, itemAt, known, present } from '../../src/ground/known.js';

test('what is there is given, what is not is named', () => {
  const map = new Map([['a', 0]]);
  expect(known(map, 'a')).toBe(0);
  expect(() => known(map, 'b')).toThrow('b is missing');
  expect([itemAt(['a', 'b'], 0), itemAt(['a', 'b'], -1)]).toEqual(['a', 'b']);
  expect(() => itemAt(['a', 'b'], 2)).toThrow('item 2 of 2 is missing');
  expect(present(false, 'a')).toBe(false);
  expect(() => present(null, 'the seed')).toThrow('the seed is missing');
});

test('a list has as many items as it should, or says how many', () => {
  expect(exactly([1, 2, 3], 3)).toEqual([1, 2, 3]);
  expect(() => exactly([1, 2, 3], 2)).toThrow('3 items where there should be 2');
});
