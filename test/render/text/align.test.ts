import { expect, test } from '@jest/globals';
import { alignedLines } from '../../../src/render/text/align.js';

test('columns stand under each other, wide characters too', () => {
  expect(
    alignedLines([
      ['GPU', 'Name', 'Load'],
      ['0', '日本', ''],
      ['10', 'A', '3 %'],
    ]),
  ).toEqual(['GPU  Name  Load', '0    日本', '10   A     3 %']);
  expect(alignedLines([])).toEqual([]);
});
