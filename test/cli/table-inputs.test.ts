// Several inputs out of one table, from a spec to its predictions: trained, shown, predicted with and
// judged on the rows that training kept back.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readOutputs } from '../../src/run/outputs.js';
import { inFolder, root, runsIn } from '../folders.js';
import { dlx } from './warm.js';

const offers = readFileSync(join(root, 'experiments/offers.csv'), 'utf8').trimEnd().split('\n');
const spec = readFileSync(join(root, 'experiments/offers.yaml'), 'utf8').replace(
  /epochs: \d+/,
  'epochs: 1',
);
const [header = '', ...rows] = offers.slice(0, 301);

test('trained, predicted with and judged: what goes in is what training made of it', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'offers.csv'), [header, ...rows, ''].join('\n'));
    writeFileSync(join(folder, 'a.yaml'), spec);
    expect(await dlx(folder, ['train', 'a.yaml', '--quiet'])).toMatchObject({ code: 0 });
    const [run = ''] = runsIn(folder);
    const outputs = readOutputs(run, 'test');
    const held = [...(outputs?.rows.values ?? [])];
    // In another order, and one column more.
    const shuffled = held.map((row) => {
      const [, make, years, km, remark, price] =
        /^([^,]*),(\d+),(\d+),(".*"),(\d+)$/.exec(rows[row] ?? '') ?? [];
      return [km, remark, make, price, years, 'x'].join(',');
    });
    writeFileSync(
      join(folder, 'new.csv'),
      ['km,remark,make,price,years,z', ...shuffled, ''].join('\n'),
    );
    const predicted = await dlx(folder, ['predict', run, 'new.csv']);
    expect(predicted).toMatchObject({ code: 0 });
    const [, ...values] = predicted.stdout.trim().split('\n');
    expect(values.map((value) => Math.fround(Number(value)))).toEqual([
      ...(outputs?.predictions.values ?? []),
    ]);
    const judged = await dlx(folder, ['evaluate', run, '--data', 'new.csv', '--json']);
    const { scores } = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as {
      readonly scores: { readonly test: Readonly<Record<string, number>> };
    };
    // R² is of sums of squares about another center, where the rows are all that there are.
    const { r2_score: _, ...others } = scores.test;
    expect(JSON.parse(judged.stdout)).toMatchObject({
      runs: [{ samples: held.length, scores: others }],
    });
  });
});

test('an Embedding of too few rows is told how many it needs', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'offers.csv'), [header, ...rows, ''].join('\n'));
    writeFileSync(join(folder, 'a.yaml'), spec.replace('input_dim: 8', 'input_dim: 4'));
    const { code, stderr } = await dlx(folder, ['validate', 'a.yaml']);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /Embedding \(makes\) has rows for the tokens 0 to 3, but the data set has tokens up to \d in make; give it input_dim: \d/,
    );
  });
});
