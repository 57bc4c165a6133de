// The table of keys.
import { expect, test } from '@jest/globals';
import { choice, integer } from '../../src/words/arguments.js';
import { keyTable } from '../../src/words/reference-keys.js';

test('a key takes what its kind takes, and is its default where it is left out', () => {
  const kinds = { size: integer({ min: 1 }).default(32), mode: choice(['a', 'b']) };
  const rows = [
    { key: 'size', means: 'How many.' },
    { key: 'mode', means: 'Which.' },
    { key: 'name', is: 'a | b', standard: 'none', means: 'What.' },
  ];
  expect(keyTable(rows, kinds).split('\n')).toEqual([
    '| key | is | left out | |',
    '|---|---|---|---|',
    '| `size` | integer ≥ 1 | `32` | How many. |',
    '| `mode` | a, b |  | Which. |',
    '| `name` | a \\| b | none | What. |',
  ]);
});
