// What is said of a table, its dots, and what differs.
import { expect, test } from '@jest/globals';
import { compareRuns } from '../../../../src/comparison/comparison.js';
import { judge } from '../../../../src/comparison/judging.js';
import { comparisonPart } from '../../../../src/render/html/report/comparison-part.js';
import { namedRuns } from './fixture.js';
import { documentOf, textsOf } from './parts.js';

const runs = namedRuns('adam');
const byFolder = new Map(runs.map((run) => [run.folder, run]));
const shown = (each: boolean) => {
  const [table] = compareRuns(runs, { each }, each ? null : judge).tables;
  if (!table) throw new Error('no table');
  return documentOf(comparisonPart({ table, runs: byFolder, title: '', id: 't' }));
};

test('the best row, verdicts, a dot for each run and each mean', () => {
  const page = shown(false);
  expect(page.querySelector('.lead')?.textContent).toMatch(
    /is the best by val adam 0\.8233 ± 0\.0153, 3 seeds/,
  );
  // scipy.stats.ttest_rel of 0.81, 0.83, 0.8 and 0.73, 0.72, 0.71: p 0.00881.
  expect(textsOf(page, '.verdict li')).toEqual([
    expect.stringMatching(
      /worse compared with .* on test adam \(difference -0\.0933, .* p\u00a00\.0088\)/,
    ),
  ]);
  expect(page.querySelectorAll('[data-mark=dot] circle')).toHaveLength(2 + 6);
  expect(textsOf(page, 'thead button')[0]).toBe('run');
  expect(page.querySelectorAll('tbody tr').length).toBeGreaterThan(3);
});

test('numbers can be sorted by their values; what differs has a line a key', () => {
  const page = shown(true);
  const values = [...page.querySelectorAll('table.sorted td[data-value]')].map((one) =>
    one.getAttribute('data-value'),
  );
  expect(values).toContainEqual(expect.stringMatching(/^0\.8[24]/));
  expect(textsOf(page, 'table:not(.sorted) tbody th')).toContain('optimizer');
  expect(page.querySelector('input.filter')?.getAttribute('aria-controls')).toBe('t');
});

test('nothing is the best where nothing has finished', () => {
  const [table] = compareRuns(runs.slice(-1)).tables;
  if (!table) throw new Error('no table');
  const page = documentOf(comparisonPart({ table, runs: byFolder, title: 'x', id: 't' }));
  expect(page.textContent).toContain('No run has finished.');
  expect(page.querySelectorAll('figure')).toHaveLength(0);
});

test('runs of several specs in one row are not called seeds where they share one', () => {
  const finished = runs.filter((run) => 'record' in run && run.record.state === 'finished');
  const [table] = compareRuns(finished, { 'group-by': 'state' }, judge).tables;
  if (!table) throw new Error('no table');
  const page = documentOf(comparisonPart({ table, runs: byFolder, title: '', id: 't' }));
  expect(page.querySelector('.lead')?.textContent).toMatch(/: val adam .*, 6 runs\.$/);
});
