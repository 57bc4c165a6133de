import { expect, test } from '@jest/globals';
import { residentSource } from '../../src/dataset/source.js';
import { blocksOfRows } from '../../src/survey/blocks.js';

test('a part is gone through whole and in its order, in blocks of about a million values', () => {
  const count = 5;
  const width = 2 ** 19;
  const source = residentSource('train', {
    count,
    inputs: [{ name: 'x', shape: [width], divideBy: 1, values: new Uint8Array(count * width) }],
    targets: [{ name: 'y', shape: [], scale: null, values: Float32Array.from([0, 1, 2, 3, 4]) }],
    weights: null,
  });
  const blocks = [...blocksOfRows({ source, rows: Int32Array.of(4, 2, 1) })];
  expect(blocks.map(({ first }) => first)).toEqual([0, 2]);
  expect(blocks.flatMap(({ samples }) => [...(samples.targets[0]?.values ?? [])])).toEqual([
    4, 2, 1,
  ]);
});
