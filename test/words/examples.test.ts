// The shortest way to write what needs arguments.
import { expect, test } from '@jest/globals';
import {
  boolean,
  choice,
  integer,
  listOf,
  number,
  oneOrList,
  pair,
  text,
} from '../../src/words/arguments.js';
import { checkPlainArguments } from '../../src/words/check.js';
import { exampleArguments, flow } from '../../src/words/examples.js';
import { tagged } from '../../src/words/tagged.js';

const kinds = {
  units: integer({ min: 1 }),
  rate: number({ min: 0, below: 1 }),
  padding: choice(['valid', 'same']),
  steps: listOf(integer({ min: 4 })).min(1),
  strides: pair({ min: 1 }),
  axis: oneOrList(integer()),
  share: number({ above: 0, below: 1 }),
  flag: boolean(),
  file: text(),
  inner: tagged('metric', [{ name: 'accuracy', arguments: {}, summary: '' }]),
  seed: integer().default(3),
};

test('has what must be written, and nothing else', () => {
  expect(exampleArguments(kinds)).toEqual({
    units: 10,
    rate: 0.3,
    padding: 'valid',
    steps: [4],
    strides: 1,
    axis: 1,
    share: 0.5,
    flag: true,
    file: 'name',
    inner: 'accuracy',
  });
});

test('fits what is declared', () => {
  expect(Object.keys(checkPlainArguments(kinds, exampleArguments(kinds))).sort()).toEqual(
    Object.keys(kinds).sort(),
  );
});

test.each([
  [{ units: 10, activation: 'relu' }, '{units: 10, activation: relu}'],
  [[1, [2, 'a b']], '[1, [2, "a b"]]'],
  [{ a: null, b: true, c: '2d' }, '{a: null, b: true, c: "2d"}'],
])('%j on one line is %s', (value, line) => {
  expect(flow(value)).toBe(line);
});
