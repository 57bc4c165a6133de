import { expect, test } from '@jest/globals';
import { reportStyle } from '../../../../src/render/html/report/style.js';

test('has a rule for every class of charts, light and dark, and ends nowhere too early', () => {
  for (let i = 0; i < 8; i += 1) {
    expect(reportStyle.match(new RegExp(`\\.s${i}\\{stroke:#`, 'g'))).toHaveLength(2);
    expect(reportStyle.match(new RegExp(`--row${i}: #`, 'g'))).toHaveLength(2);
  }
  expect(reportStyle).not.toContain('<');
  expect(reportStyle.split('{')).toHaveLength(reportStyle.split('}').length);
  expect(reportStyle).not.toMatch(/url\(|@import/);
});
