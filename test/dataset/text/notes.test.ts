// What is told of a column of texts.
import { expect, test } from '@jest/globals';
import { countedTexts } from '../../../src/dataset/text/counted.js';
import { textNotes, type NotedPart } from '../../../src/dataset/text/notes.js';
import { argumentsOf, fitted } from './keras.js';

function notesOf(
  texts: readonly string[],
  written: Readonly<Record<string, unknown>> = {},
  held: readonly string[] = [],
): readonly string[] {
  const fit = fitted(texts, written);
  const part = (name: NotedPart['part'], of: readonly string[]): NotedPart => ({
    part: name,
    rows: Int32Array.from(of, (_, row) => row),
    counted: countedTexts(of, fit),
  });
  const parts = [part('training', texts), ...(held.length > 0 ? [part('validation', held)] : [])];
  return textNotes({ name: '"t"', fit, written: argumentsOf(written), texts, parts });
}

test('a length that was inferred is told, and what is cut', () => {
  const texts = [...Array.from({ length: 19 }, () => 'a b'), 'a b c d'];
  expect(notesOf(texts)).toEqual([
    'column "t": sequence_length is 2, by the training texts, of which it leaves 95 % whole; 1 of 20 training texts have more tokens (up to 4), of which the first 2 are taken',
  ]);
  expect(notesOf(texts, { sequence_length: 4 })).toEqual([]);
  expect(notesOf(texts, { sequence_length: 1 })).toEqual([
    'column "t": sequence_length is 1; 20 of 20 training texts have more tokens (up to 4), of which the first 1 are taken',
  ]);
});

test('what is empty or unknown is told', () => {
  expect(notesOf(['a b', '!', 'c'], { sequence_length: 2 }, ['z', 'a z', ''])).toEqual([
    'column "t": 1 of 3 training texts have no token, and give zeros',
    'column "t": 1 of 3 validation texts have no token, and give zeros',
    'column "t": 1 of 3 validation texts have no token of the vocabulary, and give [UNK] alone',
  ]);
});

test('a vocabulary that is cut, and numbers alone', () => {
  expect(notesOf(['1.5', '2', '3'], { max_tokens: 2, output_mode: 'count' })).toEqual([
    'column "t": the 1 most frequent of 3 different tokens are its vocabulary, as max_tokens says; the others count as [UNK]',
    'column "t" holds numbers alone, and as text each of them is a word, without its sign, point and comma: say type number if they are amounts',
    'column "t": 2 of 3 training texts have no token of the vocabulary, and give [UNK] alone',
  ]);
});
