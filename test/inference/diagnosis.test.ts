// Where a kept model is wrong, of the frozen run and of outputs that a test makes.
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { diagnose } from '../../src/inference/diagnosis.js';
import { openKept } from '../../src/inference/kept.js';
import { readOutputs } from '../../src/run/outputs.js';
import { root } from '../folders.js';

const folder = join(root, 'test/fixtures/runs/finished-0.1.0');
const kept = openKept(folder);

/** Outputs of samples in three classes, which are rows 10, 11, … */
const outputsOf = (
  probabilities: readonly (readonly number[])[],
  targets: readonly number[],
  width = 3,
) => ({
  predictions: { shape: [targets.length, width], values: Float32Array.from(probabilities.flat()) },
  targets: { shape: [targets.length], values: Int32Array.from(targets) },
  rows: { shape: [targets.length], values: Int32Array.from(targets, (_, i) => 10 + i) },
});

test('what the record says is right is right', () => {
  const outputs = readOutputs(folder, 'test');
  if (!outputs) throw new Error('the frozen run keeps outputs');
  const { wrong, mistakes, calibration, curves } = diagnose(kept, outputs);
  const accuracy = kept.record.scores.test?.['accuracy'] ?? NaN;
  const count = kept.record.data.test;
  expect(wrong).toBe(Math.round((1 - accuracy) * count));
  expect(mistakes).toHaveLength(Math.min(24, wrong));
  expect(calibration?.bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(count);
  expect(curves).toHaveLength(3);
});

test('the surest wrong answer is first', () => {
  const found = diagnose(
    kept,
    outputsOf(
      [
        [0.6, 0.3, 0.1],
        [0.1, 0.1, 0.8],
        [0.9, 0.1, 0],
        [NaN, 0, 0],
      ],
      [1, 2, 1, 0],
    ),
  );
  expect(found.wrong).toBe(3);
  expect(found.mistakes.map(({ row, taken }) => [row, taken])).toEqual([
    [12, '0'],
    [10, '0'],
    [13, 'no number'],
  ]);
  expect(found.mistakes[0]?.confidence).toBeCloseTo(0.9, 6);
  expect(found.mistakes[2]?.confidence).toBeNull();
});

describe('at the edges', () => {
  test('all right, and one sample', () => {
    const right = diagnose(kept, outputsOf([[0.1, 0.8, 0.1]], [1]));
    expect(right).toMatchObject({ wrong: 0, mistakes: [], pairs: [] });
    // The other classes have no sample.
    expect(right.curves.map(({ name, average }) => [name, average])).toEqual([['1', 1]]);
  });

  test('all wrong', () => {
    const wrong = diagnose(
      kept,
      outputsOf(
        [
          [1, 0, 0],
          [1, 0, 0],
        ],
        [1, 2],
      ),
    );
    expect(wrong.wrong).toBe(2);
    expect(wrong.calibration?.error).toBe(1);
  });
});

test('values have their greatest errors, and pairs evenly over all', () => {
  const number = { ...kept, target: { name: 'y', kind: 'number' as const, scale: null } };
  const targets = Array.from({ length: 2500 }, (_, i) => i);
  const found = diagnose(
    number,
    outputsOf(
      targets.map((one) => [one === 7 ? 100 : one]),
      targets,
      1,
    ),
  );
  expect(found.mistakes[0]).toMatchObject({ row: 17, is: '7', taken: '100' });
  expect(found.pairs.map(({ is }) => is).slice(0, 3)).toEqual([0, 3, 6]);
  expect(found.report).toMatchObject({ kind: 'number', max_error: 93 });
});

test('labels are wrong where one of them is', () => {
  const labels = {
    ...kept,
    target: {
      name: 'tags',
      kind: 'labels' as const,
      labels: ['a', 'b', 'c'],
      separator: ',' as const,
    },
  };
  const outputs = {
    ...outputsOf(
      [
        [0.9, 0.1, 0.2],
        [0.9, 0.9, 0.9],
      ],
      [0, 0],
    ),
    targets: { shape: [2, 3], values: Int32Array.of(1, 0, 0, 1, 0, 0) },
  };
  const found = diagnose(labels, outputs);
  expect(found.mistakes).toEqual([
    { sample: 1, row: 11, is: 'a', taken: 'a, b, c', confidence: null },
  ]);
  expect(found.curves.map(({ name }) => name)).toEqual(['a']);
});
