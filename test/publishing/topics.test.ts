// What words are about.
import { expect, test } from '@jest/globals';
import { partsNamed, topicFinder } from '../../src/publishing/topics.js';

const finder = topicFinder([
  'accuracy',
  'loss',
  'mean_absolute_error',
  'error rate',
  'epochs',
  'epoch',
  'best epoch',
  'learning_rate',
  'n',
  'p',
  'seconds',
]);
const named = (text: string): readonly string[] => finder(text).map(({ topic }) => topic);

test.each<[string, readonly string[]]>([
  ['val_accuracy and Accuracy', ['accuracy', 'accuracy']],
  ['the mean absolute error (MAE)', ['mean_absolute_error', 'mean_absolute_error']],
  ['error rate', ['error rate']],
  ['best epoch of 20 epochs', ['epochs', 'best epoch']],
  ['the learning rate', ['learning_rate']],
  ['n = 5, p = 0.1', ['n', 'p']],
  ['inaccurate, P, glossy', []],
])('%s', (text, expected) => {
  expect(named(text).toSorted()).toEqual(expected.toSorted());
});

test.each<[string, readonly string[]]>([
  ['val_loss', ['validation']],
  ['test and validation', ['test', 'validation']],
  ['training loss', ['training']],
  ['after training', []],
  ['a contest', []],
])('parts of %s', (text, expected) => {
  expect(partsNamed(text)).toEqual(expected);
});
