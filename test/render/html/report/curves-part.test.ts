import { expect, test } from '@jest/globals';
import { curvesOf } from '../../../../src/comparison/curves.js';
import { curvesPart } from '../../../../src/render/html/report/curves-part.js';
import { namedRuns } from './fixture.js';
import { documentOf, textsOf } from './parts.js';

const runs = namedRuns('adam');

test('a legend that switches, and charts that know their values', () => {
  const page = documentOf(curvesPart(curvesOf(runs, { metrics: ['loss', 'adam'] }), ''));
  expect(page.querySelectorAll('button[data-toggle][aria-pressed=true]')).toHaveLength(3);
  const [figure] = page.querySelectorAll('figure');
  const known = JSON.parse(figure?.getAttribute('data-curve') ?? '') as {
    readonly lines: readonly { readonly values: readonly number[] }[];
  };
  expect(known).toMatchObject({ epochs: 3, left: 54, width: 420 });
  expect(known.lines[0]?.values).toEqual([2, 1, 0.66667]);
  expect(page.querySelectorAll('[data-row="2"]').length).toBeGreaterThan(1);
});

test('one run has both parts, none has nothing', () => {
  const page = documentOf(curvesPart(curvesOf(runs.slice(0, 1)), 'x'));
  expect(textsOf(page, '.legend li').map((text) => text.trim())).toEqual([
    'validation',
    'training',
  ]);
  expect(page.querySelector('h2')?.textContent).toBe('Curves: x');
  expect(curvesPart(curvesOf([]), '')).toEqual([]);
});
