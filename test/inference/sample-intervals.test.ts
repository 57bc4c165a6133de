// Intervals over samples beside SciPy's: binomtest(k, n).proportion_ci(method='wilson'), and
// t.interval(0.95, n - 1, mean, sem).
import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { openKept } from '../../src/inference/kept.js';
import { sampleIntervals, wilsonInterval } from '../../src/inference/sample-intervals.js';
import { readOutputs } from '../../src/run/outputs.js';
import { root } from '../folders.js';

describe("Wilson's interval", () => {
  test.each([
    [106, 300, 0.301408300669235, 0.4089669708899652],
    [67, 69, 0.9003341623693445, 0.9920147973076358],
    [0, 20, 0, 0.16112515805281935],
    [20, 20, 0.8388748419471808, 1],
  ])('%d of %d', (hits, n, low, high) => {
    const found = wilsonInterval(hits, n);
    expect(found[0]).toBeCloseTo(low, 10);
    expect(found[1]).toBeCloseTo(high, 10);
  });
});

test('a frozen run: its accuracy and its loss have one, a score that is no mean of its outputs none', () => {
  const folder = join(root, 'test/fixtures/runs/finished-0.1.0');
  const kept = openKept(folder);
  const outputs = readOutputs(folder, 'test');
  if (!outputs) throw new Error('it keeps them');
  const scores = { ...kept.record.scores.test, other: 0.123 };
  const found = sampleIntervals(kept, outputs, scores);
  expect([...found.keys()]).toEqual(['loss', 'accuracy']);
  expect(found.get('accuracy')?.[0]).toBeCloseTo(0.301408300669235, 6);
  expect(found.get('loss')?.[0]).toBeCloseTo(1.0481777349962442, 5);
  expect(found.get('loss')?.[1]).toBeCloseTo(1.1033415534503481, 5);
});

test('numbers: means of errors and of their squares, the root of these, in both units', () => {
  const target = { kind: 'number', name: 'y', scale: { mean: 5, deviation: 2 } } as const;
  const errors = [0.5, -1, 2, 0.25, -0.75];
  const array = (values: readonly number[]) => ({
    shape: [5, 1],
    values: Float32Array.from(values),
  });
  const outputs = {
    predictions: array(errors.map((error) => 10 + error)),
    targets: array(errors.map(() => 10)),
    rows: { shape: [5], values: Int32Array.of(0, 1, 2, 3, 4) },
  };
  const frozen = openKept(join(root, 'test/fixtures/runs/finished-0.1.0'));
  const scores = { mae: 0.9, mse: 1.175, rmse: 1.08397416943394, standardised: 0.45, other: 1 };
  const found = sampleIntervals({ ...frozen, target }, outputs, scores);
  expect([...found.keys()]).toEqual(['mae', 'mse', 'rmse', 'standardised']);
  expect(found.get('mae')?.[0]).toBeCloseTo(0.06130215376833603, 6);
  expect(found.get('mae')?.[1]).toBeCloseTo(1.738697846231664, 6);
  // Of what is never below 0.
  expect(found.get('mse')?.[0]).toBe(0);
  expect(found.get('rmse')?.[1]).toBeCloseTo(1.784594854356915, 6);
  expect(found.get('standardised')?.[1]).toBeCloseTo(1.738697846231664 / 2, 6);
});
