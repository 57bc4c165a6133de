// Charts and their legend as one picture.
import { expect, test } from '@jest/globals';
import { parseHTML } from 'linkedom';
import { chartOf } from '../../../src/comparison/curve.js';
import { curvesSvg, runSvg } from '../../../src/render/svg/curves.js';

const row = (label: string) => ({
  label,
  runs: [],
  state: 'finished' as const,
  epochs: 2,
  best: [1],
  about: null,
});
const chart = (metric: string, rows: number) =>
  chartOf(
    metric,
    true,
    Array.from({ length: rows }, (_, i) => ({
      row: i,
      part: 'validation' as const,
      values: [i + 1, i + 2],
    })),
  );
const parsed = (svg: string) =>
  parseHTML(`<html><body>${svg}</body></html>`).document.documentElement;

test('every row is in the legend, as text', () => {
  const names = Array.from({ length: 20 }, (_, i) => `run <${i}>`);
  const svg = curvesSvg({
    rows: names.map(row),
    charts: [chart('loss', 20), chart('accuracy', 20)],
    epochs: 2,
    notes: [],
  });
  const page = parsed(svg);
  for (const name of names) expect(page.textContent).toContain(`${name}: best epoch 1`);
  expect(page.querySelectorAll('svg svg')).toHaveLength(2);
  // Of colours there are fewer: what has the same one has other dashes.
  const looks = [...(page.querySelectorAll('svg svg')[0]?.querySelectorAll('path.line') ?? [])].map(
    (one) => `${one.getAttribute('class')} ${one.getAttribute('stroke-dasharray')}`,
  );
  expect(new Set(looks).size).toBe(20);
});

test('one run says which line is which part; without a number it is said', () => {
  expect(parsed(runSvg([chart('loss', 1)], 1, 2)).textContent).toMatch(/validation/);
  expect(runSvg([], null, 0)).toContain('no epoch has a number');
});
