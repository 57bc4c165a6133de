import { expect, test } from '@jest/globals';
import { parseJson } from '../../src/ground/json.js';

test('a text that is no JSON says nothing', () => {
  expect(['{"a": 1}', 'null', '', '{', '[1,]', 'NaN'].map(parseJson)).toEqual([
    { a: 1 },
    null,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
