// The order of rows, and which values are the best of their column.
import { describe, expect, test } from '@jest/globals';
import type { Column, RowState } from '../../src/comparison/column.js';
import { markedRows, rankedRows, topRows, type Row } from '../../src/comparison/ranking.js';
import type { Cell } from '../../src/comparison/written.js';

const row = (name: string, value: Cell, state: RowState = 'finished', n = 1): Row => ({
  folders: [`runs/${name}`],
  n,
  state,
  rank: null,
  cells: new Map([['score', { value }]]),
  runs: [],
  best: new Set(),
  seeds: [],
  testReads: 0,
  interval: null,
  rated: null,
  verdict: null,
});

const names = (rows: readonly Row[]): readonly unknown[] =>
  rows.map(({ folders: [folder = ''] }) => folder.slice('runs/'.length));

const columnOf = (direction: 'min' | 'max' | null): Column => ({
  key: 'score',
  label: 'score',
  kind: 'score',
  direction,
  weight: 0,
});

describe('rows', () => {
  const rows = [
    row('two', 2),
    row('none', null),
    row('nan', NaN),
    row('text', 'a'),
    row('ten', 10),
    row('minus', -1),
  ];

  test.each([
    ['min', false, ['minus', 'two', 'ten', 'text', 'nan', 'none']],
    ['max', false, ['ten', 'two', 'minus', 'text', 'nan', 'none']],
    ['min', true, ['ten', 'two', 'minus', 'text', 'nan', 'none']],
    ['max', true, ['minus', 'two', 'ten', 'text', 'nan', 'none']],
    [null, false, ['minus', 'two', 'ten', 'text', 'nan', 'none']],
  ] as const)('%s, reversed %s', (direction, reversed, expected) => {
    const ranked = rankedRows(rows, { key: 'score', direction }, reversed);
    expect(names(ranked)).toEqual(expected);
    expect(ranked.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('of text are by its letters', () => {
    const texts = [row('a', 'relu'), row('b', 'Elu'), row('c', 'elu'), row('d', false)];
    expect(names(rankedRows(texts, { key: 'score', direction: null }, false))).toEqual([
      'b',
      'c',
      'd',
      'a',
    ]);
  });

  test('of equal value are by their folders', () => {
    const equal = [row('b', 1), row('a', 1), row('c', 1)];
    expect(names(rankedRows(equal, { key: 'score', direction: 'max' }, false))).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  test('that did not finish have no rank, and stand below by their state and name', () => {
    const ranked = rankedRows(
      [
        row('torn', null, 'damaged'),
        row('b', 1, 'failed'),
        row('a', 9, 'failed'),
        row('stopped', 5, 'interrupted'),
        row('nan', 5, 'diverged'),
        row('now', 5, 'running'),
        row('worst', -7),
      ],
      { key: 'score', direction: 'max' },
      false,
    );
    expect(names(ranked)).toEqual(['worst', 'now', 'stopped', 'nan', 'a', 'b', 'torn']);
    expect(ranked.map(({ rank }) => rank)).toEqual([1, null, null, null, null, null, null]);
  });
});

describe('the best', () => {
  const bestOf = (rows: readonly Row[], direction: Column['direction']): readonly unknown[] =>
    names(
      markedRows(rankedRows(rows, columnOf(direction), false), [columnOf(direction)]).filter(
        ({ best }) => best.has('score'),
      ),
    );

  test('is by the direction of its column; all of equals are', () => {
    const rows = [row('a', 1), row('b', 3), row('c', 3), row('d', 2)];
    expect(bestOf(rows, 'max')).toEqual(['b', 'c']);
    expect(bestOf(rows, 'min')).toEqual(['a']);
    expect(bestOf(rows, null)).toEqual([]);
  });

  test('is better than something', () => {
    expect(bestOf([row('a', 1)], 'max')).toEqual([]);
    expect(bestOf([row('a', 1), row('b', 1)], 'max')).toEqual([]);
    expect(bestOf([row('a', 1), row('b', null)], 'max')).toEqual([]);
  });

  test('is a finite number of a row that finished', () => {
    const rows = [
      row('inf', Infinity),
      row('nan', NaN),
      row('b', 2),
      row('a', 1),
      row('running', 9, 'running'),
    ];
    expect(bestOf(rows, 'max')).toEqual(['b']);
  });

  test('is among replicates where there are any', () => {
    const rows = [row('lucky', 9), row('a', 1, 'finished', 3), row('b', 2, 'finished', 2)];
    expect(bestOf(rows, 'max')).toEqual(['b']);
  });

  test('is found among more rows than a call takes arguments', () => {
    const many = Array.from({ length: 200_000 }, (_, i) => row(`${i}`, i % 1000));
    expect(
      markedRows(rankedRows(many, columnOf('max'), false), [columnOf('max')])[0]?.best,
    ).toEqual(new Set(['score']));
  });
});

test('the first rows, and one that is kept', () => {
  const rows = ['a', 'b', 'c', 'd'].map((name) => row(name, 1));
  expect(names(topRows(rows, undefined, 'runs/d'))).toEqual(['a', 'b', 'c', 'd']);
  expect(names(topRows(rows, 2, undefined))).toEqual(['a', 'b']);
  expect(names(topRows(rows, 2, 'runs/d'))).toEqual(['a', 'b', 'd']);
  expect(names(topRows(rows, 2, 'runs/a'))).toEqual(['a', 'b']);
  expect(names(topRows(rows, 9, 'runs/x'))).toEqual(['a', 'b', 'c', 'd']);
});
