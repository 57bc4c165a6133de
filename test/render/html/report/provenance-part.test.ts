import { expect, test } from '@jest/globals';
import { provenanceParts } from '../../../../src/render/html/report/provenance-part.js';
import { namedRuns } from './fixture.js';
import { documentOf, textsOf } from './parts.js';

const runs = namedRuns('adam');
const [best = null] = runs;

test('where the best comes from, how it is trained again, and all runs', () => {
  const page = documentOf(provenanceParts(best, runs));
  expect(textsOf(page, 'pre')[0]).toBe(
    'dlx train runs/adam-0-1/spec.yaml --device cpu --threads 2 --eager',
  );
  expect(page.querySelectorAll('tbody tr')).toHaveLength(7);
  expect(page.textContent).toContain('10 / 5 / 4 samples');
  expect(textsOf(page, 'pre')[1]).toContain('dataset: adam');
});

test('of many runs the list is closed, and cut', () => {
  const many = Array.from({ length: 201 }, () => runs)
    .flat()
    .slice(0, 201);
  const page = documentOf(provenanceParts(null, many));
  expect(page.querySelectorAll('tbody tr')).toHaveLength(200);
  expect(page.querySelector('details')?.hasAttribute('open')).toBe(false);
  expect(page.textContent).toContain('The first 200 of 201 runs.');
});
