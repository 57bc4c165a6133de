// `dlx evaluate`: on what a run keeps, on its test set, which is counted, and on new data.
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Evaluation } from '../../src/inference/evaluation.js';
import { readOutputs } from '../../src/run/outputs.js';
import { dlx } from '../cli/warm.js';
import { bits, recordOf } from '../faults/runs.js';
import { inFolder, root, runsIn } from '../folders.js';

const frozen = join(root, 'test/fixtures/runs/finished-0.1.0');

const evaluated = async (folder: string, ...words: readonly string[]): Promise<Evaluation> => {
  const { code, stdout, stderr } = await dlx(folder, ['evaluate', ...words, '--json']);
  expect({ words, code, stderr: code === 0 ? '' : stderr }).toEqual({ words, code: 0, stderr: '' });
  const { ok, runs } = JSON.parse(stdout) as { ok: boolean; runs: readonly Evaluation[] };
  expect([ok, runs.length]).toEqual([true, 1]);
  return runs[0] as Evaluation;
};

/** A copy of the frozen run. */
const withRun = <T>(work: (folder: string, run: string) => Promise<T>): Promise<T> =>
  inFolder((folder) => {
    mkdirSync(join(folder, 'runs'));
    const run = join(folder, 'runs/spirals-20260102T030405Z-a1b2c3');
    cpSync(frozen, run, { recursive: true });
    return work(folder, run);
  });

test('validation is what the run keeps: no data is needed, nothing is written', async () => {
  await withRun(async (folder, run) => {
    const before = recordOf(run);
    const one = await evaluated(folder, 'latest');
    expect(one).toMatchObject({
      on: 'validation',
      samples: before.data.validation,
      epoch: before.epochs.best,
      scores: before.scores.validation,
      report: { kind: 'classes', classes: ['0', '1', '2'] },
    });
    expect(recordOf(run)).toEqual(before);
    const shown = await dlx(folder, ['evaluate', 'latest', 'latest']);
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown.stdout).toMatch(
      /^runs\/spirals-\S+, epoch \d+, on validation: \d+ samples\nloss /,
    );
  });
});

test('every look at the test set is counted, and said', async () => {
  await withRun(async (folder, run) => {
    const before = recordOf(run);
    const { code, stderr } = await dlx(folder, ['evaluate', run, '--test']);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `the test set of ${run} was read 2 times by now: what is chosen by it is no longer judged by it\n`,
    });
    expect(await evaluated(folder, run, '--test')).toMatchObject({
      on: 'test',
      test_reads: 3,
      scores: before.scores.test,
    });
    expect(recordOf(run)).toMatchObject({ ...before, test_reads: 3 });
    expect(await dlx(folder, ['verify', run, '--files'])).toMatchObject({ code: 0 });
  });
});

test('a sealed run is opened with what its training would have found', async () => {
  await inFolder(async (folder) => {
    const words = ['train', join(root, 'experiments/spirals.yaml'), '-S', 'epochs=2', '--quiet'];
    await dlx(folder, [...words, '--name', 'open']);
    await dlx(folder, [...words, '--name', 'shut', '--sealed']);
    const [open = '', shut = ''] = runsIn(folder);
    expect(recordOf(shut)).toMatchObject({ test_reads: 0, scores: { test: null } });
    expect(readOutputs(shut, 'test')).toBeNull();
    const one = await evaluated(folder, 'shut', '--test');
    expect(one).toMatchObject({ test_reads: 1, scores: recordOf(open).scores.test });
    expect(recordOf(shut)).toMatchObject({
      test_reads: 1,
      sealed: { opened: { compared: 2 } },
      scores: recordOf(open).scores,
    });
    expect(bits(shut)).toEqual(bits(open));
    expect(await dlx(folder, ['verify', shut, '--files'])).toMatchObject({ code: 0 });
    expect(await evaluated(folder, 'shut', '--test')).toMatchObject({ test_reads: 2 });
  });
});

test('of several runs none is looked at where one cannot be', async () => {
  await withRun(async (folder, run) => {
    cpSync(join(root, 'test/fixtures/runs/interrupted-0.1.0'), join(folder, 'open'), {
      recursive: true,
    });
    const before = recordOf(run);
    expect(await dlx(folder, ['evaluate', run, 'open', '--test'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^open is interrupted/),
    });
    expect(recordOf(run)).toEqual(before);
  });
});

