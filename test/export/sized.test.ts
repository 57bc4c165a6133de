// Constants that depend on the batch: as one that is left open, or as nodes. That those give what
// they should, test/export/frozen.test.ts has TensorFlow show.
import { describe, expect, test } from '@jest/globals';
import { addSized, batchNode, openConstant } from '../../src/export/sized.js';
import { codes } from '../../src/tensor/graph/codes.js';
import type { ForwardGraph, Size } from '../../src/tensor/graph/forward-graph.js';
import { newGraph } from '../../src/tensor/graph/graph.js';

const batches = (count: number): Size => ({ batches: count });
const value = (id: number) => ({ id, shape: [], dtype: codes.TF_FLOAT });
const using = (name: string, inputs: readonly number[]): ForwardGraph => ({
  operations: [{ name, attributes: [], inputs: [...inputs], outputs: [value(9)], layer: 'it' }],
  wholes: [],
  folded: new Map(),
  constants: new Map(),
  weights: new Map(),
  inputs: [value(1)],
  output: value(9),
});
const sizes = (...all: readonly Size[]) =>
  ({ kind: 'sizes', dtype: codes.TF_INT32, sizes: all }) as const;

describe('the shape of a Reshape', () => {
  test('has one open axis where one depends on the batch', () => {
    expect(openConstant(using('Reshape', [1, 2]), 2, sizes(batches(3), 4))).toEqual({
      shape: [2],
      dtype: codes.TF_INT32,
      values: Int32Array.of(-1, 4),
    });
  });

  test.each([
    ['two that depend on it', using('Reshape', [1, 2]), sizes(batches(1), batches(2))],
    ['one that is open already', using('Reshape', [1, 2]), sizes(batches(1), -1)],
    ['one of no values', using('Reshape', [1, 2]), sizes(batches(1), 0)],
    ['what another operation takes', using('Fill', [2, 1]), sizes(batches(1), 4)],
    ['what is reshaped itself', using('Reshape', [2, 2]), sizes(batches(1), 4)],
  ])('but not with %s', (_, graph, constant) => {
    expect(openConstant(graph, 2, constant)).toBe(constant);
  });
});

test('the batch is asked for once, and multiplied where it must be', () => {
  const graph = newGraph();
  const input = graph.add('Placeholder', [], [], 'x');
  const batch = batchNode(graph, input, codes.TF_FLOAT);
  const filled = addSized(
    graph,
    { kind: 'filled', dtype: codes.TF_BOOL, shape: [batches(2), 3, batches(1)], value: 1 },
    batch,
  );
  addSized(graph, sizes(batches(1)), batch);
  const count = (op: string): number => graph.nodes.filter((node) => node.op === op).length;
  expect([count('Shape'), count('Mul'), count('Pack'), count('Fill')]).toEqual([1, 1, 2, 1]);
  expect(graph.nodes.find(({ name }) => name === filled)?.op).toBe('Fill');
});
