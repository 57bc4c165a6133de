// Comparisons on a terminal of twenty columns, and of names that are wide: no line is wider than it.
import { expect, test } from '@jest/globals';
import { compareRuns } from '../../src/comparison/comparison.js';
import { judge } from '../../src/comparison/judging.js';
import { renderComparison } from '../../src/render/comparison.js';
import { displayWidth } from '../../src/text/width.js';
import { run } from '../comparison/runs.js';
import { makeRecord, scored } from '../run/fixture.js';

const wide = '模'.repeat(64);
const { spec } = makeRecord();

type More = Parameters<typeof run>[1];

const trial = (name: string, accuracies: readonly number[], more: More = {}) =>
  accuracies.map((accuracy, i) =>
    run(`${name}${i}`, {
      name,
      seed: i + 1,
      hashes: { spec: `${name}${i}`, group: name },
      ...scored(0.5, accuracy, 0.5, accuracy),
      ...more,
    }),
  );

const alike = trial('adam', [0.881, 0.884, 0.879]);

test.each([
  ['replicates that are judged', [...alike, ...trial('sgd', [0.861, 0.868, 0.858])]],
  ['one that failed', [...alike, ...trial('lost', [0.7], { state: 'failed', message: 'why' })]],
  ['scores that are none', [...alike, ...trial('torn', [NaN, 0.5, NaN])]],
  [
    'wide names',
    [
      ...trial(wide, [0.88, 0.885, 0.87]),
      ...trial(`${wide}b`, [0.86, 0.87, 0.85], { spec: { ...spec, optimizer: wide } }),
    ],
  ],
])('%s', (_, runs) => {
  const comparison = compareRuns(runs, {}, judge);
  const { output, notes } = renderComparison(comparison, 'table', { width: 20, color: false });
  const lines = output.split('\n');
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.filter((line) => displayWidth(line) > 20)).toEqual([]);
  expect(output).toContain('±');
  expect(notes.at(-1)).toContain('left out to fit a width of 20: ');
});
