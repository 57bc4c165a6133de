import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { foldsLine, planFolds } from '../../src/commands/folds.js';
import { language } from '../../src/experiment/language.js';
import { planExperiment } from '../../src/experiment/plan.js';
import { readSpecText } from '../../src/spec/read.js';
import { inFolder } from '../folders.js';

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

  test('of the first the data is that of the plan, which is handed on; of others it is read again', async () => {
    await inFolder(async (folder) => {
      const rows = Array.from({ length: 12 }, (_, i) => `${i},${i % 2}`);
      writeFileSync(join(folder, 't.csv'), ['x,y', ...rows].join('\n'));
      const written = text('{folds: 3}').replace(
        '{name: spirals, samples: 60}',
        '{name: table, file: t.csv, target: y}',
      );
      const read = readSpecText(written, join(folder, 'a.yaml'), { language });
      const plan = await planExperiment('a.yaml', read, () => undefined);
      const folding = { runs: 'runs', notify: () => undefined };
      const [first, ...others] = await planFolds(plan, folding, () => undefined);
      expect(first?.data).toBe(plan.data);
      expect(first?.data.whole).toBeDefined();
      expect(others.map(({ data }) => data.whole)).toEqual([undefined, undefined]);
      // Each is fitted to its own training part.
      const means = [first, ...others].map((one) => {
        const [column] = one?.data.columns ?? [];
        return column?.kind === 'number' ? column.mean : null;
      });
      expect(new Set(means).size).toBe(3);
    });
  });

  test('is announced with how many runs there are', async () => {
    expect(foldsLine(await planned('{folds: 4, by: stratified, repeats: 3}'))).toMatch(
      /^a\.yaml: 4 stratified folds, 3 times, 2 seeds each: 24 runs, each scored as test on the rows/,
    );
  });
});
