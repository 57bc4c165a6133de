// Operations along axes, as they are written.
import { expect, test } from '@jest/globals';
import { batch, tensor, translated, whole } from './calls.js';

const image = [batch, 4, 5, 3];
const first = [0, 3, 1, 2];

test('height and width are reduced where they lie, and nothing is turned', () => {
  const { result, written } = translated('Mean', [tensor(image, first), whole(1, 2)], {
    attributes: { keep_dims: false },
    outputs: [[batch, 3]],
  });
  expect(written).toEqual([['ReduceMean', 'x', { axes: [2, 3], keepdims: 0 }]]);
  expect(result).toMatchObject({ layout: [0, 1] });
});

test('the axes of a sum are an input', () => {
  const { written } = translated('Sum', [tensor([batch, 6]), whole(-1)], {
    attributes: { keep_dims: true },
    outputs: [[batch, 1]],
  });
  expect(written).toEqual([['ReduceSum', 'x', [1], { keepdims: 1 }]]);
});

test('a softmax goes along the last of the axes, wherever that lies', () => {
  const { written } = translated('Softmax', [tensor(image, first)], { outputs: [image] });
  expect(written).toEqual([['Softmax', 'x', { axis: 1 }]]);
});

test('a OneHot of another kind is a mistake of dlx', () => {
  expect(() =>
    translated('OneHot', [tensor([batch]), whole(3), whole(5), whole(0)], {
      attributes: { axis: -1 },
      outputs: [[batch, 3]],
    }),
  ).toThrow('of another kind');
});
