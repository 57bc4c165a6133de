// Differences between runs.
import { expect, test } from '@jest/globals';
import { two, wrong } from './evidence.js';

test('what two differ by, in each score, where both have it', () => {
  const found = two().values.filter(({ kind }) => kind === 'difference');
  const accuracy = found.find(({ part, topics }) => part === 'test' && topics.includes('accuracy'));
  expect(accuracy?.value).toBeCloseTo(0.0112, 12);
  expect(accuracy?.owner.between?.map(({ called }) => called)).toEqual(['adam', 'relu']);
});

test('counts only where a difference is spoken of', () => {
  expect(wrong('adam is better than relu in test accuracy by 0.0112.')).toEqual([]);
  expect(wrong('adam and relu have a test accuracy of 0.0112.')).toEqual(['1:39 0.0112']);
});
