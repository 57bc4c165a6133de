// What can be read of a forward graph without TensorFlow.
import { expect, test } from '@jest/globals';
import { itemAt } from '../../../src/ground/known.js';
import { weightRead, type ForwardGraph } from '../../../src/tensor/graph/forward-graph.js';

const value = (id: number) => ({ id, shape: [], dtype: 1 });
const graph: ForwardGraph = {
  operations: [
    { name: 'ReadVariableOp', attributes: [], inputs: [7], outputs: [value(8)], layer: 'it' },
    { name: 'Relu', attributes: [], inputs: [8], outputs: [value(9)], layer: 'it' },
  ],
  wholes: [],
  folded: new Map(),
  constants: new Map(),
  weights: new Map([[7, 'dense/kernel']]),
  inputs: [value(1)],
  output: value(9),
};

test('the weight that an operation reads', () => {
  expect(weightRead(graph, itemAt(graph.operations, 0))).toBe('dense/kernel');
  expect(weightRead(graph, itemAt(graph.operations, 1))).toBeUndefined();
});
