// What columns of predictions are called.
import { expect, test } from '@jest/globals';
import {
  answerName,
  columnNames,
  hasProbabilities,
} from '../../../src/render/predictions/columns.js';

const price = { kind: 'number', name: 'price', numbers: ['price'], scale: null } as const;

test('the answer has the target name, unless a column that comes along has it', () => {
  const wished = { proba: false, top: 1 };
  expect(columnNames({ answers: price, wished, kept: ['id'] })).toEqual(['id', 'price']);
  expect(answerName({ answers: price, wished, kept: ['price'] })).toBe('predicted_price');
  expect(
    hasProbabilities({
      kind: 'classes',
      name: 'y',
      classes: ['a', 'b'],
      units: 1,
      probabilities: null,
      threshold: 0,
    }),
  ).toBe(false);
});
