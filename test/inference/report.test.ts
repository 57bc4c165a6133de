// Reports beside scikit-learn's (test/fixtures/make_reports.py).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  classReport,
  valueReport,
  type ClassReport,
  type ValueReport,
} from '../../src/inference/report.js';
import { root } from '../folders.js';

type Case = { readonly targets: readonly number[]; readonly answers: readonly number[] };
const { classes, values } = JSON.parse(
  readFileSync(join(root, 'test/fixtures/reports.json'), 'utf8'),
) as {
  readonly classes: readonly (Case & Omit<ClassReport, 'classes'> & { readonly classes: number })[];
  readonly values: readonly (Case & ValueReport)[];
};

/** The same with every number as near as the sums of doubles allow. */
const near = (value: unknown): unknown => {
  if (typeof value === 'number') return expect.closeTo(value, 10);
  if (Array.isArray(value)) return value.map(near);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, near(one)]));
};

describe('classification_report and confusion_matrix', () => {
  test('there are cases with classes that are never answered, and that are none', () => {
    const all = classes.flatMap(({ each }) => each);
    expect(all.some(({ precision }) => precision === null)).toBe(true);
    expect(all.some(({ recall }) => recall === null)).toBe(true);
    expect(all.some(({ f1 }) => f1 === null)).toBe(true);
  });

  test.each(classes.map((one, i) => [i, one] as const))('case %i', (_, one) => {
    const { targets, answers, classes: count, ...wanted } = one;
    const names = Array.from({ length: count }, (__, i) => String(i));
    expect(classReport(targets, answers, names)).toEqual({
      kind: 'classes',
      classes: names,
      unanswered: 0,
      ...(near(wanted) as object),
    });
  });
});

test('a row without an answer is wrong, and taken for nothing', () => {
  expect(classReport([0, 1, 1], [0, -1, 1], ['a', 'b'])).toMatchObject({
    accuracy: 2 / 3,
    unanswered: 1,
    confusion: [
      [1, 0],
      [0, 1],
    ],
    each: [
      { precision: 1, recall: 1, support: 1 },
      { precision: 1, recall: 0.5, support: 2 },
    ],
  });
});

describe('errors of values', () => {
  test.each(values.map((one, i) => [i, one] as const))('case %i', (_, one) => {
    const { targets, answers, ...wanted } = one;
    expect(valueReport(targets, answers)).toEqual({ kind: 'number', ...(near(wanted) as object) });
  });

  // scikit-learn's own example of r2_score: 1 − 1.25 / 36.16…, 1 − 3 / 32.6…, and their mean.
  test('of rows of several numbers', () => {
    const report = valueReport([0.5, 1, -1, 1, 7, -6], [0, 2, -1, 2, 8, -5], ['a', 'b']);
    expect(report.r2_score).toBeCloseTo(0.936800526662, 10);
    expect(report.mean_absolute_error).toBeCloseTo(4.5 / 6, 12);
    expect(report.each).toMatchObject([
      { name: 'a', mean_absolute_error: 0.5, max_error: 1 },
      { name: 'b', mean_absolute_error: 1, mean_error: 1 },
    ]);
    expect(report.each?.map(({ r2_score: score }) => score)).toEqual([
      expect.closeTo(0.965437788018, 10),
      expect.closeTo(0.908163265306, 10),
    ]);
  });

  test('of answers that are no numbers there are none', () => {
    expect(valueReport([1, 2], [1, NaN])).toMatchObject({
      mean_absolute_error: null,
      max_error: null,
      r2_score: null,
    });
  });
});
