// What outputs say: classes and their probabilities, by hand.
import { describe, expect, test } from '@jest/globals';
import {
  answersOf,
  classReading,
  inUnits,
  type ClassAnswers,
} from '../../src/inference/answers.js';
import { openKept } from '../../src/inference/kept.js';
import { join } from 'node:path';
import { root } from '../folders.js';

const classes: ClassAnswers = {
  kind: 'classes',
  name: 'y',
  classes: ['a', 'b', 'c'],
  units: 3,
  probabilities: 'as they are',
  threshold: 0.5,
};

const reads = (answers: ClassAnswers, ...outputs: number[]): readonly number[] => {
  const { values, read } = classReading(answers);
  const best = read(Float32Array.from(outputs), outputs.length / answers.units - 1);
  return [best, ...values];
};

describe('of several outputs', () => {
  test('the largest is the answer, the first of equal ones', () => {
    expect(reads(classes, 0.25, 0.5, 0.25)).toEqual([1, 0.25, 0.5, 0.25]);
    expect(reads(classes, 9, 9, 9, 0.25, 0.5, 0.5)).toEqual([1, 0.25, 0.5, 0.5]);
  });

  test('logits become probabilities, very large ones too', () => {
    const logits = { ...classes, probabilities: 'softmax' } as const;
    expect(reads(logits, 0, 0, 0)).toEqual([0, 1 / 3, 1 / 3, 1 / 3]);
    expect(reads(logits, 1000, 0, 0)).toEqual([0, 1, 0, 0]);
    expect(reads({ ...classes, probabilities: 'sigmoid' }, 0, -800, 0)).toEqual([0, 0.5, 0, 0.5]);
  });

  test('what is no number is no answer', () => {
    expect(reads(classes, 0.5, NaN, 0.5)[0]).toBe(-1);
    expect(reads(classes, NaN, 1, 0.5)[0]).toBe(-1);
  });
});

describe('of a single output', () => {
  const single: ClassAnswers = { ...classes, classes: ['no', 'yes'], units: 1 };

  test('above a half the second class', () => {
    expect(reads(single, 0.75)).toEqual([1, 0.25, 0.75]);
    expect(reads(single, 0.5)).toEqual([0, 0.5, 0.5]);
    expect(reads({ ...single, probabilities: 'sigmoid' }, 0)).toEqual([0, 0.5, 0.5]);
    expect(reads(single, NaN)[0]).toBe(-1);
  });

  test('a margin is on one side of 0', () => {
    const margin: ClassAnswers = { ...single, probabilities: null, threshold: 0 };
    expect(reads(margin, 0.25)).toEqual([1, -0.25, 0.25]);
    expect(reads(margin, -2)).toEqual([0, 2, -2]);
  });
});

test('of a kept model', () => {
  const kept = openKept(join(root, 'test/fixtures/runs/finished-0.1.0'));
  expect(answersOf(kept)).toEqual({
    kind: 'classes',
    name: 'arm',
    classes: ['0', '1', '2'],
    units: 3,
    probabilities: 'as they are',
    threshold: 0.5,
  });
});

test('values are told in their own units', () => {
  expect(inUnits(2, null)).toBe(2);
  expect(inUnits(2, { mean: 0.1, deviation: 3 })).toBe(Math.fround(6.1));
});
