// `batch_size: auto`: found before the run, and as good as written.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { onlyRun, recordOf } from '../faults/runs.js';
import { dlx as dlxProcess, inFolder, root } from './dlx.js';
import { dlx } from './warm.js';

const spirals = join(root, 'experiments/spirals.yaml');
describe('batch_size: auto', () => {
  test('is the largest that there are samples for, and stands in the run as if it had been written', async () => {
    await inFolder(async (folder) => {
      expect(
        // What memory there is depends on what the process has done before.
        await dlxProcess(folder, [
          'train',
          spirals,
          '-S',
          'batch_size=auto',
          '-S',
          'epochs=1',
          '--quiet',
        ]),
      ).toMatchObject({ code: 0, stderr: '' });
      const run = onlyRun(folder);
      // 960 samples train.
      expect(readFileSync(join(run, 'spec.yaml'), 'utf8')).toContain('batch_size: 512\n');
      expect(readFileSync(join(run, 'resolved.yaml'), 'utf8')).toContain('batch_size: 512\n');
      await inFolder(async (elsewhere) => {
        await dlx(elsewhere, [
          'train',
          spirals,
          '-S',
          'batch_size=512',
          '-S',
          'epochs=1',
          '--quiet',
        ]);
        expect(recordOf(run).hashes).toEqual(recordOf(onlyRun(elsewhere)).hashes);
      });
    });
  });

  test('is found for one spec after another, for each measures what memory there is', async () => {
    await inFolder(async (folder) => {
      const words = ['-S', 'batch_size=auto', '-S', 'epochs=1', '-S', 'dataset.samples=30'];
      for (const name of ['a', 'b']) {
        writeFileSync(join(folder, `${name}.yaml`), `extends: ${spirals}\nname: ${name}\n`);
      }
      const { stderr } = await dlx(folder, ['train', 'a.yaml', 'b.yaml', ...words]);
      expect(stderr.split('\n').filter((line) => line.includes('batch'))).toEqual([
        'finding the batch size of a',
        expect.stringMatching(/^a: batch_size auto is \d+ here$/),
        'finding the batch size of b',
        expect.stringMatching(/^b: batch_size auto is \d+ here$/),
      ]);
    });
  });

  test('is said where nothing is trained', async () => {
    expect(
      await dlx(root, ['validate', 'experiments/spirals.yaml', '-S', 'batch_size=auto']),
    ).toEqual({
      code: 0,
      stdout: 'experiments/spirals.yaml: fine\n',
      stderr:
        'experiments/spirals.yaml: batch_size auto is found when training starts; 32 stands for it here\n',
    });
    expect(
      (await dlx(root, ['validate', 'experiments/spirals.yaml', '-S', 'batch_size=many'])).stderr,
    ).toContain('batch_size must be a whole number of at least 1, or auto, got "many"');
  });
});
