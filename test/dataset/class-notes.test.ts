import { expect, test } from '@jest/globals';
import { classNotes } from '../../src/dataset/class-notes.js';

test('classes that have rows, but none to train on, are named with their counts', () => {
  expect(
    classNotes({
      names: ['a', 'b', 'c', 'd'],
      train: [0, 0],
      others: [
        ['validation', [1, 1, 0]],
        ['test', [1, 2]],
      ],
    }),
  ).toEqual([
    'class "b" has no training row, and 2 in the validation part and 1 in the test part: it cannot be learned; more of its rows, or stratify: true, would help',
    'class "c" has no training row, and 1 in the test part: it cannot be learned; more of its rows, or stratify: true, would help',
  ]);
});

test('of very many the first ten', () => {
  const names = Array.from({ length: 30 }, (_, i) => `c${i}`);
  const notes = classNotes({ names, train: [0], others: [['test', names.map((_, i) => i)]] });
  expect(notes).toHaveLength(11);
  expect(notes.at(-1)).toBe('19 more classes have none');
});
