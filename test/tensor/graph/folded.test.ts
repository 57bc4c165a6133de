// A forward pass without what is the same for every input, and with what is whole.
import { expect, test } from '@jest/globals';
import { foldWeights, withWholes } from '../../../src/tensor/graph/folded.js';
import type { ForwardGraph } from '../../../src/tensor/graph/forward-graph.js';

const value = (id: number) => ({ id, shape: [2], dtype: 1 });
const operation = (name: string, inputs: readonly number[], output: number) => ({
  name,
  attributes: [],
  inputs: [...inputs],
  outputs: [value(output)],
  layer: 'it',
});

// x · √w, where w is read from variable 7.
const graph: ForwardGraph = {
  operations: [
    operation('ReadVariableOp', [7], 2),
    operation('Sqrt', [2], 3),
    operation('Neg', [3], 4),
    operation('Mul', [1, 4], 5),
    operation('Add', [5, 2], 6),
  ],
  wholes: [],
  folded: new Map([[4, Float32Array.of(-2, -3)]]),
  constants: new Map(),
  weights: new Map([[7, 'norm/gamma']]),
  inputs: [value(1)],
  output: value(6),
};

test('weights and what is made of them are constants', () => {
  const folded = foldWeights(graph, new Map([['norm/gamma', Float32Array.of(4, 9)]]));
  expect(folded.operations.map(({ name }) => name)).toEqual(['Mul', 'Add']);
  expect([...folded.constants]).toEqual([
    [2, { kind: 'fixed', dtype: 1, shape: [2], values: Float32Array.of(4, 9), name: 'norm/gamma' }],
    [
      4,
      { kind: 'fixed', dtype: 1, shape: [2], values: Float32Array.of(-2, -3), name: 'it/folded' },
    ],
  ]);
});

test('what is whole takes the place of what only it needed', () => {
  const { layer: _, ...whole } = operation('Layer', [1, 2], 5);
  const { operations } = withWholes({ ...graph, wholes: [whole] });
  expect(operations.map(({ name }) => name)).toEqual(['ReadVariableOp', 'Layer', 'Add']);
});
