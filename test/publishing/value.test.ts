// What a value is where little is said of it.
import { expect, test } from '@jest/globals';
import { valueOf } from '../../src/publishing/value.js';

test('things differ by whose, which part and what they are about', () => {
  const owner = { called: 'a', names: [] };
  const one = valueOf({ owner, value: 1, topics: ['loss'], what: 'loss', part: 'test' });
  const other = valueOf({ owner, value: 1, topics: ['loss'], what: 'loss' });
  expect(one).toMatchObject({ kind: 'count', stat: 'value', named: false, labels: [] });
  expect(one.thing).not.toBe(other.thing);
});
