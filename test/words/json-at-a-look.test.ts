// The quick look at parsed JSON: what it takes is what the check itself takes, and no other value.
import { describe, expect, test } from '@jest/globals';
import { recordKind } from '../../src/run/record.js';
import {
  anyNumber,
  anyText,
  anything,
  boolean,
  choice,
  constant,
  duration,
  fields,
  integer,
  listOf,
  mappingOf,
  patternOf,
  text,
} from '../../src/words/arguments.js';
import { isAsDeclared } from '../../src/words/json.js';
import { check } from '../../src/words/check.js';
import type { Kind } from '../../src/words/kinds.js';
import { silent } from '../../src/words/reporter.js';
import { writtenOf } from '../../src/words/written.js';
import { fc } from '../drawn.js';
import { makeRecord } from '../run/fixture.js';

const most = 10;

const kind = fields(
  {
    format: constant(2),
    state: choice(['running', 'finished']),
    notes: anyText().nullable(),
    started: patternOf(/^\d+$/, 'digits'),
    seed: integer({ min: 0, max: 9 }),
    git: fields({ commit: text(), dirty: boolean() }).nullable(),
    scores: mappingOf(anyNumber(), 2),
    tags: listOf(text()).max(3),
    spec: mappingOf(anything()),
  },
  { late: integer({ min: 0 }), wait: duration() },
);

const right = {
  format: 2,
  state: 'running',
  notes: null,
  started: '12',
  seed: 3,
  git: { commit: 'abc', dirty: false },
  scores: { loss: 0.5 },
  tags: ['a'],
  spec: { model: [1, { a: null }] },
};

test.each<[string, Record<string, unknown>]>([
  ['what is right', {}],
  ['a key that nobody declared', { other: [1], __proto__: 1 }],
  ['a key that may be absent', { late: 4 }],
  ['null where it may stand', { git: null, notes: 'yes' }],
])('%s', (_, change) => {
  expect(isAsDeclared(kind, { ...right, ...change }, most)).toBe(true);
});

test.each<[string, Record<string, unknown>]>([
  ['another constant', { format: 3 }],
  ['another word', { state: 'lost' }],
  ['null where none may stand', { seed: null }],
  ['too great a number', { seed: 10 }],
  ['half a number', { seed: 0.5 }],
  ['another pattern', { started: 'now' }],
  ['a list for a mapping', { git: [] }],
  ['a key too few', { git: { commit: 'a' } }],
  ['a wrong key within', { git: { commit: 'a', dirty: 1 } }],
  ['a mapping for a list', { tags: { 0: 'a' } }],
  ['a wrong item', { tags: ['a', 1] }],
  ['too many items', { tags: ['a', 'b', 'c', 'd'] }],
  ['too many keys', { scores: { a: 1, b: 2, c: 3 } }],
  [
    'too many keys where nothing is said',
    { spec: Object.fromEntries([...'abcdefghijk'].entries()) },
  ],
  ['a wrong one that may be absent', { late: null }],
])('%s is not as declared', (_, change) => {
  expect(isAsDeclared(kind, { ...right, ...change }, most)).toBe(false);
});

test('what is to be read as another value is left to the check', () => {
  expect(isAsDeclared(kind, { ...right, scores: { loss: 'NaN' } }, most)).toBe(false);
  expect(isAsDeclared(kind, { ...right, wait: '5m' }, most)).toBe(false);
});

test('an inherited key is none', () => {
  const { seed: _, ...rest } = right;
  expect(isAsDeclared(kind, Object.assign(Object.create({ seed: 1 }), rest), most)).toBe(false);
});

test('the record of a run is taken at a look', () => {
  expect(isAsDeclared(recordKind, JSON.parse(JSON.stringify(makeRecord())), 10_000)).toBe(true);
});

// Values of all kinds in the place of right ones.
const wrong = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('NaN', '-Infinity', 'finished', '12', 2, 3, null, [], {}, ['a'], { a: 1 }),
);

function changed(value: object, key: string, by: unknown): object {
  return { ...value, [key]: by };
}

describe('whatever stands there', () => {
  const same = (declared: Kind, value: unknown): void => {
    const checked = check('', declared, writtenOf(value), { ...silent, mostItems: most });
    if (isAsDeclared(declared, value, most)) expect(checked).toEqual(value);
  };

  test('what is taken is what the check makes of it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(right), 'late', 'wait', 'other'),
        wrong,
        (key, value) => same(kind, changed(right, key, value)),
      ),
      { numRuns: 300 },
    );
  });

  test('of a run too', () => {
    const record = makeRecord({ tags: ['a'] });
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(record), 'ended', 'sealed'), wrong, (key, value) =>
        same(recordKind, changed(record, key, value)),
      ),
      { numRuns: 300 },
    );
  });
});
