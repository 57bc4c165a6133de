// Operations that TensorFlow.js does not know, in operations that it does: that an LSTM gives the
// same, test/export/tfjs.test.ts has it show.
import { expect, test } from '@jest/globals';
import { replaced } from '../../src/export/tfjs-replaced.js';
import type { ForwardGraph, ForwardValue } from '../../src/tensor/graph/forward-graph.js';

const batch = { batches: 1 };
const value = (id: number, shape: ForwardValue['shape'] = []): ForwardValue => ({
  id,
  shape,
  dtype: 1,
});
const graphOf = (name: string, steps: number): ForwardGraph => ({
  operations: [
    {
      name,
      attributes: [],
      inputs: [10, 1, 11, 12, 13, 14, 14, 14, 15],
      outputs: [20, 21, 22, 23, 24, 25, 26].map((id) => value(id, [steps, batch, 2])),
      layer: 'it',
    },
    { name: 'Tanh', attributes: [], inputs: [26], outputs: [value(30)], layer: 'it' },
  ],
  wholes: [],
  folded: new Map(),
  constants: new Map(),
  weights: new Map(),
  inputs: [value(1, [steps, batch, 3])],
  output: value(30),
});

test('an LSTM of all steps becomes steps; the states take the place of its own', () => {
  const { operations } = replaced(graphOf('BlockLSTMV2', 3));
  const count = (name: string): number => operations.filter((one) => one.name === name).length;
  expect([count('BlockLSTMV2'), count('MatMul'), count('Sigmoid'), count('Pack')]).toEqual([
    0, 3, 9, 1,
  ]);
  expect(operations.find(({ name }) => name === 'Pack')?.outputs[0]?.id).toBe(26);
  expect(operations.at(-1)?.name).toBe('Tanh');
  // Each value has a number of its own.
  const made = operations.flatMap(({ outputs }) => outputs.map(({ id }) => id));
  expect(new Set(made).size).toBe(made.length);
});

test('any other operation stays as it is', () => {
  const graph = graphOf('Conv2D', 3);
  expect(replaced(graph)).toBe(graph);
});
