// What classes weigh: scikit-learn's formula, names before numbers, and a form of its own in a
// spec's hash.
import { expect, test } from '@jest/globals';
import { balancedWeights, classNumber, rowWeights } from '../../src/training/class-weight.js';
import { language } from '../../src/experiment/language.js';
import { readSpecText } from '../../src/spec/read.js';
import { datasetOf } from './trainers.js';

const labels = [0, 0, 0, 0, 0, 0, 1, 1, 1, 3];
const data = {
  ...datasetOf({ shape: [10, 1], values: labels }, { shape: [10], values: labels }),
  classes: 4,
};

test('balanced: n / (classes · n of the class), of the training part and the classes in it', () => {
  // compute_class_weight('balanced') of scikit-learn on [0] * 6 + [1] * 3 + [3]: 10 / (3 · 6), 10 /
  // (3 · 3), 10 / 3.
  expect(balancedWeights(data)).toEqual([10 / 18, 10 / 9, 1, 10 / 3]);
  const some = { source: data.train.source, rows: Int32Array.of(0, 1, 2, 6) };
  expect(balancedWeights({ ...data, train: some })).toEqual([4 / 6, 4 / 2, 1, 1]);
});

test('a class that is not named weighs 1', () => {
  expect(rowWeights({ class_weight: { 1: 5, 3: 0 } }, data.train.source, data)).toEqual(
    Float32Array.of(1, 1, 1, 1, 1, 1, 5, 5, 5, 0),
  );
  expect(rowWeights({ class_weight: null }, data.train.source, data)).toBeNull();
});

test('a name comes before a number', () => {
  const named = { classes: 3, classNames: ['3', '1', 'x'] };
  expect(
    ['3', '1', 'x', '0', '2', '4', '-1', 'y', ''].map((written) => classNumber(written, named)),
  ).toEqual([0, 1, 2, 0, 2, undefined, undefined, undefined, undefined]);
});

test('only a spec that weighs classes has another form', () => {
  const minimal = (more: string) =>
    readSpecText(`dataset: spirals\nmodel: [{Dense: 3}]\nloss: mse\n${more}`, 'a.yaml', {
      language,
    }).minimal;
  expect(minimal('class_weight: null\n')).toEqual(minimal(''));
  expect(minimal('class_weight: {2: 1.5, 0: 3}\n')).toEqual({
    ...minimal(''),
    class_weight: { 0: 3, 2: 1.5 },
  });
  expect(minimal('class_weight: {True: 2}\n')).toEqual({
    ...minimal(''),
    class_weight: { True: 2 },
  });
  expect(minimal('class_weight: balanced\n')).toEqual({ ...minimal(''), class_weight: 'balanced' });
});
