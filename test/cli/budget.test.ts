// `--budget` and `--sealed` as they are typed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { onlyRun, recordOf } from '../faults/runs.js';
import { readEpochs } from '../../src/run/read.js';
import { inFolder, root, runsIn } from '../folders.js';
import { dlx } from './warm.js';

const spirals = join(root, 'experiments/spirals.yaml');
// 38 samples train: two steps an epoch.
const endless = ['-S', 'epochs=100000', '-S', 'dataset.samples=60'];

describe('a budget', () => {
  test('ends training with what it has: finished, exit 0, and the record says by what', async () => {
    await inFolder(async (folder) => {
      const words = ['train', spirals, ...endless, '--budget', '0.1s'];
      const { code, stderr } = await dlx(folder, words);
      expect(code).toBe(0);
      const run = onlyRun(folder);
      const record = recordOf(run);
      const epochs = readEpochs(run);
      expect(record).toMatchObject({
        state: 'finished',
        stopped: null,
        message: null,
        ended: { by: 'budget', epoch: epochs.length },
        epochs: { planned: 100_000, done: epochs.length },
      });
      expect(record.ended?.step).toBe(epochs.at(-1)?.steps ?? 2);
      expect(record.ended?.seconds).toBeGreaterThanOrEqual(0.1);
      expect(record.scores.test).not.toBeNull();
      expect(stderr).toContain(`ended by its budget in epoch ${epochs.length} of 100000`);
      expect(readFileSync(join(run, 'spec.yaml'), 'utf8')).toContain('budget: 0.1s\n');
      // Trained again it ends at the same step, whatever time that takes.
      expect(await dlx(folder, ['verify', run])).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/gave the same bits\n$/),
      });
      expect(await dlx(folder, ['resume', run])).toMatchObject({
        code: 0,
        stderr: expect.stringContaining(': finished already, ended by its budget in epoch '),
      });
      expect(await dlx(folder, ['resume', run, '--epochs', '100001'])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('was ended by its budget after'),
      });
    });
  });

  test('is another trial only where it has ended one', async () => {
    await inFolder(async (folder) => {
      const words = ['train', spirals, '--needed', '--quiet', '-S', 'epochs=1'];
      await dlx(folder, [...words, '--budget', '1h']);
      const run = onlyRun(folder);
      expect(recordOf(run).ended).toBeNull();
      for (const more of [[], ['--budget', '2h'], ['-S', 'budget.seconds=7200']]) {
        const { stdout } = await dlx(folder, [...words, ...more]);
        expect(basename(stdout.trim())).toBe(basename(run));
      }
      // It came to its own end, but not within so short a time.
      const short = ['train', spirals, '--needed', '--quiet', ...endless, '--budget', '0.05s'];
      const first = (await dlx(folder, short)).stdout;
      expect(basename(first)).not.toBe(basename(run));
      expect((await dlx(folder, short)).stdout).toBe(first);
      await dlx(folder, [...short.slice(0, -1), '0.06s']);
      expect(runsIn(folder)).toHaveLength(3);
    });
  });

  test('that is no time is refused at its option', async () => {
    expect(await dlx(root, ['train', spirals, '--budget', 'soon'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('budget must be a finite number above 0, or a time'),
    });
  });
});

describe('--sealed', () => {
  const leaks = /test_(?:loss|accuracy)|test (?:loss|accuracy)/;

  test('nothing of the test set is read, written or shown, of a child neither', async () => {
    await inFolder(async (folder) => {
      const train = await dlx(folder, ['train', spirals, '-S', 'epochs=2', '--sealed']);
      expect(train.code).toBe(0);
      const run = onlyRun(folder);
      expect(recordOf(run)).toMatchObject({
        state: 'finished',
        sealed: { opened: null },
        test_reads: 0,
        scores: { test: null },
      });
      for (const kind of ['predictions', 'targets', 'rows']) {
        expect(existsSync(join(run, kind, 'validation.npy'))).toBe(true);
        expect(existsSync(join(run, kind, 'test.npy'))).toBe(false);
      }
      const words = ['resume', run, '--epochs', '3', '--json', '--full'];
      const resumed = JSON.parse((await dlx(folder, words)).stdout) as {
        runs: readonly { record: unknown }[];
      };
      expect(resumed.runs[0]?.record).toMatchObject({
        sealed: { opened: null },
        scores: { test: null },
      });
      const shown = [
        train,
        await dlx(folder, ['compare']),
        await dlx(folder, ['show', run]),
        await dlx(folder, ['show', run, '--json']),
      ];
      expect(shown.map(({ stdout, stderr }) => leaks.exec(stdout + stderr)?.[0])).toEqual(
        shown.map(() => undefined),
      );
      expect(shown[2]?.stdout).toContain('sealed: not read');
      expect(shown[1]?.stderr).toContain('the test set of 2 runs is sealed');
      // Until it is asked for, of one: there were two to choose from.
      expect(await dlx(folder, ['evaluate', run, '--test'])).toMatchObject({ code: 0 });
      expect(recordOf(run)).toMatchObject({ test_reads: 1, sealed: { opened: { compared: 2 } } });
      expect(recordOf(run).scores.test).not.toBeNull();
      expect((await dlx(folder, ['show', run])).stdout).toMatch(
        /read once; sealed until .*, when there were 2 runs to choose from/,
      );
      expect((await dlx(folder, ['compare', run])).stdout).toContain('test accuracy');
    });
  });

  test('a run that was open is shown without its test scores where a sealed one was asked for', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'a.yaml'), `extends: ${spirals}\nepochs: 1\n`);
      await dlx(folder, ['train', 'a.yaml', '--quiet']);
      const again = ['train', 'a.yaml', '--sealed', '--needed'];
      for (const words of [again, [...again, '--json'], [...again, '--json', '--full']]) {
        const { stdout, stderr } = await dlx(folder, words);
        expect(leaks.exec(stdout + stderr)?.[0]).toBeUndefined();
        if (words.includes('--full')) expect(stdout).toContain('"test":null');
      }
      expect(recordOf(onlyRun(folder)).scores.test).not.toBeNull();
    });
  });
});
