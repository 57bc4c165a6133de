// One chart as SVG: where its lines are, read back out of it.
import { expect, test } from '@jest/globals';
import { parseHTML } from 'linkedom';
import { chartOf, type Line } from '../../../src/comparison/curve.js';
import { chartSvg, scalesOf, svgText } from '../../../src/render/svg/chart.js';

const parsed = (svg: string) =>
  parseHTML(`<html><body>${svg}</body></html>`).document.documentElement;
const size = { width: 400, height: 250, epochs: 3 };
const line = (row: number, values: readonly number[], more: Partial<Line> = {}): Line => ({
  row,
  part: 'validation',
  values,
  ...more,
});

test('points are where their epochs and values are', () => {
  const chart = chartOf('loss', true, [line(0, [3, 2, 1])]);
  const { x, y } = scalesOf(chart, size);
  expect([x(1), x(2), x(3)]).toEqual([54, 220, 386]);
  expect(y(2)).toBeCloseTo((y(1) + y(3)) / 2, 9);
  expect(y(3)).toBeLessThan(y(1));
  const page = parsed(chartSvg(chart, [{ best: [3] }], size));
  const path = page.querySelector('path.line')?.getAttribute('d') ?? '';
  const places = [...path.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map((found) =>
    found.slice(1).map(Number),
  );
  expect(places.map(([at]) => at)).toEqual([54, 220, 386]);
  expect(places.map(([, at]) => at)).toEqual(
    [3, 2, 1].map((value) => Math.round(y(value) * 10) / 10),
  );
  expect(page.querySelector('circle')?.getAttribute('cx')).toBe('386');
  expect(page.textContent).toContain('best epoch 3: 1');
});

test('of replicates the rule and the dot stand at the best epoch in the middle', () => {
  const chart = chartOf('loss', true, [line(0, [3, 2, 1], { spread: [1, 1, 1] })]);
  const page = parsed(chartSvg(chart, [{ best: [3, 1, 2] }], size));
  const rule = page.querySelector('path.rule')?.getAttribute('d') ?? '';
  expect(rule).toMatch(/^M220 /);
  expect(page.querySelector('circle')?.getAttribute('cx')).toBe('220');
  expect(page.textContent).toContain('best epochs 1 to 3');
  expect(page.textContent).not.toContain(': 2');
});

test('a gap breaks a line, and a point alone is a dot', () => {
  const page = parsed(
    chartSvg(chartOf('loss', true, [line(0, [1, 2, NaN, 3])]), [{ best: [] }], size),
  );
  const path = page.querySelector('path.line')?.getAttribute('d') ?? '';
  expect(path.match(/M/g)).toHaveLength(1);
  expect(page.querySelectorAll('circle')).toHaveLength(1);
});

test('a band is around its mean, and of its row', () => {
  const chart = chartOf('loss', true, [line(1, [2, 2], { spread: [1, 1] })]);
  const page = parsed(chartSvg(chart, [{ best: [] }, { best: [] }], size));
  const band = page.querySelector('path.band');
  expect(band?.getAttribute('data-row')).toBe('1');
  const ys = [...(band?.getAttribute('d') ?? '').matchAll(/[\d.]+ ([\d.]+)/g)].map(([, at]) =>
    Number(at),
  );
  const { y } = scalesOf(chart, size);
  expect([Math.min(...ys), Math.max(...ys)]).toEqual(
    [y(3), y(1)].map((at) => Math.round(at * 10) / 10),
  );
});

test('of a band nothing is drawn beyond the values of its chart', () => {
  const chart = chartOf('loss', true, [line(0, [1, 1], { spread: [2, 0.5] })]);
  const page = parsed(chartSvg(chart, [{ best: [] }], size));
  const drawn = page.querySelector('path.band')?.getAttribute('d') ?? '';
  const ys = [...drawn.matchAll(/[\d.]+ (-?[\d.]+)/g)].map(([, at]) => Number(at));
  const { y } = scalesOf(chart, size);
  expect(chart.range).toEqual([0, 3]);
  expect(Math.max(...ys)).toBeCloseTo(y(0), 1);
});

test('names are text, and what XML cannot hold is left out', () => {
  expect(svgText('<b>\uffff&"\'')).toBe('&lt;b&gt;&amp;&quot;&#39;');
  const chart = chartOf('</text><script>', true, [line(0, [1, 2])]);
  expect(parsed(chartSvg(chart, [{ best: [] }], size)).querySelectorAll('script')).toHaveLength(0);
});
