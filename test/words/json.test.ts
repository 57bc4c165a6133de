// JSON files of dlx' own: values that are as declared come back with their type, others with where
// and what is wrong.
import { describe, expect, test } from '@jest/globals';
import {
  anyNumber,
  anyText,
  anything,
  boolean,
  choice,
  constant,
  fields,
  integer,
  listOf,
  mappingOf,
  patternOf,
  text,
} from '../../src/words/arguments.js';
import { checkJson } from '../../src/words/json.js';

const record = fields(
  {
    format: constant(2),
    state: choice(['running', 'finished']),
    notes: anyText().nullable(),
    started: patternOf(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/, 'a time as 2026-01-31T12:00:00.000Z'),
    seed: integer({ min: 0 }),
    git: fields({ commit: text(), dirty: boolean() }).nullable(),
    scores: mappingOf(anyNumber()),
    tags: listOf(text()).max(3),
    spec: mappingOf(anything()),
  },
  { diverged_at_step: integer({ min: 0 }) },
);

const right = {
  format: 2,
  state: 'running',
  notes: '',
  started: '2026-01-31T12:00:00.000Z',
  seed: 3,
  git: { commit: 'abc', dirty: false },
  scores: { loss: 'NaN', accuracy: 0.5, worst: '-Infinity' },
  tags: ['a'],
  spec: { model: [1, { a: null }] },
};

test('what is right comes back, numbers decoded, keys that are not declared kept', () => {
  expect(checkJson(record, { ...right, other: [1] })).toEqual({
    value: {
      ...right,
      scores: { loss: NaN, accuracy: 0.5, worst: -Infinity },
      other: [1],
    },
  });
  expect(checkJson(record, { ...right, git: null, diverged_at_step: 4 })).toMatchObject({
    value: { git: null, diverged_at_step: 4 },
  });
});

test.each<[Record<string, unknown>, string, string]>([
  [{ format: 1 }, 'format', 'should have 2 as format, and has 1'],
  [{ state: 'lost' }, 'state', 'should have one of running, finished as state, and has text'],
  [{ notes: 3 }, 'notes', 'should have text, or null as notes, and has 3'],
  [
    { started: 'yesterday' },
    'started',
    'should have a time as 2026-01-31T12:00:00.000Z as started, and has text',
  ],
  [{ seed: -1 }, 'seed', 'should have a whole number of at least 0 as seed, and has -1'],
  [{ git: [] }, 'git', 'should have a mapping, or null as git, and has a list'],
  [{ git: { commit: 'a' } }, 'git.dirty', 'lacks git.dirty'],
  [
    { git: { commit: 'a', dirty: 'no' } },
    'git.dirty',
    'should have true or false as git.dirty, and has text',
  ],
  [{ scores: { loss: 'nan' } }, 'scores.loss', 'should have a number as scores.loss, and has text'],
  [{ tags: ['a', 'b', 'c', 'd'] }, 'tags', 'has 4 items in tags, where dlx writes 3 at most'],
  [{ tags: ['a', 7] }, 'tags.1', 'should have text as tags.1, and has 7'],
  [
    { diverged_at_step: null },
    'diverged_at_step',
    'should have a whole number of at least 0 as diverged_at_step, and has null',
  ],
])('%j', (change, path, message) => {
  expect(checkJson(record, { ...right, ...change })).toEqual({ path, message });
});

describe('whatever a file holds', () => {
  test('no mapping at all', () => {
    expect(checkJson(record, 'secret')).toEqual({
      path: '',
      message: 'should hold a mapping, and holds text',
    });
  });

  test('nested deeper than the stack is', () => {
    let value: unknown = 0;
    for (let level = 0; level < 100_000; level += 1) value = [value];
    expect(checkJson(anything(), value)).toEqual({
      path: '',
      message: 'is nested more than 64 deep',
    });
  });

  test('more than dlx writes', () => {
    const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`k${i}`, 1]));
    expect(checkJson(mappingOf(anyNumber()), many)).toMatchObject({
      message: expect.stringMatching(/^has 10001 keys, where dlx writes 10000 at most$/),
    });
  });

  test('keys that name what every object has', () => {
    const value: unknown = JSON.parse('{"__proto__": {"polluted": true}, "a": 1}');
    const checked = checkJson(mappingOf(anything()), value);
    expect(JSON.stringify(checked)).toBe('{"value":{"__proto__":{"polluted":true},"a":1}}');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('a key of any length is shortened', () => {
    const found = checkJson(mappingOf(anyNumber()), { ['k'.repeat(5000)]: 'x' });
    expect('message' in found && found.message.length).toBeLessThan(200);
  });
});
