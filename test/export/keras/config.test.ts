// A config as Python writes it.
import { expect, test } from '@jest/globals';
import { encodeConfig, Float } from '../../../src/export/keras/config.js';

test('floats have a point, as Python wants them', () => {
  const config = { rate: new Float(1), units: 1, small: new Float(1e-7), huge: new Float(1e22) };
  expect(encodeConfig(config)).toBe('{"rate": 1.0, "units": 1, "small": 1e-7, "huge": 1e+22}');
});

test('the rest is JSON', () => {
  const config = { a: [null, true, 'x"y', { b: [] }] };
  expect(JSON.parse(encodeConfig(config))).toEqual(config);
});
