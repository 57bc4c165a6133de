import { describe, expect, test } from '@jest/globals';
import {
  didYouMean,
  isNear,
  kerasCallsIt,
  nearestWord,
  nearestWords,
  plainWord,
  proposedIn,
} from '../../src/text/suggest.js';

const keys = ['units', 'activation', 'use_bias', 'kernel_size', 'a', 'b'];

describe('the nearest word', () => {
  test.each([
    ['unit', 'units'],
    ['activaton', 'activation'],
    // Written as in other languages.
    ['useBias', 'use_bias'],
    ['KERNEL-SIZE', 'kernel_size'],
    // A third of its letters may be wrong.
    ['kernelsiz', 'kernel_size'],
    ['learning_rate', undefined],
    // All of it would have to change.
    ['c', undefined],
    ['', undefined],
    ['u'.repeat(65), undefined],
  ])('to %j is %j', (word, nearest) => {
    expect(nearestWord(word, keys)).toBe(nearest);
  });

  test('of none there is none', () => {
    expect(nearestWord('units', [])).toBeUndefined();
  });

  test('is looked for among the first five hundred', () => {
    const many = Array.from({ length: 500 }, (_, i) => `far-away-${i}`);
    expect(nearestWord('units', [...many, 'units'])).toBeUndefined();
    expect(nearestWord('units', ['units', ...many])).toBe('units');
  });
});

test('the words that are most like another, the nearest first', () => {
  expect(nearestWords('GRUU', ['LSTM', 'Conv2D', 'GRU', 'GR'], 2)).toEqual(['GRU', 'GR']);
  expect(nearestWords('GRU', ['LSTM'], 3)).toEqual(['LSTM']);
});

test.each([
  ['chrun', 'churn', true],
  ['adma-3', 'adam-3', true],
  ['val_acc', 'val_accuracy', true],
  // Four of its seven letters would have to change, or all.
  ['wine-ab', 'wide', true],
  ['titanic', 'churn', false],
  ['zz', 'adam', false],
  ['', 'a', false],
  ['u'.repeat(65), 'u'.repeat(66), false],
])('%j is near %j: %j', (word, candidate, near) => {
  expect(isNear(word, candidate)).toBe(near);
});

describe('a word that is short for another', () => {
  const columns = ['val_auc', 'val_accuracy', 'val_mean_absolute_error', 'optimizer', 'Conv2D'];
  test.each([
    ['val_acc', 'val_accuracy'],
    ['val-acc', 'val_accuracy'],
    ['val_mae', 'val_mean_absolute_error'],
    ['opt', 'optimizer'],
    ['conv', 'Conv2D'],
    ['val', undefined],
    ['o', undefined],
    ['acc', undefined],
  ])('%s: %s', (word, long) => {
    expect(nearestWord(word, columns)).toBe(long);
  });

  test('of two the shorter one', () => {
    expect(nearestWord('los', ['loss_weights', 'losses', 'loss'])).toBe('loss');
  });
});

describe('the end of a message', () => {
  test.each([
    ['unit', keys, '; did you mean "units"?'],
    ['nothing like it', ['one', 'two', 'one'], '; expected one of one, two'],
    ['nothing like it', [], ''],
    ['nothing like it', Array.from({ length: 21 }, (_, i) => `${i}`), ''],
  ])('of %j', (word, legal, end) => {
    expect(didYouMean(word, legal)).toBe(end);
  });

  test('may list other words than those that are looked among', () => {
    expect(didYouMean('nothing like it', ['mse', 'mean_squared_error'], ['mse'])).toBe(
      '; expected one of mse',
    );
  });
});

test.each([
  [`unknown key "unit"${didYouMean('unit', ['units'])}`, 'units'],
  [`no "a"${didYouMean('say "a"', ['say "b"'])}`, 'say "b"'],
  [`unknown layer "Linear"${kerasCallsIt('Dense')}`, 'Dense'],
  [`unknown ${didYouMean('nothing like it', ['one', 'two'])}`, null],
  ['got "x; did you mean \\"y\\"?"', null],
  ['nothing', null],
])('%s proposes %j', (message, proposed) => {
  expect(proposedIn(message)).toBe(proposed);
});

test('a plain word has neither case nor marks', () => {
  expect(['kernelSize', 'KERNEL_SIZE', 'kernel-size', 'kernel size'].map(plainWord)).toEqual(
    Array(4).fill('kernelsize'),
  );
});
