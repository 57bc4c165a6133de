// Plain data as if it were written, and back.
import { describe, expect, test } from '@jest/globals';
import { fc } from '../drawn.js';
import { isMapping, isNull, plainOf, textOf, writtenOf } from '../../src/words/written.js';

describe('plain data', () => {
  test('comes back as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(plainOf(writtenOf(value))).toEqual(value);
      }),
    );
  });

  test('has the way to each part, the last key first', () => {
    const node = writtenOf({ a: [{ b: 7 }] });
    const list = node.kind === 'mapping' ? node.entries.get('a')?.value : undefined;
    const inner = list?.kind === 'list' ? list.items[0] : undefined;
    const value = inner?.kind === 'mapping' ? inner.entries.get('b')?.value : undefined;
    expect(value).toEqual({
      kind: 'scalar',
      value: 7,
      place: { key: 'b', within: { key: '0', within: { key: 'a', within: null } } },
    });
  });

  test('that no text can hold is null', () => {
    expect([undefined, () => 1, Symbol('a')].map((value) => plainOf(writtenOf(value)))).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('keeps a key that every object has, and reaches no prototype', () => {
    const value: unknown = JSON.parse('{"__proto__": {"x": 1}}');
    const node = writtenOf(value);
    expect(node.kind === 'mapping' && [...node.entries.keys()]).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

test('texts, and what is nothing', () => {
  expect(
    [writtenOf('a'), writtenOf(1), writtenOf(['a']), undefined].map((one) => textOf(one)),
  ).toEqual(['a', undefined, undefined, undefined]);
  expect([null, '', 0, []].map((value) => isNull(writtenOf(value)))).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect([{}, [], null, 'a'].map(isMapping)).toEqual([true, false, false, false]);
});
