// Run folders that earlier versions left: read, listed, compared, checked, and gone on with.
import { cpSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readEpochs } from '../../src/run/read.js';
import { readState } from '../../src/run/state.js';
import { inFolder, root } from '../folders.js';
import { dlx } from '../cli/warm.js';
import { recordOf } from './runs.js';

const kept = join(root, 'test/fixtures/runs');
const names = readdirSync(kept);

test('there are some of each kind', () => {
  expect(names.filter((name) => name.startsWith('finished-')).length).toBeGreaterThanOrEqual(1);
  expect(names.filter((name) => name.startsWith('interrupted-')).length).toBe(
    names.filter((name) => name.startsWith('finished-')).length,
  );
});

describe.each(names)('%s', (name) => {
  const isFinished = name.startsWith('finished');

  test('is read, compared and whole', async () => {
    await inFolder(async (folder) => {
      const run = join(folder, name);
      cpSync(join(kept, name), run, { recursive: true });
      expect(recordOf(run).state).toBe(isFinished ? 'finished' : 'interrupted');
      expect(await dlx(folder, ['verify', run, '--files'])).toMatchObject({ code: 0, stderr: '' });
      expect(await dlx(folder, ['compare', run])).toMatchObject({
        code: 0,
        stdout: expect.stringContaining(basename(name).replace(/-.*/, '')),
      });
    });
  });

  test('is gone on with, by force where this is another machine', async () => {
    await inFolder(async (folder) => {
      const run = join(folder, name);
      cpSync(join(kept, name), run, { recursive: true });
      const { state } = readState(run, recordOf(run).id);
      const done = readEpochs(run);
      if (isFinished) {
        expect(
          await dlx(folder, ['resume', run, '--epochs', '5', '--force', '--quiet']),
        ).toMatchObject({ code: 0 });
        return;
      }
      // Some way into an epoch, with its running totals.
      expect(state?.position).toMatchObject({ epoch: done.length + 1, ended: null });
      expect(state?.position.step).toBeGreaterThan(0);
      const { code } = await dlx(folder, ['resume', run, '--force', '--quiet']);
      expect({ code, state: recordOf(run).state, epochs: readEpochs(run).length }).toEqual({
        code: 0,
        state: 'finished',
        epochs: 60,
      });
      expect(readEpochs(run).slice(0, done.length)).toEqual(done);
    });
  });
});
