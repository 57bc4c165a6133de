import { describe, expect, test } from '@jest/globals';
import { foldsLine, planFolds } from '../../src/commands/folds.js';
import { language } from '../../src/experiment/language.js';
import { planExperiment } from '../../src/experiment/plan.js';
import { readSpecText } from '../../src/spec/read.js';

const text = (folds: string): string =>
  `dataset: {name: spirals, samples: 60}\nmodel: [{Dense: {units: 3, activation: softmax}}]\nloss: sparse_categorical_crossentropy\nseeds: 2\ncross_validation: ${folds}\n`;

const planned = (folds: string) =>
  planExperiment('a.yaml', readSpecText(text(folds), 'a.yaml', { language }), () => undefined);

describe('a plan for each fold', () => {
  test('of each repeat, its data that of its own fold', async () => {
    const plan = await planned('{folds: 2, repeats: 2}');
    const folding = { runs: 'runs', notify: () => undefined };
    const plans = await planFolds(plan, folding, () => undefined);
    expect(
      plans.map(({ read: { spec } }) => [
        spec.cross_validation?.fold,
        spec.cross_validation?.repeat,
        spec.dataset.arguments['fold'],
      ]),
    ).toEqual(
      [1, 2, 1, 2].map((fold, i) => {
        const repeat = i < 2 ? 1 : 2;
        return [fold, repeat, { folds: 2, by: 'random', column: null, fold, repeat }];
      }),
    );
  });

  test('is announced with how many runs there are', async () => {
    expect(foldsLine(await planned('{folds: 4, by: stratified, repeats: 3}'))).toMatch(
      /^a\.yaml: 4 stratified folds, 3 times, 2 seeds each: 24 runs, each scored as test on the rows/,
    );
  });
});
