// Differences between runs.
import { expect, test } from '@jest/globals';
import { once } from '../once.js';
import { compared, two, wrong } from './evidence.js';
import { rows } from './rows.js';

const known = once(() => compared(...rows()));

test('what two differ by, in each score, where both have it', () => {
  const found = two().values.filter(({ kind }) => kind === 'difference');
  const accuracy = found.find(({ part, topics }) => part === 'test' && topics.includes('accuracy'));
  expect(accuracy?.value).toBeCloseTo(0.0112, 12);
  expect(accuracy?.owner.between?.map(({ called }) => called)).toEqual(['relu', 'adam']);
});

test('counts only where a difference is spoken of', () => {
  expect(wrong('adam is better than relu in test accuracy by 0.0112.')).toEqual([]);
  expect(wrong('adam and relu have a test accuracy of 0.0112.')).toEqual(['1:39 0.0112']);
});

// Of each 0.001 … 0.099 one is the true one, to its last digit.
test.each([
  ['linear is better than wine by X in test accuracy.', '0.032'],
  ['In test accuracy linear beats wine by X.', '0.032'],
  ['The difference in test accuracy of linear and wine is X.', '0.032'],
  ['With 6 seeds each, linear is X ahead of wine on test accuracy.', '0.032'],
  ['On test loss linear is worse than wine by X.', '0.017'],
])('%s: of wrong differences none passes', (sentence, right) => {
  const lines = Array.from({ length: 99 }, (_, i) => ((i + 1) / 1000).toFixed(3));
  const passed = lines.filter((one) => wrong(sentence.replace('X', one), known()).length === 0);
  expect(passed).toEqual([right]);
});

test('is of single runs where they are named, or spoken of', () => {
  // 0.9444 and 0.8889.
  expect(
    wrong('wine seed 43 is better than wine seed 45 by 0.0555 in test accuracy.', known()),
  ).toEqual([]);
  expect(wrong('Two seeds of wine differ by 0.0555 in test accuracy.', known())).toEqual([]);
  expect(wrong('wine differs by 0.0555 in test accuracy.', known())).toEqual(['1:17 0.0555']);
});

test('has the sign of who is named first', () => {
  const of = (one: string, other: string, by: string) =>
    wrong(`The difference of ${one} and ${other} in test accuracy is ${by}.`, known()).length;
  expect([of('wine', 'linear', '-0.0324'), of('linear', 'wine', '-0.0324')]).toEqual([0, 1]);
  expect([of('wine', 'linear', '0.0324'), of('linear', 'wine', '0.0324')]).toEqual([0, 0]);
});

// scipy.stats.ttest_rel of the two rows: p 0.3520, the interval of the difference -0.04881 to 0.11365.
test('with its interval and its p, as a report says it', () => {
  const space = '\u00a0';
  const said = (low: string, p: string) =>
    `**linear**: within noise compared with wine on test accuracy (difference 0.0324, 95${space}% from ${low} to 0.114, p${space}${p})`;
  expect(wrong(said('-0.0488', '0.35'), known())).toEqual([]);
  expect(wrong(said('0.0488', '0.35'), known())).toHaveLength(1);
  expect(wrong(said('-0.0468', '0.35'), known())).toHaveLength(1);
  expect(wrong(said('-0.0488', '0.37'), known())).toHaveLength(1);
});

// The same of the losses: p 0.4152.
test('p is of the score that is named', () => {
  expect(wrong('On test loss linear is worse than wine by 0.017 (p 0.42).', known())).toEqual([]);
  expect(wrong('On test loss linear is worse than wine by 0.017 (p 0.35).', known())).toHaveLength(
    1,
  );
  expect(wrong('linear is better by 0.032 (p 0.35).', known())).toEqual([]);
  expect(wrong('linear is better by 0.032 (p 0.42).', known())).toHaveLength(1);
});
