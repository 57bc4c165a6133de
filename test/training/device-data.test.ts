// Tables of a source with several inputs and targets, on the backend that every machine has.
import { describe, expect, test } from '@jest/globals';
import { residentSource, type Source } from '../../src/dataset/source.js';
import { openBackend } from '../../src/tensor/backend.js';
import { columnsIn, disposeData, loadData, tablesIn } from '../../src/training/device-data.js';

const backend = await openBackend({ kind: 'cpu' });

const scale = { mean: 10, deviation: 2 };
const source = residentSource('train', {
  count: 3,
  inputs: [
    { name: 'photo', shape: [2], divideBy: 255, values: Uint8Array.of(0, 51, 102, 153, 204, 255) },
    { name: 'remark', shape: [1], divideBy: 1, values: Int32Array.of(7, 8, 9) },
  ],
  targets: [
    { name: 'kind', shape: [], scale: null, values: Int32Array.of(0, 1, 2) },
    { name: 'price', shape: [], scale, values: Float32Array.of(-1, 0, 1) },
  ],
  weights: null,
});
const plan = { source, centers: [null, [0.25]], weights: Float32Array.of(1, 2, 4) };

function rowsIn(data: ReturnType<typeof loadData>, numbers: readonly number[]): number[][] {
  using rows = backend.rows(Int32Array.from(numbers));
  return tablesIn(data).map((table) => [...table.gather(rows).dataSync()]);
}

test('inputs, targets and weights lie there in the order of what they hold', () => {
  const data = loadData(backend, plan);
  const [whole, ...others] = rowsIn(data, [2, 0]);
  expect(whole?.map(Math.fround)).toEqual([0.8, 1, 0, 0.2].map(Math.fround));
  expect(others).toEqual([
    [9, 7],
    [2, 0],
    [1, -1],
    [4, 1],
  ]);
  expect(data.targets.map(({ center, scale: of }) => [center, of])).toEqual([
    [null, null],
    [[0.25], scale],
  ]);
  expect(columnsIn(plan)).toEqual([
    source.inputs[0],
    source.inputs[1],
    source.targets[0],
    source.targets[1],
    { shape: [], values: plan.weights },
  ]);
  disposeData(data);
});

test('some rows alone are counted anew, with what is known of all of them', () => {
  const data = loadData(backend, plan, Int32Array.of(1, 2));
  expect(rowsIn(data, [1]).slice(1)).toEqual([[9], [2], [1], [4]]);
  expect(data.targets[1]?.center).toEqual([0.25]);
  disposeData(data);
});

test('without weights there is no table of them', () => {
  const data = loadData(backend, { ...plan, weights: null });
  expect([data.weights, tablesIn(data).length]).toEqual([null, 4]);
  disposeData(data);
});

describe('windows of a series', () => {
  // 40 steps of two values; windows of 5 steps, whose target are the 2 values after them.
  const steps = Float32Array.from({ length: 80 }, (_, i) => Math.fround(Math.sin(i)));
  const starts = Int32Array.from({ length: 17 }, (_, i) => 2 * i);
  const numbers = ['y_1', 'y_2'];
  const series = residentSource('train', {
    count: 17,
    inputs: [
      { name: 'table', shape: [5, 2], divideBy: 1, values: steps, windows: { starts, length: 5 } },
    ],
    targets: [
      {
        name: 'y',
        shape: [2],
        numbers,
        scale,
        values: steps,
        windows: { starts: starts.map((start) => start + 5), length: 2 },
      },
    ],
    weights: null,
  });
  const copies = series.gather(Int32Array.from({ length: 17 }, (_, i) => i));
  const copied = residentSource('train', {
    ...copies,
    inputs: copies.inputs.map(({ windows: _, ...rest }) => rest),
    targets: copies.targets.map(({ windows: _, ...rest }) => rest),
  });

  test('give the same rows as their copies', () => {
    const of = (source: Source) => ({ source, centers: [[0, 0]], weights: null });
    const [windows, rows] = [loadData(backend, of(series)), loadData(backend, of(copied))];
    expect(rowsIn(windows, [16, 0, 3])).toEqual(rowsIn(rows, [16, 0, 3]));
    expect(rowsIn(loadData(backend, of(series), Int32Array.of(4, 2)), [1])).toEqual(
      rowsIn(rows, [2]),
    );
    expect(columnsIn(of(series)).map(({ shape, values }) => [shape, values.length])).toEqual([
      [[], 17],
      [[2], 80],
      [[], 17],
      [[], 80],
    ]);
  });
});
