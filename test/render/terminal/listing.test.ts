// A list of runs for people.
import { describe, expect, test } from '@jest/globals';
import type { Listed } from '../../../src/comparison/listing.js';
import { renderListing, since } from '../../../src/render/terminal/listing.js';

const now = Date.parse('2026-01-02T06:04:05Z');
const listed = (changes: Partial<Listed> = {}): Listed => ({
  folder: 'runs/adam-20260102T030405Z-a1',
  state: 'finished',
  name: 'adam',
  tags: [],
  notes: null,
  data: 'fashion_mnist',
  score: { name: 'val_accuracy', value: 0.8891 },
  started: '2026-01-02T03:04:05.000Z',
  finished: null,
  epochs: { planned: 20, done: 7, best: 6 },
  seed: 1,
  parameters: 10,
  bytes: 2_345_678,
  id: 'a1',
  parent: null,
  message: null,
  ...changes,
});
const shown = (...runs: readonly Listed[]): readonly string[] =>
  renderListing(runs, now, { width: Infinity, color: false }).split('\n');

test('a line a run; names and tags where they say something', () => {
  expect(shown(listed())).toEqual([
    'run                       state     score                since    size  data',
    '────────────────────────  ────────  ───────────────────  ─────  ──────  ─────────────',
    'adam-20260102T030405Z-a1  finished  val_accuracy 0.8891    3 h  2.3 MB  fashion_mnist',
  ]);
  const [head, , first, second] = shown(
    listed({ folder: 'runs/mine', tags: ['good', 'old'], state: 'running' }),
    listed({ state: 'damaged', name: null, data: null, score: null, started: null, epochs: null }),
  );
  expect(head?.split(/ {2,}/)).toEqual([
    'run',
    'state',
    'score',
    'since',
    'size',
    'data',
    'name',
    'tags',
  ]);
  expect(first).toMatch(/^mine +running, 7\/20 .* adam +good, old$/);
  expect(second).toMatch(/^adam-\S+ +damaged +– +– +2\.3 MB +– +–$/);
});

test('in a narrow terminal what a run is called stays longest', () => {
  const text = renderListing([listed({ tags: ['x'] })], now, { width: 40, color: false });
  expect(text).toMatch(/^adam-20260102T0304\S* +finished/m);
  expect(text.split('\n').every((line) => line.length <= 40)).toBe(true);
});

describe('how long ago', () => {
  test.each([
    [0, '0 s'],
    [-5000, '0 s'],
    [119_000, '119 s'],
    [120_000, '2 min'],
    [3 * 3_600_000, '3 h'],
    [47.9 * 3_600_000, '47 h'],
    [48 * 3_600_000, '2 days'],
    [70 * 86_400_000, '2 months'],
    [800 * 86_400_000, '2 years'],
    [NaN, '–'],
  ])('%d', (milliseconds, text) => {
    expect(since(milliseconds)).toBe(text);
  });
});
