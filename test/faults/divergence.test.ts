// A loss that is no longer a number: the run ends there, named by its step; what was best before is
// kept, and nobody ranks it.
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readEpochs } from '../../src/run/read.js';
import { readBestOf } from '../../src/run/best.js';
import { inFolder, root, runsIn } from '../folders.js';
import { dlx } from '../cli/warm.js';
import { onlyRun, recordOf } from './runs.js';

const spirals = join(root, 'experiments/spirals.yaml');
// 30 steps an epoch; from the third epoch's first step on the weights are thrown away.
const schedule =
  'optimizer={name: sgd, learning_rate: {name: PiecewiseConstantDecay, boundary_epochs: [2], values: [0.01, 1e+30]}}';

describe.each(['graph', 'eager'])('executed as %s', (execution) => {
  test('the step is named, the best epoch before it kept, and nothing can be gone on with', async () => {
    await inFolder(async (folder) => {
      const { code, stderr } = await dlx(folder, [
        'train',
        spirals,
        ...(execution === 'eager' ? ['--eager'] : []),
        '-S',
        schedule,
        '-S',
        'epochs=6',
      ]);
      const run = onlyRun(folder);
      const record = recordOf(run);
      expect({ code, state: record.state, epochs: record.epochs }).toEqual({
        code: 3,
        state: 'diverged',
        epochs: { planned: 6, done: 3, best: 2 },
      });
      expect(record.message).toMatch(
        /^the loss became (?:NaN|Infinity) in epoch 3, step 2; try a smaller learning rate$/,
      );
      expect(stderr).toContain('diverged: the loss became');
      const [, second, third] = readEpochs(run);
      expect({ best: second?.best, step: third?.diverged_at_step }).toEqual({
        best: true,
        step: 2,
      });
      expect(record.scores).toEqual({
        train: second?.train,
        validation: second?.validation,
        test: null,
      });
      expect(readBestOf(run, record.id)?.epoch).toBe(2);
      expect(await dlx(folder, ['verify', run, '--files'])).toMatchObject({ code: 0 });
      const { code: refused, stderr: why } = await dlx(folder, ['resume', run]);
      expect({ refused, why }).toEqual({
        refused: 3,
        why: `${run} diverged, and would again: ${record.message}\n`,
      });
    });
  });
});

// Its accuracy may be better than before by chance, in one direction or the other.
test('an epoch whose loss is none is never the best, whatever is monitored', async () => {
  await inFolder(async (folder) => {
    const early = schedule.replace('boundary_epochs: [2]', 'boundary_epochs: [1]');
    for (const mode of ['min', 'max']) {
      await dlx(folder, [
        'train',
        spirals,
        '--name',
        mode,
        '-S',
        early,
        '-S',
        'monitor=val_accuracy',
        '-S',
        `mode=${mode}`,
        '-S',
        'epochs=6',
        '--quiet',
      ]);
      const run = runsIn(folder).find((path) => path.includes(`/${mode}-`)) ?? '';
      const [first, second] = readEpochs(run);
      expect(second?.validation['accuracy']).not.toBe(first?.validation['accuracy']);
      expect({
        state: recordOf(run).state,
        best: recordOf(run).epochs.best,
        kept: readBestOf(run, recordOf(run).id)?.epoch,
      }).toEqual({ state: 'diverged', best: 1, kept: 1 });
    }
  });
});

test('one that never was a number has no best epoch, and stands last', async () => {
  await inFolder(async (folder) => {
    await dlx(folder, ['train', spirals, '-S', 'epochs=1', '--quiet']);
    await dlx(folder, [
      'train',
      spirals,
      '--name',
      'nan',
      '-S',
      'optimizer={name: sgd, learning_rate: 1e+30}',
      '-S',
      'epochs=3',
      '--quiet',
    ]);
    const nan = runsIn(folder).find((run) => run.includes('/nan-')) ?? '';
    expect(recordOf(nan)).toMatchObject({
      state: 'diverged',
      epochs: { done: 1, best: null },
      scores: { validation: null, test: null },
    });
    expect(readBestOf(nan, recordOf(nan).id)).toBeNull();
    const { tables } = JSON.parse((await dlx(folder, ['compare', '--format', 'json'])).stdout) as {
      readonly tables: readonly { readonly rows: readonly { readonly rank: number | null }[] }[];
    };
    expect(tables.map(({ rows }) => rows.map(({ rank }) => rank))).toEqual([[1, null]]);
  });
});
