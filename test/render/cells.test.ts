// What a table for people has of a column and of a row's cell.
import { expect, test } from '@jest/globals';
import type { Column } from '../../src/comparison/column.js';
import type { GroupCell } from '../../src/comparison/groups.js';
import type { Row } from '../../src/comparison/ranking.js';
import { columnFor, shownCell, shownSpread, shownValue } from '../../src/render/cells.js';

const column = (kind: Column['kind'], label = 'x'): Column => ({
  key: 'x',
  label,
  kind,
  direction: null,
  weight: 4,
});

const row = (cell?: GroupCell): Row => ({
  folders: ['runs/a'],
  n: 1,
  state: 'finished',
  rank: 1,
  cells: new Map(cell ? [['x', cell]] : []),
  runs: [],
  best: new Set(),
  seeds: [],
  testReads: 0,
  interval: null,
  rated: null,
  verdict: null,
});

test('a score of replicates has its deviation behind it; seconds and counts have none', () => {
  const cell = { value: 0.88124, spread: 0.0031, n: 3 };
  expect(shownCell(row(cell), column('score'))).toBe('0.8812 ± 0.0031');
  expect(shownValue(row(cell), column('score'))).toBe('0.8812');
  expect(shownSpread(row({ ...cell, spread: 0 }), column('score'))).toBe('± 0.0000');
  expect(shownCell(row({ value: 12404.73, spread: 407.425, n: 3 }), column('score'))).toBe(
    '12404.7 ± 407.4',
  );
  // No decimal of the mean would show it.
  expect(shownCell(row({ value: 12404.73, spread: 0.0123, n: 3 }), column('score'))).toBe(
    '12404.7 ± 0.0123',
  );
  expect(shownCell(row({ value: 2.94, spread: 0.1, n: 3 }), column('seconds'))).toBe('2.9');
  expect(shownCell(row({ value: 0.5 }), column('score'))).toBe('0.5000');
});

test('what is no number has no deviation', () => {
  expect(shownCell(row({ value: NaN, spread: NaN, n: 2 }), column('score'))).toBe('NaN');
});

test('what is not there is a dash, and what no table has room for is cut', () => {
  expect(shownCell(row(), column('score'))).toBe('–');
  expect(shownCell(row({ value: 'x'.repeat(501) }), column('text'))).toBe(`${'x'.repeat(500)}…`);
  expect(columnFor(column('text', 'y'.repeat(501)), []).head).toBe(`${'y'.repeat(500)}…`);
});

test('numbers stand at the right; settings where all of them are numbers or absent', () => {
  const alignOf = (kind: Column['kind'], ...cells: readonly (GroupCell | undefined)[]) =>
    columnFor(column(kind), cells.map(row)).align;
  expect(alignOf('text', { value: 1 })).toBe('left');
  expect(alignOf('count', { value: 1 })).toBe('right');
  expect(alignOf('setting', { value: 32 }, undefined, { value: null })).toBe('right');
  expect(alignOf('setting', { value: 32 }, { value: 'auto' })).toBe('left');
});
