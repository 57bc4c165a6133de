// Which words belong to which number.
import { expect, test } from '@jest/globals';
import { contextsOf, readerOf, type Context } from '../../src/publishing/context.js';
import { numeralsIn } from '../../src/publishing/numerals.js';
import { structureOf } from '../../src/publishing/segments.js';
import { two } from './evidence.js';

const reader = readerOf(two().values);
const contexts = (text: string): readonly Context[] =>
  structureOf(text).segments.flatMap((segment) => {
    const claims = numeralsIn(segment.text, segment.start);
    return contextsOf(
      claims.map((one) => ({ ...one, segment, isAbout: false })),
      text,
      reader,
    );
  });

test.each<[string, readonly (readonly string[])[]]>([
  ['adam has 0.88 and relu 0.87', [['adam'], ['relu']]],
  ['0.88 for adam and 0.87 for relu', [['adam'], ['relu']]],
  [
    'adam and relu have 0.88 and 0.87',
    [
      ['adam', 'relu'],
      ['adam', 'relu'],
    ],
  ],
  ['0.5 (adam)', [['adam']]],
  ['adam has 0.5, which is 0.7', [['adam'], ['adam']]],
  ['0.5', [[]]],
  ['| run | a |\n|--|--|\n| relu | 5 |', [['relu']]],
  ['| | adam | relu |\n|--|--|--|\n| a | 5 | 6 |', [['adam'], ['relu']]],
])('whose: %s', (text, expected) => {
  const found = contexts(text).map(({ owners }) => owners.map(({ called }) => called));
  expect(found).toEqual(expected);
});

test.each<[string, readonly (readonly string[])[]]>([
  ['accuracy 0.88 after 20 epochs', [['accuracy'], ['epochs']]],
  ['20 epochs, 0.88 accuracy and 0.3 loss', [['epochs'], ['accuracy'], ['loss']]],
  ['60 s', [['seconds']]],
  ['| val accuracy | epochs |\n|--|--|\n| 0.5 | 7 |', [['accuracy'], ['epochs']]],
  ['| | x |\n|--|--|\n| loss | 7 |', [['loss']]],
])('about what: %s', (text, expected) => {
  expect(contexts(text).map(({ bound }) => [...bound])).toEqual(expected);
});

test('which part', () => {
  const found = contexts('test 0.5 and 0.6 on validation').map(({ parts }) => parts);
  expect(found).toEqual([['test'], ['validation']]);
});
