import { expect, test } from '@jest/globals';
import { known } from '../../src/ground/known.js';

test('what is there is given, what is not is named', () => {
  const map = new Map([['a', 0]]);
  expect(known(map, 'a')).toBe(0);
  expect(() => known(map, 'b')).toThrow('nothing is known under b');
});
