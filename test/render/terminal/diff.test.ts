// What differs between two runs, for people.
import { expect, test } from '@jest/globals';
import { diffRuns } from '../../../src/comparison/diff.js';
import { renderDiff } from '../../../src/render/terminal/diff.js';
import { run } from '../../comparison/runs.js';
import { makeRecord, scored } from '../../run/fixture.js';

const wide = { width: Infinity, color: false };
const one = run('a');
const other = run('b', {
  ...scored(0.3, 0.9, 0.34, 0.88),
  spec: { ...makeRecord().spec, epochs: 5 },
});

test('a table for each kind of thing, with the step from one to the other', () => {
  const text = renderDiff(diffRuns(one, other), ['runs/a-1', 'runs/b-2'], wide);
  expect(text.split('\n\n')).toEqual([
    'spec    a-1  b-2\n──────  ───  ───\nepochs  20   5',
    [
      'scores             a-1     b-2  difference',
      '──────────────  ──────  ──────  ──────────',
      'val_accuracy    0.8891  0.9000     +0.0109',
      'val_loss        0.3123  0.3000     -0.0123',
      'test_accuracy   0.8812  0.8800     -0.0012',
      'test_loss       0.3345  0.3400     +0.0055',
      'train_accuracy  0.9200       –           –',
      'train_loss      0.2100       –           –',
    ].join('\n'),
    'the same: data, environment',
  ]);
});

test('folders of one name are told apart by their paths', () => {
  const text = renderDiff(diffRuns(one, other), ['x/a', 'y/a'], wide);
  expect(text).toMatch(/^spec +x\/a +y\/a$/m);
});
