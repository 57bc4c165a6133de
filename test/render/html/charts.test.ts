import { expect, test } from '@jest/globals';
import { parseHTML } from 'linkedom';
import {
  countsChart,
  histogramChart,
  lineChart,
  sharesChart,
} from '../../../src/render/html/charts.js';

const parsed = (svg: string) => parseHTML(`<html><body>${svg}</body></html>`).document;
const numbers = (svg: string, what: string, of: string): readonly number[] =>
  [...parsed(svg).querySelectorAll(what)].map((one) => Number(one.getAttribute(of)));

test('a histogram has bars as high as their counts', () => {
  const svg = histogramChart({ min: 0, max: 8, histogram: [1, 2, 4, 0] }, 'of <x>');
  const heights = numbers(svg, '[data-mark=rect] rect', 'height');
  // A bar is half a pixel lower on each side, so that there is room between two.
  const whole = heights.map((one) => (one > 0 ? one + 1 : 0));
  expect(whole.map((one) => one / (whole[0] ?? 1))).toEqual([1, 2, 4, 0]);
  expect(parsed(svg).querySelector('svg')?.getAttribute('aria-label')).toBe('of <x>');
});

test('counts have a bar each, also where names are the same once they are cut', () => {
  const long = 'the same beginning of it';
  const svg = countsChart(
    [
      { label: `${long} 1`, count: 3 },
      { label: `${long} 2`, count: 6 },
      { label: '</text><script>', count: 0 },
    ],
    'counts',
  );
  const widths = numbers(svg, '[data-mark=bar] rect', 'width');
  expect(widths).toHaveLength(3);
  const scale = (widths[1] ?? 0) / (widths[0] ?? 1);
  expect([scale > 1.9, scale < 2.1]).toEqual([true, true]);
  expect(parsed(svg).querySelectorAll('script')).toHaveLength(0);
});

test('shares have a bar for each part', () => {
  const svg = sharesChart(
    [
      { label: 'a', parts: [0.5, 0.25, 1] },
      { label: 'b', parts: [0.5, 0.75, 0] },
    ],
    'shares',
  );
  const widths = numbers(svg, '[data-mark=bar] rect', 'width');
  const whole = Math.max(...widths);
  expect(widths.map((one) => one / whole)).toEqual([0.5, 0.25, 1, 0.5, 0.75, 0]);
});

test('values are a line', () => {
  expect(
    parsed(lineChart([1, 3, 2], 'line')).querySelectorAll('svg > g[data-mark=line] path'),
  ).toHaveLength(1);
});
