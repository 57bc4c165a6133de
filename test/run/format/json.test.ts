import { describe, expect, test } from '@jest/globals';
import { fc } from '../../drawn.js';
import { decodeNumber, encodeJson } from '../../../src/run/format/json.js';

describe('JSON with numbers that JSON lacks', () => {
  test('is one line, or indented', () => {
    expect(
      encodeJson({
        loss: NaN,
        up: Infinity,
        down: -Infinity,
        text: 'NaN',
        zero: -0,
        list: [1.5, NaN],
      }),
    ).toBe(
      '{"loss":"NaN","up":"Infinity","down":"-Infinity","text":"NaN","zero":0,"list":[1.5,"NaN"]}',
    );
    expect(encodeJson({ loss: NaN }, 2)).toBe('{\n  "loss": "NaN"\n}');
  });

  test('gives every number back', () => {
    fc.assert(
      fc.property(
        fc.double().filter((value) => !Object.is(value, -0)),
        (value) => expect(decodeNumber(JSON.parse(encodeJson(value)))).toBe(value),
      ),
    );
    expect(['1', '', 'nan', null, undefined, true, '+Infinity'].map(decodeNumber)).toEqual(
      Array(7).fill(undefined),
    );
  });
});
