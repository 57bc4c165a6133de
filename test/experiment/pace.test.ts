// How fast a model predicts: which samples are run through it once more, and when none.
import { expect, test } from '@jest/globals';
import type { Part } from '../../src/dataset/dataset.js';
import { residentSource } from '../../src/dataset/source.js';
import { secondsPerPrediction } from '../../src/experiment/pace.js';

const partOf = (count: number, isStreamed = false): Part => {
  const column = { name: 'table', shape: [1], divideBy: 1 };
  const input = isStreamed
    ? {
        ...column,
        values: new Float32Array(),
        stored: { type: 'float32' as const, size: 1, pieces: [] },
      }
    : { ...column, values: new Float32Array(count) };
  const target = {
    name: 'target',
    shape: [],
    scale: { mean: 0, deviation: 1 },
    values: new Float32Array(count),
  };
  const samples = { count, inputs: [input], targets: [target], weights: null };
  return {
    source: residentSource('train', samples),
    rows: Int32Array.from({ length: count }, (_, row) => row),
  };
};

const paced = async (part: Part, took: number) => {
  const seen: number[] = [];
  const evaluate = (some: Part) => {
    seen.push(some.rows.length);
    return Promise.resolve({
      complete: true,
      scores: { loss: 0 },
      undefinedBecause: {},
      outputs: null,
    });
  };
  const seconds = await secondsPerPrediction({ evaluate }, part, took);
  return { seconds, seen };
};

test.each([
  ['all samples where they are no whole batch', 100, 1, 100],
  ['one batch where judging takes long', 1000, 60, 250],
  ['what takes a fiftieth of a second', 12_000, 0.48, 500],
  ['all whole batches where judging takes no time', 1100, 0.0001, 1000],
])('%s', async (_, count, took, expected) => {
  const { seconds, seen } = await paced(partOf(count), took);
  expect(seen).toEqual([expected]);
  expect(seconds).toBeGreaterThanOrEqual(0);
});

test('nothing of what is streamed, or of no samples', async () => {
  expect(await paced(partOf(500, true), 1)).toEqual({ seconds: null, seen: [] });
  expect(await paced(partOf(0), 1)).toEqual({ seconds: null, seen: [] });
});
