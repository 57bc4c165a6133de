// What a declaration takes, in the words of a message and in the signs of the reference.
import { expect, test } from '@jest/globals';
import {
  anyNumber,
  boolean,
  choice,
  constant,
  duration,
  edges,
  either,
  fields,
  integer,
  listOf,
  mappingOf,
  number,
  oneOrList,
  pair,
  patternOf,
  sizes,
  text,
} from '../../src/words/arguments.js';
import { briefly } from '../../src/words/brief.js';
import { expectation } from '../../src/words/expectation.js';
import type { Kind } from '../../src/words/kinds.js';
import { tagged } from '../../src/words/tagged.js';

const whole = 'a whole number of at least 0';

test.each<[Kind, string, string]>([
  [integer(), 'a whole number', 'integer'],
  [integer({ min: 1 }), 'a whole number of at least 1', 'integer ≥ 1'],
  [integer({ min: 1, max: 3 }), 'a whole number from 1 to 3', 'integer 1 … 3'],
  [number({ above: 0 }), 'a finite number above 0', 'number > 0'],
  [number({ min: 0, below: 1 }), 'a finite number of at least 0 and below 1', 'number ≥ 0, < 1'],
  [number({ max: 2 }).nullable(), 'a finite number of at most 2, or null', 'number ≤ 2, or null'],
  [anyNumber(), 'a number', 'number'],
  [boolean(), 'true or false', 'true, false'],
  [text(), 'text', 'text'],
  [patternOf(/^\d+$/, 'digits'), 'digits', 'digits'],
  [choice(['valid', 'same']), 'one of valid, same', 'valid, same'],
  [choice(['balanced']), 'balanced', 'balanced'],
  [constant(2), '2', '2'],
  [
    duration(),
    'a finite number above 0, or a time as 60s, 5m or 1h',
    'seconds, or a time as 60s, 5m, 1h',
  ],
  [listOf(integer({ min: 0 })), `a list, each ${whole}`, 'list of integer ≥ 0'],
  [
    listOf(number({ min: 0, below: 1 }).nullable()).min(1),
    'a list of at least 1, each a finite number of at least 0 and below 1 or null',
    'list of at least 1 of (number ≥ 0, < 1, or null)',
  ],
  [
    oneOrList(integer({ min: 0 })),
    `${whole}, or a list of at least 1, each ${whole}`,
    'integer ≥ 0, or a list',
  ],
  [pair({ min: 0 }), `${whole}, or a list of 2 such`, 'integer ≥ 0, for all axes or each'],
  [sizes(1, { min: 0 }), `${whole}, or a list of 1 such`, 'integer ≥ 0, for all axes or each'],
  [edges(1), `${whole}, or a list of 2 such`, 'integer ≥ 0, for both ends or each'],
  [
    edges(2),
    `${whole}, or a list of 2, each ${whole}, or a list of 2 such`,
    'integer ≥ 0, for all axes, each, or both ends of each',
  ],
  [mappingOf(integer({ min: 0 })), `a mapping, each ${whole}`, 'mapping to integer ≥ 0'],
  [fields({ a: text() }), 'a mapping', 'mapping'],
  [
    either(integer({ min: 1 }), choice(['auto'])),
    'a whole number of at least 1, or auto',
    'integer ≥ 1, or auto',
  ],
  [
    tagged('optimizer', []),
    'the name of an optimizer, or a mapping with its name and arguments',
    'optimizer',
  ],
  [
    either(number(), tagged('schedule', [])),
    'a finite number, or a schedule',
    'number, or schedule',
  ],
])('%#: %3$s', (kind, words, signs) => {
  expect(expectation(kind)).toBe(words);
  expect(briefly(kind)).toBe(signs);
});
