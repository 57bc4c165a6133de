// One operation in the place of several.
import { expect, test } from '@jest/globals';
import { replacing, withAttributes, type Finding } from '../../../src/export/onnx/replacing.js';

const value = (id: number) => ({ id, shape: [2], dtype: 1 });
const operation = (name: string, inputs: readonly number[], output: number) => ({
  name,
  attributes: [],
  inputs: [...inputs],
  outputs: [value(output)],
  layer: 'it',
});
const passOf = (last: readonly number[]) => ({
  operations: [operation('A', [1], 2), operation('B', [2], 3), operation('C', last, 4)],
  constants: new Map(),
  inputs: [value(1)],
  output: value(4),
});

// B after A, where nobody else takes A.
const pair: Finding = (second, { before }) => {
  const first = before(second);
  if (second.name !== 'B' || first?.name !== 'A') return null;
  return { gone: [first], instead: { ...first, name: 'AB', outputs: second.outputs } };
};

test('the last of them is it, the others are gone', () => {
  const { operations } = replacing(passOf([3]), pair);
  expect(operations.map(({ name, inputs }) => [name, inputs])).toEqual([
    ['AB', [1]],
    ['C', [3]],
  ]);
});

test('not where somebody else takes what is between them', () => {
  const { operations } = replacing(passOf([3, 2]), pair);
  expect(operations.map(({ name }) => name)).toEqual(['A', 'B', 'C']);
});

test('attributes with some changed', () => {
  const attributes = [
    { name: 'a', type: 1, value: 2 },
    { name: 'b', type: 1, value: 3 },
  ];
  expect(
    withAttributes(attributes, { b: 4 }).map(({ name, value: changed }) => [name, changed]),
  ).toEqual([
    ['a', 2],
    ['b', 4],
  ]);
});
