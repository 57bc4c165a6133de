import { expect, test } from '@jest/globals';
import { language } from '../../src/experiment/language.js';
import { unitWarnings } from '../../src/experiment/mixed-units.js';
import { readSpecText } from '../../src/spec/read.js';

test('an error over several units is told, a share is not', () => {
  const read = readSpecText(
    'dataset: {name: table, file: a.csv, target: [a, b]}\nmodel: [{Dense: 2}]\nloss: mse\nmetrics: [r2_score, mae]\n',
    'a.yaml',
    { language },
  );
  const values = { min: 0, max: 1, zeros: 0, whole: false, pair: null };
  const targetParts = ['a', 'b'].map((name) => ({ name, values, scale: null }));
  expect(unitWarnings('a.yaml', read, { targetParts })).toEqual([
    'a.yaml: mean_absolute_error is one number over a, b, each in its own units: dlx evaluate tells the errors of each',
  ]);
  expect(unitWarnings('a.yaml', read, {})).toEqual([]);
});
