// A condition as it is written, and as it is read.
import { describe, expect, test } from '@jest/globals';
import { comparisonsOf, parseWhere, type Condition } from '../../src/comparison/where.js';

const is = (key: string, operator: string, value: string) => ({
  kind: 'compares',
  key,
  operator,
  value,
});

describe('is read', () => {
  const [a, b, c] = [is('a', '=', '1'), is('b', '!=', '2'), is('c', '~', '3')];
  test.each<readonly [string, unknown]>([
    ['a=1', a],
    ['  a  =  1 ', a],
    ['val_accuracy>=0.88', is('val_accuracy', '>=', '0.88')],
    ['x<-1e-3', is('x', '<', '-1e-3')],
    ['started>2026-01-02T03:04', is('started', '>', '2026-01-02T03:04')],
    ['a=1 and b!=2 and c~3', { kind: 'and', parts: [a, b, c] }],
    // `and` binds before `or`, and `not` before `and`.
    ['a=1 or b!=2 and c~3', { kind: 'or', parts: [a, { kind: 'and', parts: [b, c] }] }],
    ['(a=1 or b!=2) and c~3', { kind: 'and', parts: [{ kind: 'or', parts: [a, b] }, c] }],
    ['not a=1 and b!=2', { kind: 'and', parts: [{ kind: 'not', of: a }, b] }],
    ['NOT(a=1 OR b!=2)', { kind: 'not', of: { kind: 'or', parts: [a, b] } }],
    [`"val loss"<='a \\"b\\' (c'`, is('val loss', '<=', `a "b' (c`)],
    ['tag="and"', is('tag', '=', 'and')],
    ['name=ü', is('name', '=', 'ü')],
  ])('%s', (text, condition) => {
    expect(parseWhere(text)).toEqual(condition);
  });

  test('its comparisons stand in their order', () => {
    const condition: Condition = parseWhere('not (a=1 or b!=2) and c~3');
    expect(comparisonsOf(condition)).toEqual([a, b, c]);
  });
});

describe('is refused, at its place', () => {
  test.each([
    ['', 'expected a column, as val_accuracy, got the end', 0],
    ['a', 'expected one of >= <= != = > < ~ behind "a", got the end', 1],
    ['a 1', 'expected one of >= <= != = > < ~ behind "a", got "1"', 2],
    ['a=', 'expected a value behind "=", got the end', 2],
    ['a==1', 'expected a value behind "=", got "="', 2],
    ['a=1 b=2', 'expected "and" or "or", got "b"', 4],
    ['a=1)', 'expected "and" or "or", got ")"', 3],
    ['(a=1', 'expected "and", "or" or ")", got the end', 4],
    ['a=1 and', 'expected a column, as val_accuracy, got the end', 7],
    ['tag=or', 'expected a value behind "=", got "or"; as a text it is written "or"', 4],
    ['a="x', 'the quote " is never closed', 2],
    ['a!1', '"!" means nothing here', 1],
  ])('%j', (text, message, at) => {
    try {
      parseWhere(text);
    } catch (error) {
      const [first, shown, mark = ''] = (error as Error).message.split('\n');
      expect([first, shown, mark.indexOf('~')]).toEqual([
        `--where: ${message}`,
        `  ${text}`,
        2 + at,
      ]);
      expect(error).toMatchObject({ exitCode: 2 });
      return;
    }
    throw new Error('it was read');
  });

  test('nested deeper than anybody writes, and not with an overflow', () => {
    for (const deep of ['('.repeat(50_000), 'not '.repeat(50_000)]) {
      expect(() => parseWhere(`${deep}a=1`)).toThrow('is nested more than 100 deep');
    }
  });

  test('but long it may be', () => {
    expect(comparisonsOf(parseWhere(`a=1${' or a=1'.repeat(20_000)}`))).toHaveLength(20_001);
  });
});
