// Missing values as scikit-learn's SimpleImputer fills them (test/fixtures/make_missing.py).
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeInputs, fitColumns, inputWidth } from '../../../src/dataset/table/columns.js';
import {
  dropsRows,
  gapRule,
  mostFrequent,
  numberGaps,
  type GapRule,
} from '../../../src/dataset/table/gaps.js';
import type { Meaning } from '../../../src/dataset/table/meaning.js';
import { plain } from '../../../src/dataset/table/numbers.js';
import { root } from '../../folders.js';

type Numbers = {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly train: readonly number[];
  readonly filled: Readonly<Record<'median' | 'mean' | 'most_frequent', number>>;
  readonly scores: readonly number[];
  readonly indicator: readonly number[] | null;
};

const fixture = JSON.parse(readFileSync(join(root, 'test/fixtures/missing.json'), 'utf8')) as {
  readonly numbers: readonly Numbers[];
  readonly texts: readonly (string | null)[];
  readonly most_frequent: string;
};

function fitted(column: Meaning, rows: readonly number[], gaps: GapRule) {
  const columns = fitColumns([column], {
    file: 'a.csv',
    folder: '.',
    rows: Int32Array.from(rows),
    standardize: true,
    wishFor: () => null,
    gapsOf: () => gaps,
  });
  const [fit] = columns;
  if (!fit) throw new Error('no column was fitted');
  const count = column.kind === 'number' ? column.values.length : 7;
  const inputs = encodeInputs({ file: 'a.csv', count }, [column], columns);
  return { fit, inputs, width: inputWidth(columns) };
}

describe.each(fixture.numbers)('$name', ({ values, train, filled, scores, indicator }) => {
  const column: Meaning = {
    name: 'x',
    kind: 'number',
    values: values.map((value) => value ?? NaN),
    notation: plain,
    lost: { zeros: null, digits: null },
    missing: values.filter((value) => value === null).length,
    marks: [],
  };

  test.each(['median', 'mean', 'most_frequent'] as const)('by the %s', (rule) => {
    const { fit, width } = fitted(column, train, rule);
    if (fit.gaps === undefined || fit.gaps === 'drop') throw new Error('nothing is filled');
    expect(Number(fit.gaps.value)).toBeCloseTo(filled[rule], 12);
    expect([fit.gaps.indicator, width]).toEqual([false, 1]);
  });

  test('filled and scaled, with an indicator where the training part has gaps', () => {
    const { inputs, width } = fitted(column, train, 'fill');
    expect(width).toBe(indicator ? 2 : 1);
    scores.forEach((score, row) => {
      // A constant column gives zeros.
      expect(inputs[row * width]).toBeCloseTo(score, 5);
      if (indicator) expect(inputs[row * width + 1]).toBe(indicator[row]);
    });
  });
});

test('the most frequent text, of several the first', () => {
  const texts = fixture.texts.map((text) => text ?? '');
  const column: Meaning = { name: 'c', kind: 'text', texts, marks: new Set(['']), missing: 2 };
  const { fit, inputs } = fitted(column, [0, 1, 2, 3, 4, 5, 6], 'most_frequent');
  expect(fit.gaps).toEqual({ value: fixture.most_frequent, indicator: false });
  // a, b, c; the empty ones are a.
  expect([...inputs.subarray(3, 6)]).toEqual([1, 0, 0]);
});

test('texts without a value are a category of their own where the training part has any', () => {
  const texts = ['a', '', 'b', '', 'a', 'b', ''];
  const column: Meaning = { name: 'c', kind: 'text', texts, marks: new Set(['']), missing: 3 };
  const own = fitted(column, [0, 1, 2], 'fill');
  expect([own.width, [...own.inputs.subarray(3, 6)]]).toEqual([3, [0, 0, 1]]);
  // Nothing was learned of a missing value: it is none of the categories.
  const never = fitted(column, [0, 2, 4], 'fill');
  expect([never.width, [...never.inputs.subarray(2, 4)]]).toEqual([2, [0, 0]]);
  const said = fitted(column, [0, 1, 2], { value: 'c' });
  expect([said.width, [...said.inputs.subarray(3, 6)]]).toEqual([3, [0, 0, 1]]);
  expect(said.fit).toMatchObject({ categories: ['a', 'b', 'c'], distinct: 2, missing: 3 });
});

test('a rule is said for all columns, for one, or for the others', () => {
  expect(gapRule(null, 'x')).toBe('refuse');
  expect(gapRule('drop', 'x')).toBe('drop');
  expect(gapRule({ x: 'mean' }, 'x')).toBe('mean');
  expect(gapRule({ x: 'mean' }, 'y')).toBe('refuse');
  expect(gapRule({ x: 'mean', '*': 'fill' }, 'y')).toBe('fill');
  expect(gapRule({ x: 0 }, 'x')).toEqual({ value: 0 });
  expect(gapRule({ x: 'unknown' }, 'x')).toEqual({ value: 'unknown' });
  expect(dropsRows({ y: 'drop', '*': 'fill' }, 'y', 'target')).toBe(true);
  expect(dropsRows('fill', 'y', 'target')).toBe(false);
  expect(() => dropsRows({ y: 'median' }, 'y', 'target')).toThrow(
    'missing fills "y", which is the target: say drop',
  );
});

test('what cannot be filled is told', () => {
  const none = {
    present: () => [new Float64Array(0)],
    trained: 3,
    place: 'a.csv, column "x"',
    parse: Number,
  };
  expect(() => numberGaps('fill', none)).toThrow(
    'a.csv, column "x" has no value in any training row',
  );
  expect(() => numberGaps({ value: 'often' }, none)).toThrow(
    'a.csv, column "x" is to have "often" where its value is missing, which is none',
  );
  expect(numberGaps({ value: 7 }, none)).toEqual({ value: 7, indicator: false });
  expect(mostFrequent(new Map())).toBeUndefined();
});
