import { expect, test } from '@jest/globals';
import { Budget } from '../../src/document/budget.js';

test('a budget is exceeded once: by what went beyond it', () => {
  const budget = new Budget();
  expect(budget.exceeds('taken', 50_000)).toBe(false);
  expect(budget.isSpent('taken')).toBe(false);
  expect(budget.exceeds('taken', 1)).toBe(true);
  expect(budget.isSpent('taken')).toBe(true);
  expect(budget.exceeds('taken', 1)).toBe(false);
  expect(budget.spent('taken')).toBe(50_002);
});

test('what is counted is counted by itself', () => {
  const budget = new Budget();
  expect(budget.exceeds('taken', 60_000)).toBe(true);
  expect({ spent: budget.spent('listed'), is: budget.isSpent('listed') }).toEqual({
    spent: 0,
    is: false,
  });
  expect(new Budget().isSpent('taken')).toBe(false);
});

test('how much there is, as a message has it', () => {
  expect(Budget.words('marks')).toBe('120,000');
});
