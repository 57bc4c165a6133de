// Two numbers that say one thing.
import { expect, test } from '@jest/globals';
import { evidence, recorded, wrong } from './evidence.js';

// Means 0.83 and 0.9, standard deviations 0.014142 and 0.028284; t of one degree of freedom is 12.7062.
const scores = (accuracy: number) => ({ train: null, validation: null, test: { accuracy } });
const hashes = { spec: 'd'.repeat(64), group: 'e'.repeat(64) };
const against = evidence(
  recorded({ seed: 1, scores: scores(0.82) }),
  recorded({ seed: 2, scores: scores(0.84) }),
  recorded({ name: 'relu', hashes, seed: 1, scores: scores(0.88) }),
  recorded({ name: 'relu', hashes, seed: 2, scores: scores(0.92) }),
);

test.each<[string, readonly string[]]>([
  ['test accuracy 0.8300 ± 0.0141', []],
  ['test accuracy of 83.0 ± 1.4 %', []],
  ['test accuracy 0.83 +/- 0.127', []],
  // That is the other one's.
  ['test accuracy 0.8300 ± 0.0283', ['1:24 0.0283']],
  ['test accuracy 0.83 (95 % CI 0.703 to 0.957)', []],
  ['test accuracy 0.83, 95 % interval [0.703, 1.154]', ['1:43 1.154']],
  ['| | test accuracy | n |\n|--|--|--|\n| relu | 0.90 ± 0.03 | 2 |', []],
  ['| | test accuracy | n |\n|--|--|--|\n| relu | 0.90 ± 0.03 | 3 |', ['3:24 3']],
  ['test accuracy 0.83 ± 0.01 ± 0.5', ['1:29 0.5']],
])('%s', (text, expected) => {
  expect(wrong(text, against)).toEqual(expected);
});
