// Tokens of texts that a fixture cannot hold, and those of rules by hand; all others are in
// vectorizer.test.ts, by Keras.
import { expect, test } from '@jest/globals';
import { ngramWidths, tokensOf, type TokenRules } from '../../../src/dataset/text/tokens.js';

const rules: TokenRules = {
  standardize: 'lower_and_strip_punctuation',
  split: 'whitespace',
  ngrams: null,
};

test('half a character is the one that stands for what is none', () => {
  expect([...tokensOf('\ud83d x \ude00y', rules)]).toEqual(['\ufffd', 'x', '\ufffdy']);
  expect([...tokensOf('\ud83d\ude00', { ...rules, split: 'character' })]).toEqual(['\u{1f600}']);
});

test('a text of a million words is taken as it comes', () => {
  const words = tokensOf('a b '.repeat(500_000), rules);
  expect([words.next().value, words.next().value]).toEqual(['a', 'b']);
});

test('what Keras reads of ngrams', () => {
  expect(ngramWidths(3)).toEqual([1, 2, 3]);
  expect(ngramWidths([3])).toEqual([3]);
  expect(ngramWidths(null)).toBe(null);
});
