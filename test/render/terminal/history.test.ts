// Charts of training on a terminal.
import { describe, expect, test } from '@jest/globals';
import { chartOf, type Line } from '../../../src/comparison/curve.js';
import type { Curves, CurveRow } from '../../../src/comparison/curves.js';
import { renderHistory } from '../../../src/render/terminal/history.js';
import { displayWidth } from '../../../src/text/width.js';

const row = (
  label: string,
  best: readonly number[] = [],
  about: string | null = null,
): CurveRow => ({
  label,
  runs: [],
  state: 'finished',
  epochs: 3,
  best,
  about,
});

const curves = (rows: readonly CurveRow[], lines: readonly Line[], epochs = 3): Curves => ({
  rows,
  charts: [chartOf('loss', true, lines)],
  epochs,
  notes: [],
});

const validation = (values: readonly number[], at = 0): Line => ({
  row: at,
  part: 'validation',
  values,
});

const plain = { width: 26, height: 13, color: false };

test('one run: its scale, its epochs, the best one', () => {
  const drawn = renderHistory(curves([row('adam', [3])], [validation([4, 2, 0])]), plain);
  // 18 cells are 36 dots across, 7 are 28 up: three cells for each 7 dots to the right and 5.4 down.
  expect(drawn.split('\n')).toEqual([
    'loss',
    '4.0000 ┤⠑⠢⡀',
    '       │  ⠈⠑⠤⡀',
    '       │     ⠈⠒⢄',
    '2.0000 ┤        ⠉⠢⣀',
    '       │           ⠑⢄',
    '       │             ⠉⠢⡀',
    '0.0000 ┤               ⠈⠒⢄',
    '       └──────────────────',
    '        1              ▲ 3',
    '',
    'adam: best epoch 3',
  ]);
});

test('several runs have a letter each at their best epochs', () => {
  const drawn = renderHistory(
    curves(
      [row('one', [2]), row('two', [3], 'failed')],
      [validation([3, 2, 1]), validation([3, 3, 3], 1)],
    ),
    { ...plain, width: 40 },
  );
  const [, top = '', ...others] = drawn.split('\n');
  expect(top.at(-1)).toBe('b');
  expect(others.filter((line) => /┤.*a/.test(line))).toEqual([expect.stringMatching(/^2\.0000 /)]);
  expect(drawn).toMatch(/^a one: best epoch 2\nb two: best epoch 3, failed\nvalidation$/m);
});

describe('no line is wider than the screen, none higher than it', () => {
  test.each([
    [20, 10],
    [40, 24],
    [200, 50],
  ])('%d × %d', (width, height) => {
    const wide = '模型'.repeat(40);
    const drawn = renderHistory(
      curves([row(wide, [1]), row('b', [2])], [validation([1, 2, 3]), validation([3, 2, 1], 1)]),
      { width, height, color: false },
    );
    const lines = drawn.split('\n');
    expect(lines.map(displayWidth).every((one) => one <= width)).toBe(true);
    expect(lines.length).toBeLessThan(Math.max(height, 12));
  });
});

test('where there is no number it is said in lines that fit', () => {
  const drawn = renderHistory(curves([row('a', [])], [validation([NaN])], 1), {
    width: 20,
    height: 24,
    color: false,
  });
  expect(drawn.replaceAll('\n', ' ')).toContain('there is no epoch with a number yet');
  expect(drawn.split('\n').every((line) => displayWidth(line) <= 20)).toBe(true);
});

test('colours where they are wanted alone', () => {
  const two = curves([row('a'), row('b')], [validation([1, 2]), validation([2, 1], 1)]);
  expect(renderHistory(two, plain)).not.toContain('\u001b');
  expect(renderHistory(two, { ...plain, color: true })).toContain('\u001b[36m');
});

test('bands are said to be what they are', () => {
  const line: Line = { ...validation([1, 2, 3]), spread: [1, 1, 1] };
  expect(renderHistory(curves([row('a')], [line]), plain)).toMatch(
    /bands: mean ± standard deviation|bands: mean ± stand/,
  );
});

test('a name cannot move the cursor; where there is no number it is said', () => {
  const drawn = renderHistory(curves([row('\u001b[2J')], [validation([NaN])], 1), plain);
  expect(drawn).toBe('there is no epoch with a\nnumber yet\n\\u001b[2J');
});
