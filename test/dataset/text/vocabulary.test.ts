// Tokens counted, and the order of texts by their bytes.
import { expect, test } from '@jest/globals';
import {
  compareBytes,
  inverseFrequencies,
  TokenCounts,
} from '../../../src/dataset/text/vocabulary.js';

test('texts are in the order of their bytes', () => {
  const texts = [
    '',
    'a',
    'ab',
    'b',
    '\u00e9',
    '\ud7ff',
    '\ue000',
    '\uffee',
    '\u{1f600}',
    '\u{10ffff}',
  ];
  for (const a of texts) {
    for (const b of texts) {
      expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }
  }
});

test('what is most frequent comes first, and neither padding nor [UNK] is counted', () => {
  const counts = new TokenCounts();
  expect(counts.add(['b', 'a', 'b', '', '[UNK]', '[UNK]', '[UNK]'])).toBe(7);
  expect(counts.add(['c', 'a'])).toBe(2);
  expect(counts.add([])).toBe(0);
  expect(counts.vocabulary(10)).toEqual(['b', 'a', 'c']);
  expect(counts.vocabulary(1)).toEqual(['b']);
  expect(counts.different).toBe(3);
  expect(counts.total).toBe(9);
  expect([counts.textsWith('a'), counts.textsWith('b'), counts.textsWith('z')]).toEqual([2, 1, 0]);
});

test('what tokens weigh, by the formula', () => {
  const counts = new TokenCounts();
  counts.add(['a', 'b']);
  counts.add(['a']);
  counts.add(['a', 'a']);
  const [unknown, a, b] = inverseFrequencies(counts, ['a', 'b'], 3);
  expect(a).toBeCloseTo(Math.log(1 + 3 / 4), 6);
  expect(b).toBeCloseTo(Math.log(1 + 3 / 2), 6);
  expect(unknown).toBeCloseTo((Math.log(1 + 3 / 4) + Math.log(1 + 3 / 2)) / 2, 6);
});
