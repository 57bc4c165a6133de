// How soon runs came to a score; epochs written by hand.
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { targetColumns, type Target } from '../../src/comparison/to-target.js';
import { readRun } from '../../src/run/read.js';
import { dlx } from '../cli/warm.js';
import { inFolder } from '../folders.js';
import { makeRunFolder } from '../run/fixture.js';

const accuracies = [0.5, 0.75, null, 0.875, 0.8];

function withEpochs(folder: string): string {
  const run = makeRunFolder(join(folder, 'runs', 'a-20260102T030405Z-a1'), { name: 'a' });
  const lines = accuracies.map((accuracy, i) =>
    JSON.stringify({
      epoch: i + 1,
      train: { loss: 1 },
      validation: { loss: 2 - i / 4, accuracy },
      learning_rate: 0.1,
      best: false,
      seconds: { train: 1, total: 1.5 },
    }),
  );
  writeFileSync(join(run, 'epochs.jsonl'), `${lines.join('\n')}\n`);
  return run;
}

const cells = (folder: string, target: Target): readonly unknown[] =>
  targetColumns(target).map(({ cell }) => cell(readRun(folder)));

test('is the first epoch that has it, and all seconds up to then', async () => {
  await inFolder(async (folder) => {
    const run = withEpochs(folder);
    const accuracy = { metric: 'accuracy', mode: 'max' } as const;
    expect(cells(run, { ...accuracy, value: 0.75 })).toEqual([2, 3]);
    expect(cells(run, { ...accuracy, value: 0.76 })).toEqual([4, 6]);
    expect(cells(run, { ...accuracy, value: 0.9 })).toEqual([null, null]);
    expect(cells(run, { metric: 'loss', mode: 'min', value: 1.75 })).toEqual([2, 3]);
    expect(cells(run, { ...accuracy, metric: 'auc', value: 0 })).toEqual([null, null]);
    expect(cells(join(folder, 'none'), { ...accuracy, value: 0 })).toEqual([null, null]);
    appendFileSync(join(run, 'epochs.jsonl'), 'torn\n{}\n');
    expect(cells(run, { ...accuracy, value: 0.75 })).toEqual([null, null]);
  });
});

test('stands in the table that is asked for it', async () => {
  await inFolder(async (folder) => {
    withEpochs(folder);
    const words = ['compare', '--columns', 'run,epochs_to_target,seconds_to_target'];
    const { stdout } = await dlx(folder, [...words, '--target', '0.75']);
    expect(stdout).toMatch(/^run +epochs to 0\.75 +s to 0\.75\n─.*\na +2 +3\.0$/m);
    const refused = await dlx(folder, ['compare', '--target', 'good']);
    expect(refused).toMatchObject({
      code: 2,
      stderr: '--target needs a score, as 0.88, got "good"\n',
    });
  });
});
