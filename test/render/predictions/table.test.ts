// The first predictions as a person sees them, and what is said beside them.
import { expect, test } from '@jest/globals';
import type { ClassAnswers } from '../../../src/inference/answers.js';
import { columnNames, greatestOf } from '../../../src/render/predictions/columns.js';
import { predictionTable } from '../../../src/render/predictions/table.js';

const answers: ClassAnswers = {
  kind: 'classes',
  name: 'y',
  classes: ['a', 'b'],
  units: 2,
  probabilities: 'as they are',
  threshold: 0.5,
};

test('rows are counted from 1, names to the left and numbers to the right', () => {
  const layout = { answers, wished: { proba: false, top: 1 }, kept: ['id'] };
  const batch = { count: 2, inputs: [], kept: [['x'], ['yy']] };
  const outputs = Float32Array.of(0.25, 0.75, 1, 0);
  expect(predictionTable(layout, [{ batch, outputs }], { width: Infinity, color: false })).toBe(
    [
      'row  id  y  probability',
      '───  ──  ─  ───────────',
      '  1  x   b       0.7500',
      '  2  yy  a       1.0000',
    ].join('\n'),
  );
  expect(columnNames(layout)).toEqual(['id', 'y', 'probability']);
});

test('the greatest come first, of equal ones the first', () => {
  const into = new Int32Array(3);
  greatestOf(Float64Array.of(1, 5, 3, 5), 3, into);
  expect([...into]).toEqual([1, 3, 2]);
});