describe('new data', () => {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const [a, b] = [Math.sin(i), Math.cos(3 * i)];
    return `${a},${b},${a > b ? 'yes' : 'no'},${100 + 20 * a}`;
  });
  const table = `a,b,left,price\n${rows.join('\n')}\n`;
  const spec = (target: string, units: string, loss: string): string =>
    `dataset: {name: csv, file: t.csv, target: ${target}, columns: [a, b]}\nmodel: [{Dense: ${units}}]\nloss: ${loss}\nepochs: 1\n`;

  test('its scores are those of the same rows in the run, beside metrics that were asked for', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 't.csv'), table);
      writeFileSync(
        join(folder, 's.yaml'),
        spec('left', '{units: 1, activation: sigmoid}', 'binary_crossentropy'),
      );
      await dlx(folder, ['train', 's.yaml', '--quiet']);
      const [run = ''] = runsIn(folder);
      const outputs = readOutputs(run, 'test');
      const tested = [...(outputs?.rows.values ?? [])].map((row) => rows[row]);
      rmSync(join(folder, 't.csv'));
      writeFileSync(join(folder, 'new.csv'), `a,b,left,price\n${tested.join('\n')}\n`);
      const one = await evaluated(folder, run, '--data', 'new.csv', '--metrics', 'accuracy,auc');
      expect(one).toMatchObject({ on: 'new.csv', samples: 12, test_reads: 1 });
      const { accuracy, auc, loss } = one.scores;
      expect(loss).toBeCloseTo(recordOf(run).scores.test?.['loss'] ?? NaN, 5);
      expect(accuracy).toBeCloseTo(
        one.report.kind === 'classes' ? (one.report.accuracy ?? NaN) : NaN,
        6,
      );
      expect(typeof auc).toBe('number');
      const kept = await evaluated(folder, run, '--metrics', 'auc');
      expect(Object.keys(kept.scores)).toEqual(['loss', 'auc']);
    });
  });

  test('is not the test set of a sealed run, whatever it is called', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 't.csv'), table);
      writeFileSync(
        join(folder, 's.yaml'),
        spec('left', '{units: 1, activation: sigmoid}', 'binary_crossentropy').replace(
          'columns:',
          'test_split: 0.2, columns:',
        ),
      );
      await dlx(folder, ['train', 's.yaml', '--quiet', '--sealed']);
      renameSync(join(folder, 't.csv'), join(folder, 'new.csv'));
      expect(await dlx(folder, ['evaluate', 'latest', '--data', 'new.csv'])).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(/^new\.csv holds the test set of .* which is sealed: /),
      });
    });
  });

  test('values have errors in their own units', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 't.csv'), table);
      writeFileSync(
        join(folder, 's.yaml'),
        spec('{price: {scale: standard}}', '1', 'mean_squared_error'),
      );
      await dlx(folder, ['train', 's.yaml', '--quiet', '-S', 'metrics=[mean_absolute_error]']);
      const [run = ''] = runsIn(folder);
      for (const words of [[], ['--data', 't.csv']]) {
        const { scores, report } = await evaluated(folder, run, ...words);
        if (report.kind !== 'number') throw new Error('a price is a number');
        expect(report.mean_absolute_error).toBeCloseTo(scores['mean_absolute_error'] ?? NaN, 3);
        expect(report.mean_absolute_error).toBeGreaterThan(1);
      }
    });
  });
});

describe('refused', () => {
  test('a test set before the run has finished, or whose data is another', async () => {
    await inFolder(async (folder) => {
      const open = join(root, 'test/fixtures/runs/interrupted-0.1.0');
      cpSync(open, join(folder, 'run'), { recursive: true });
      expect(await dlx(folder, ['evaluate', 'run', '--test'])).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(
          /^run is interrupted: its test set is read once it has finished/,
        ),
      });
      const one = await evaluated(folder, 'run');
      expect(one).toMatchObject({ on: 'validation', scores: { loss: expect.any(Number) } });
    });
  });

  test.each([
    [['no'], 2, /^no run "no"/],
    [['latest', '--metrics', 'acuracy'], 2, /^--metrics: .*"accuracy"/],
    [['latest', '--labels', 'a'], 2, /^--labels names the labels of new images/],
    [['latest', '--data', 'no.csv'], 1, /^no\.csv does not exist/],
    [['latest', '--data', 'bad.csv'], 1, /^bad\.csv, line 3, column "2" is "x", expected a number/],
  ])('%j', async (words, code, message) => {
    await withRun(async (folder) => {
      writeFileSync(join(folder, 'bad.csv'), 'x,y,arm\n1,2,0\n1,x,0\n');
      expect(await dlx(folder, ['evaluate', ...words])).toMatchObject({
        code,
        stdout: '',
        stderr: expect.stringMatching(message),
      });
    });
  });

  test('damaged outputs', async () => {
    await withRun(async (folder, run) => {
      renameSync(join(run, 'targets/validation.npy'), join(run, 'targets/test.npy'));
      expect(await dlx(folder, ['evaluate', run])).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/targets\/validation\.npy is missing\n$/),
      });
      expect(await dlx(folder, ['evaluate', run, '--test'])).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/targets\/test\.npy is damaged/),
      });
      expect(readdirSync(run)).not.toContain('lock');
    });
  });
});
