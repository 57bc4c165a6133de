import { expect, test } from '@jest/globals';
import { formatCell } from '../../../src/render/terminal/format.js';

test.each([
  [null, 'score', '–'],
  [0.873412, 'score', '0.8734'],
  [0, 'score', '0.0000'],
  [-0.5, 'score', '-0.5000'],
  // Four decimals would show it as nothing, or drown it.
  [0.00004, 'score', '4.000e-5'],
  [0.00005, 'score', '0.0001'],
  [1234.56, 'score', '1234.6'],
  [1e6, 'score', '1.000e+6'],
  [NaN, 'score', 'NaN'],
  [Infinity, 'score', 'Infinity'],
  [1.234, 'seconds', '1.2'],
  [0.0123, 'seconds', '0.012'],
  [9.94, 'seconds', '9.9'],
  [9.95, 'seconds', '10'],
  [1234.5, 'seconds', '1,235'],
  [79510, 'count', '79,510'],
  ['relu', 'setting', 'relu'],
  [0.001, 'setting', '0.001'],
  [true, 'setting', 'true'],
  ['a run', 'text', 'a run'],
] as const)('%p as a %s is %s', (cell, kind, text) => {
  expect(formatCell(cell, kind)).toBe(text);
});
