import { describe, expect, test } from '@jest/globals';
import { fc } from '../drawn.js';
import { counted, linesOf, thousands, wrapped } from '../../src/text/wrap.js';
import { displayWidth } from '../../src/text/width.js';

describe('a sentence', () => {
  test('breaks at its blanks', () => {
    expect(wrapped('one two three four', 9)).toBe('one two\nthree\nfour');
    expect(wrapped('one two', 7)).toBe('one two');
    expect(wrapped('', 7)).toBe('');
  });

  test('keeps a word that is wider than the line, and what is to be copied', () => {
    expect(wrapped('see /a/very/long/path now', 10)).toBe('see\n/a/very/long/path\nnow');
    expect(wrapped('mend it by `dlx resume RUN`; or not', 16)).toBe(
      'mend it by\n`dlx resume RUN`;\nor not',
    );
    expect(wrapped('a ` alone stays a word', 10)).toBe('a ` alone\nstays a\nword');
  });

  test('leaves a line of a spec with its underlining alone', () => {
    const lines = '  3 |   - Dense: {units: 3}\n    |     ~~~~~~~~~~~~~~~~~~~~';
    expect(wrapped(`a.yaml:3:5 is wrong\n${lines}`, 12)).toBe(`a.yaml:3:5\nis wrong\n${lines}`);
  });

  test('and wraps the cure below it beside its sign', () => {
    expect(wrapped('    | = use one or the other', 18)).toBe(
      '    | = use one or\n        the other',
    );
  });

  test('loses no word, and no line is wider than it must be', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z漢]{1,9}$/)),
        fc.integer({ min: 1, max: 30 }),
        (words, width) => {
          const lines = wrapped(words.join(' '), width, displayWidth).split('\n');
          expect(lines.join(' ')).toBe(words.join(' '));
          expect(lines.filter((line) => line.includes(' ') && displayWidth(line) > width)).toEqual(
            [],
          );
        },
      ),
    );
  });
});

test('pieces keep together what is in them', () => {
  expect(linesOf(['val_loss 0.3', 'val_accuracy 0.9', 'best'], 22, { gap: '  ' })).toEqual([
    'val_loss 0.3',
    'val_accuracy 0.9  best',
  ]);
});

test('one is singular', () => {
  expect([0, 1, 2].map((count) => counted(count, 'thread'))).toEqual([
    '0 threads',
    '1 thread',
    '2 threads',
  ]);
  expect(counted(2, 'class')).toBe('2 classes');
});

test('thousands stand apart', () => {
  expect([0, 999, 48_000, 1_234_567].map(thousands)).toEqual(['0', '999', '48,000', '1,234,567']);
});
