// The columns of a table as operations. That they give what training gave, onnx.test.ts has
// onnxruntime show.
import { expect, test } from '@jest/globals';
import type { ColumnFacts } from '../../../src/dataset/facts.js';
import { writeColumns } from '../../../src/export/onnx/columns.js';
import { GraphWriter } from '../../../src/export/onnx/writer.js';

const number = (column: string, mean: number, deviation: number): ColumnFacts => ({
  column,
  kind: 'number',
  distinct: 2,
  missing: 0,
  decimal: '.',
  thousands: null,
  unit: null,
  min: 0,
  max: 1,
  mean,
  deviation,
});
const words: ColumnFacts = {
  column: 'w',
  kind: 'categories',
  distinct: 2,
  missing: 0,
  categories: ['a', 'b'],
};

test('numbers beside each other are standardised together', () => {
  const writer = new GraphWriter(['a', 'b', 'w', 'c'], 'a');
  const columns = [number('a', 1, 2), number('b', 5, 0), words, number('c', 3, 4)];
  writeColumns(writer, columns, ['a', 'b', 'w', 'c']);
  expect(writer.nodes.filter(({ operation }) => operation === 'Div')).toHaveLength(2);
  expect(writer.nodes.filter(({ domain }) => domain === 'ai.onnx.ml')).toHaveLength(1);
  const vectors = writer.initializers.filter(({ type }) => type === 'double');
  // A constant column gives zeros.
  expect(vectors.map(({ values }) => [...(values as Float64Array)])).toEqual([
    [1, 5],
    [2, Infinity],
    [3],
    [4],
  ]);
});
