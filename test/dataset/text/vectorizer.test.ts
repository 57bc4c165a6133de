// What texts become is what Keras' TextVectorization makes of them.
import { expect, test } from '@jest/globals';
import { Vectorizer, textWidth, vocabularySize } from '../../../src/dataset/text/vectorizer.js';
import { fitted, textCases, type TextCase } from './keras.js';

function expectRow(one: TextCase, row: number, values: ArrayLike<number>): void {
  const found = Array.from(values).flatMap((value, i) => (value === 0 ? [] : [[i, value]]));
  const expected = one.rows[row] ?? [];
  expect(found.map(([place]) => place)).toEqual(expected.map(([place]) => place));
  for (const [i, [, value]] of expected.entries()) {
    expect(Math.abs((found[i]?.[1] ?? 0) / value - 1)).toBeLessThan(1e-6);
  }
}

test.each(textCases)('case %s', (_, one) => {
  const vectorizer = new Vectorizer(fitted(one.texts, one.arguments));
  expect(vectorizer.width).toBe(one.width);
  for (const [row, text] of [...one.texts, ...one.others].entries()) {
    const values =
      one.arguments['output_mode'] === 'int'
        ? new Int32Array(one.width)
        : new Float32Array(one.width);
    vectorizer.write(text, values, 0);
    expectRow(one, row, values);
  }
});

test('a text is written where it is told, and counted', () => {
  const vectorizer = new Vectorizer(fitted(['a a b'], { sequence_length: 2 }));
  const values = new Int32Array(6);
  expect(vectorizer.write('b c a a', values, 2)).toEqual({ tokens: 4, known: 3 });
  expect([...values]).toEqual([0, 0, 3, 1, 0, 0]);
  expect(vectorizer.write('', values, 4)).toEqual({ tokens: 0, known: 0 });
  expect([...values]).toEqual([0, 0, 3, 1, 0, 0]);
});

test('sizes of what is fitted', () => {
  const numbers = fitted(['a b c', 'a']);
  expect([textWidth(numbers), vocabularySize(numbers)]).toEqual([3, 5]);
  const counts = fitted(['a b c', 'a'], { output_mode: 'count' });
  expect([textWidth(counts), vocabularySize(counts)]).toEqual([4, 4]);
});
