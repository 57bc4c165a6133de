import { expect, test } from '@jest/globals';
import { onlyInput, onlyTarget, residentSource, takenRows } from '../../src/dataset/source.js';

const pictures = {
  name: 'photo',
  shape: [2, 1],
  divideBy: 255,
  values: Uint8Array.of(1, 2, 3, 4, 5, 6),
};
const tokens = { name: 'remark', shape: [1], divideBy: 1, values: Int32Array.of(70, 80, 90) };
const price = { name: 'price', shape: [], scale: null, values: Float32Array.of(0.5, 1.5, 2.5) };
const kind = { name: 'kind', shape: [2], scale: null, values: Int32Array.of(0, 1, 2, 3, 4, 5) };
const weights = Float32Array.of(1, 0, 2);
const several = { count: 3, inputs: [pictures, tokens], targets: [price, kind], weights };

test('a batch holds the rows asked for, in that order, of every input, target and weight', () => {
  const source = residentSource('train', several);
  expect(source.gather(Int32Array.of(2, 0, 2))).toEqual({
    count: 3,
    inputs: [
      { ...pictures, values: Uint8Array.of(5, 6, 1, 2, 5, 6) },
      { ...tokens, values: Int32Array.of(90, 70, 90) },
    ],
    targets: [
      { ...price, values: Float32Array.of(2.5, 0.5, 2.5) },
      { ...kind, values: Int32Array.of(4, 5, 0, 1, 4, 5) },
    ],
    weights: Float32Array.of(2, 1, 2),
  });
  expect(source).toMatchObject({ name: 'train', ...several });
});

test('no rows are a batch too, and weights stay away where there are none', () => {
  const source = residentSource('train', { ...several, weights: null });
  expect(source.gather(new Int32Array(0))).toMatchObject({
    count: 0,
    inputs: [{ values: new Uint8Array(0) }, { values: new Int32Array(0) }],
    weights: null,
  });
});

test('the rows of a column are copied', () => {
  const taken = takenRows(price, Int32Array.of(0));
  taken[0] = 9;
  expect(price.values[0]).toBe(0.5);
});

// A series of five steps of two values, and windows of three of them.
const series = Float32Array.of(0, 1, 10, 11, 20, 21, 30, 31, 40, 41);
const windowed = {
  count: 2,
  inputs: [
    {
      name: 'table',
      shape: [3, 2],
      divideBy: 1,
      values: series,
      windows: { starts: Int32Array.of(0, 2), length: 3 },
    },
  ],
  targets: [{ ...price, values: series, windows: { starts: Int32Array.of(6, 9), length: 1 } }],
  weights: null,
};

test('windows are cut out of their series where they are taken, and lie side by side', () => {
  const batch = residentSource('train', windowed).gather(Int32Array.of(1, 0, 1));
  expect(onlyInput(batch)).toEqual({
    ...windowed.inputs[0],
    values: Float32Array.of(20, 21, 30, 31, 40, 41, 0, 1, 10, 11, 20, 21, 20, 21, 30, 31, 40, 41),
    windows: { starts: Int32Array.of(0, 3, 6), length: 3 },
  });
  expect([...onlyTarget(batch).values]).toEqual([41, 30, 41]);
  // What was taken can be taken from again.
  const again = residentSource('some', batch).gather(Int32Array.of(1));
  expect([...onlyInput(again).values]).toEqual([0, 1, 10, 11, 20, 21]);
  expect([...onlyTarget(again).values]).toEqual([30]);
});

test('a window that leaves its series is refused', () => {
  const at = (start: number) => ({
    ...windowed,
    inputs: windowed.inputs.map((one) => ({
      ...one,
      windows: { starts: Int32Array.of(0, start), length: 3 },
    })),
  });
  expect(() => residentSource('train', at(3))).toThrow('table of train has 10 values');
  expect(() => residentSource('train', at(-1))).toThrow('table of train has 10 values');
});

test('values that do not fit their shape are refused', () => {
  expect(() =>
    residentSource('test', { ...several, inputs: [{ ...pictures, shape: [3, 1] }] }),
  ).toThrow('photo of test has 6 values, which are not 3 rows of [3, 1]');
  expect(() => residentSource('test', { ...several, weights: Float32Array.of(1) })).toThrow(
    'weights of test has 1 values, which are not 3 rows of []',
  );
});

test('the only one is the only one', () => {
  expect(onlyInput({ inputs: [tokens] })).toBe(tokens);
  expect(onlyTarget({ targets: [kind] })).toBe(kind);
  expect(() => onlyInput(several)).toThrow('2 inputs where there is one');
  expect(() => onlyTarget({ targets: [] })).toThrow('0 targets where there is one');
});
