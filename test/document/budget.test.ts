// A budget says once where it is exceeded, and stays spent.
import { expect, test } from '@jest/globals';
import { Budget } from '../../src/document/budget.js';

test('what goes beyond it is told once', () => {
  const budget = new Budget();
  expect(budget.exceeds('patched', 100_000)).toBe(false);
  expect(budget.isSpent('patched')).toBe(false);
  expect(budget.exceeds('patched', 1)).toBe(true);
  expect(budget.exceeds('patched', 1)).toBe(false);
  expect([budget.isSpent('patched'), budget.spent('patched')]).toEqual([true, 100_002]);
});

test('each thing is counted by itself, and said with its thousands', () => {
  const budget = new Budget();
  budget.exceeds('marks', 200_000);
  expect([budget.isSpent('marks'), budget.isSpent('bytes')]).toEqual([true, false]);
  expect(Budget.words('listed')).toBe('200,000');
});
