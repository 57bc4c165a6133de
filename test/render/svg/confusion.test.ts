// Who is taken for whom, as a picture.
import { expect, test } from '@jest/globals';
import { confusionSvg } from '../../../src/render/svg/confusion.js';

const identity = (count: number) => ({
  classes: Array.from({ length: count }, (_, i) => `class ${i}`),
  confusion: Array.from({ length: count }, (_, i) =>
    Array.from({ length: count }, (__, j) => (i === j ? 3 : 0)),
  ),
});

test('counts stand in cells, coloured by their share of the row', () => {
  const { svg, width, height } = confusionSvg('mine', {
    classes: ['cat', '<dog>'],
    confusion: [
      [3, 1],
      [0, 0],
    ],
  });
  expect(svg).toContain(`width="${width}" height="${height}"`);
  expect(svg).toContain('&lt;dog&gt;');
  expect(svg).not.toContain('<dog>');
  // A quarter and three quarters of the way from (237, 243, 250) to (8, 69, 148).
  expect(svg).toContain('fill="rgb(180,200,225)"');
  expect(svg).toContain('fill="rgb(65,113,174)"');
  expect(svg.match(/text-anchor="middle"[^>]*>(\d)</g)?.map((cell) => cell.slice(-2, -1))).toEqual([
    '3',
    '1',
    '0',
    '0',
  ]);
});

test.each([
  [16, true, true],
  [17, false, true],
  [60, false, true],
  [61, false, false],
  [200, false, false],
])('of %i classes: counts %s, names %s', (count, counts, names) => {
  const { svg, width } = confusionSvg('many', identity(count));
  expect([/>3</.test(svg), svg.includes('class 1<')]).toEqual([counts, names]);
  expect(width).toBeLessThan(1600);
});

test('a name of 64 wide characters is cut', () => {
  const { svg, width } = confusionSvg('学'.repeat(64), {
    classes: ['学'.repeat(64)],
    confusion: [[1]],
  });
  expect(svg).toContain(`${'学'.repeat(7)}…`);
  expect(svg).not.toContain('学'.repeat(31));
  expect(width).toBeLessThan(500);
});
