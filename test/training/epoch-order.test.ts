// The order of an epoch: every row once, from any place on, and far from where it was.
import { describe, expect, test } from '@jest/globals';
import { residentSource, type Source } from '../../src/dataset/source.js';
import { randomPermutation, streamOf } from '../../src/ground/random.js';
import { epochOrder, stretchRows } from '../../src/training/epoch-order.js';

// Rows of so many bytes in a file that nobody reads.
const sourceOf = (count: number, rowBytes: number): Source => {
  const stored =
    rowBytes === 0 ? {} : { stored: { type: 'uint8', size: rowBytes, pieces: [] } as const };
  const values = new Uint8Array(rowBytes === 0 ? count : 0);
  return residentSource('train', {
    count,
    inputs: [{ name: 'x', shape: [rowBytes || 1], divideBy: 1, values, ...stored }],
    targets: [],
    weights: null,
  });
};

// Every third row is of another part.
const rowsOf = (count: number): Int32Array =>
  Int32Array.from({ length: count }, (_, i) => i).filter((row) => row % 3 !== 1);

const partOf = (count: number, rowBytes: number) => ({
  source: sourceOf(count, rowBytes),
  rows: rowsOf(count),
});

test('in memory it is the permutation of all rows', () => {
  const part = partOf(300, 0);
  const { count, rows, stretchAt } = epochOrder({ seed: 7 }, part, 2);
  const order = randomPermutation({ seed: 7, epoch: 2, stream: streamOf('order') }, 200);
  expect(count).toBe(200);
  expect([...rows(0, 200)]).toEqual([...order].map((i) => part.rows[i]));
  expect(stretchAt(150)).toEqual({ from: 0, to: 200 });
});

// 64 KiB and 44,000 B a row: two rows a block, so 1024 a stretch; 128 KiB: one.
describe.each([
  [6001, 65_536, 1024],
  [6002, 44_000, 1024],
  [6000, 131_072, 512],
  [900, 65_536, 1024],
])('%d rows of %d bytes', (count, rowBytes, stretch) => {
  const part = partOf(count, rowBytes);
  const all = (epoch: number, seed = 1): readonly number[] => [
    ...epochOrder({ seed }, part, epoch).rows(0, part.rows.length),
  ];

  test('every row comes once', () => {
    expect(stretchRows(part.source)).toBe(stretch);
    expect([...all(1)].sort((a, b) => a - b)).toEqual([...part.rows]);
  });

  test('it is a function of seed and epoch', () => {
    expect(all(1)).toEqual(all(1));
    expect(all(2)).not.toEqual(all(1));
    expect(all(1, 2)).not.toEqual(all(1));
  });

  test('any place can be asked for, by itself and across stretches', () => {
    const whole = all(3);
    for (const [from, to] of [
      [0, 10],
      [stretch - 5, stretch + 5],
      [part.rows.length - 3, part.rows.length],
      [37, 37],
      [0, part.rows.length + 100],
    ] as const) {
      expect([...epochOrder({ seed: 1 }, part, 3).rows(from, to)]).toEqual(whole.slice(from, to));
    }
  });

  test('stretches follow each other without gap', () => {
    const { stretchAt } = epochOrder({ seed: 1 }, part, 1);
    let place = 0;
    while (place < part.rows.length) {
      const { from, to } = stretchAt(place);
      expect(from).toBe(place);
      expect(stretchAt(to - 1)).toEqual({ from, to });
      expect(to - from).toBeLessThanOrEqual(stretch);
      place = to;
    }
    expect(place).toBe(part.rows.length);
  });

  test('places before and after go together no more than by chance', () => {
    const whole = all(1);
    const places = whole.map((row) => part.rows.indexOf(row));
    // Of a random order of n, the correlation of places has a deviation of about 1 / √(n − 1); of
    // blocks, as many as there are.
    const middle = (places.length - 1) / 2;
    const sum = places.reduce((total, place, i) => total + (place - middle) * (i - middle), 0);
    const squares = places.reduce((total, place) => total + (place - middle) ** 2, 0);
    expect(Math.abs(sum / squares)).toBeLessThan(4 / Math.sqrt(part.rows.length / 2));
  });
});
