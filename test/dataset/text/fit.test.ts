// What is learned from texts is what Keras learns from them, and what cannot be learned from is
// refused.
import { describe, expect, test } from '@jest/globals';
import { fitTexts, usualLength } from '../../../src/dataset/text/fit.js';
import { argumentsOf, fitted, textCases } from './keras.js';

// Python's list of texts ends a text at its last NUL.
const withoutEnd = (token: string): string => token.replace(/\0+$/, '');

test.each(textCases)('the vocabulary of case %s', (_, one) => {
  const column = fitted(one.texts, one.arguments);
  expect(column.vocabulary.map(withoutEnd)).toEqual(one.vocabulary.map(withoutEnd));
  expect(column.idf_weights?.length).toBe(one.idf?.length);
  for (const [i, weight] of (one.idf ?? []).entries()) {
    expect(column.idf_weights?.[i]).toBeCloseTo(weight, 6);
  }
});

describe('the length of sequences', () => {
  test.each<[number, readonly number[]]>([
    [1, [0, 0]],
    [3, [3]],
    // 19 of 20 are 95 %.
    [4, [...Array.from({ length: 19 }, () => 4), 900]],
    [900, [...Array.from({ length: 18 }, () => 4), 900, 900]],
  ])('is %s', (length, lengths) => {
    expect(usualLength(Int32Array.from(lengths))).toBe(length);
  });

  test('is what is said where it is said', () => {
    expect(fitted(['a b c'], { sequence_length: 9 }).sequence_length).toBe(9);
    expect(fitted(['a b c', 'a']).sequence_length).toBe(3);
    expect(fitted(['a b c'], { output_mode: 'count' }).sequence_length).toBe(null);
  });
});

test('the training rows alone are learned from', () => {
  const texts = ['only here', 'a b', 'a', 'never that'];
  const column = fitTexts(
    { name: 't', texts, rows: Int32Array.of(1, 2), place: 'a.csv, column "t"' },
    argumentsOf(),
  );
  expect(column).toMatchObject({
    vocabulary: ['a', 'b'],
    sequence_length: 2,
    longest: 2,
    tokens: 2,
    distinct: 4,
    missing: 0,
  });
});

test('texts without a token are refused', () => {
  expect(() => fitted(['', ' \t ', '...'])).toThrow(
    'a.csv, column "t": none of the 3 training texts has a token (standardize: lower_and_strip_punctuation, split: whitespace), so that there is nothing to learn from: leave the column out, or have it standardized or split otherwise',
  );
  expect(() => fitted(['one', 'two'], { ngrams: [2] })).toThrow('ngrams: [2]');
  expect(fitted(['...'], { standardize: 'none' }).vocabulary).toEqual(['...']);
});

test('one word is a vocabulary', () => {
  expect(fitted(['one', 'One!', '']).vocabulary).toEqual(['one']);
  expect(fitted(['one'], { output_mode: 'tf_idf' }).idf_weights).toEqual([
    // log(1 + 1 / (1 + 1)), twice.
    Math.fround(Math.log(1.5)),
    Math.fround(Math.log(1.5)),
  ]);
});
