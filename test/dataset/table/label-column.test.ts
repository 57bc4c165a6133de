import { describe, expect, test } from '@jest/globals';
import {
  allLabels,
  labelsIn,
  multiHot,
  separatorOf,
} from '../../../src/dataset/table/label-column.js';

const place = 'a.csv, target "tags"';
const never = (label: string): never => {
  throw new Error(label);
};

// As scikit-learn's MultiLabelBinarizer has them.
test('a 0 or 1 for each label, the labels in order', () => {
  const rows = ['red;fast', ' fast ;', '', '10;9;red;red'].map((text) =>
    labelsIn(text, ';', () => place),
  );
  // Numbers come by their values, where scikit-learn sorts texts.
  expect(allLabels([rows])).toEqual(['9', '10', 'fast', 'red']);
  expect([...multiHot(rows, ['10', '9', 'fast', 'red'], never)]).toEqual([
    0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 1,
  ]);
});

describe('what stands between labels', () => {
  test.each([
    [['a', 'a;b', ''], ';'],
    [['a|b', 'c'], '|'],
    [['a,b'], ','],
    [['["a, b"]', '', '[]'], 'json'],
  ])('%j: %s', (texts, separator) => {
    expect(separatorOf({ texts }, place)).toBe(separator);
  });

  test.each([
    [['a;b', 'c,d'], `${place} has "," and ";" in its cells: say which stands between labels`],
    [['a', 'b'], `${place} has no cell with several labels`],
  ])('%j is to be said', (texts, message) => {
    expect(() => separatorOf({ texts }, place)).toThrow(message);
  });
});

test('a JSON array of labels, or a sentence with its place', () => {
  const at = (): string => 'a.csv, line 3, column "tags"';
  expect(labelsIn('["a, b", 7]', 'json', at)).toEqual(['a, b', '7']);
  for (const text of ['{"a": 1}', '["a"', '[null]', 'a']) {
    expect(() => labelsIn(text, 'json', at)).toThrow(
      `a.csv, line 3, column "tags" is ${JSON.stringify(text)}, expected a JSON array of labels`,
    );
  }
});
