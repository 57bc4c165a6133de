// What is said of a column of texts and does not go together.
import { expect, test } from '@jest/globals';
import { checkTextArguments } from '../../../src/dataset/text/arguments.js';
import { argumentsOf } from './keras.js';

const check = (written: Readonly<Record<string, unknown>>) => (): void =>
  checkTextArguments('remark', argumentsOf(written));

test('what does not go together', () => {
  expect(check({ output_mode: 'count', sequence_length: 9 })).toThrow(
    'column "remark" has a sequence_length and output_mode count, which gives a value for each token of the vocabulary: leave out sequence_length, or say output_mode: int',
  );
  expect(check({ max_tokens: 2 })).toThrow(
    'column "remark" has max_tokens 2, which padding and [UNK] take: say 3 at least',
  );
});

test('what does', () => {
  expect(check({ max_tokens: 2, output_mode: 'tf_idf' })).not.toThrow();
  expect(check({ sequence_length: 9, ngrams: [2, 1] })).not.toThrow();
});
