// Curves as lines of blocks.
import { describe, expect, test } from '@jest/globals';
import { blocksOf, curveLines } from '../../../src/render/terminal/curve.js';
import { someEpoch } from '../../run/fixture.js';

const epochs = (losses: readonly (readonly [number, number | null])[]) =>
  losses.map(([train, validation], i) => ({
    ...someEpoch,
    epoch: i + 1,
    train: { loss: train, accuracy: i / 10 },
    validation: { loss: validation, accuracy: i / 5 },
  }));

describe('blocks', () => {
  test.each<readonly [readonly number[], number, string]>([
    [[0, 1, 2, 3, 4, 5, 6, 7], 8, '▁▂▃▄▅▆▇█'],
    [[7, 0], 8, '█▁'],
    [[1, 1, 1], 8, '▅▅▅'],
    [[1, NaN, 2], 8, '▁·█'],
    [[NaN, NaN], 8, '··'],
    // Two a block: their means.
    [[0, 2, 6, 8], 2, '▁█'],
    [[-1e308, 1e308], 8, '▁█'],
  ])('%j in %d', (values, room, drawn) => {
    const scale = values.length === 4 && room === 2 ? [1, 7] : values;
    expect(blocksOf(values, room, scale)).toBe(drawn);
  });
});

test('the losses share a scale; what is monitored has its own; the best epoch is marked', () => {
  const lines = curveLines(
    epochs([
      [8, 7.9],
      [4, 5],
      [0, 2],
    ]),
    { monitor: 'val_accuracy', best: 3, width: 80 },
  );
  expect(lines).toEqual([
    'loss          █▅▁  8.0000 → 0.0000',
    'val_loss      █▆▃  7.9000 → 2.0000',
    'val_accuracy  ▁▅█  0.0000 → 0.4000',
    'best            ▲ 3',
  ]);
});

test('nothing of one epoch, and no mark where no epoch is the best', () => {
  expect(curveLines(epochs([[1, 1]]), { monitor: 'val_loss', best: 1, width: 80 })).toEqual([]);
  const two = epochs([
    [1, null],
    [2, null],
  ]);
  expect(curveLines(two, { monitor: 'val_loss', best: null, width: 80 })).toEqual([
    'loss      ▁█  1.0000 → 2.0000',
    'val_loss  ··  NaN → NaN',
  ]);
});

test('hundreds of epochs fit the width, the mark in its place', () => {
  const many = epochs(Array.from({ length: 600 }, (_, i) => [600 - i, 600 - i] as const));
  const lines = curveLines(many, { monitor: 'val_loss', best: 600, width: 60 });
  expect(lines.filter((line) => line.length > 60)).toEqual([]);
  const [drawn] = /[▁-█]+/.exec(lines[0] ?? '') ?? [];
  expect(drawn).toMatch(/^█+▇+▆+▅+▄+▃+▂+▁+$/);
  expect(lines.at(-1)?.indexOf('▲')).toBe(lines[0]?.lastIndexOf('▁'));
});
