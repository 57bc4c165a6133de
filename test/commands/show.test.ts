// What `dlx show` says of specs and of runs.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dlx } from '../cli/warm.js';
import { inFolder, root, runsIn } from '../folders.js';

const spirals = join(root, 'experiments/spirals.yaml');

describe('a run', () => {
  test('is shown with its spec, layers, scores and origin, by its folder or its name', async () => {
    await inFolder(async (folder) => {
      await dlx(folder, ['train', spirals, '-S', 'epochs=2', '--tag', 'x']);
      const [run = ''] = runsIn(folder);
      const shown = await dlx(folder, ['show', run]);
      expect({ code: shown.code, stderr: shown.stderr }).toEqual({ code: 0, stderr: '' });
      const parts = shown.stdout.split('\n\n');
      expect(parts[0]?.split('\n').slice(0, 4)).toEqual([
        `run     ${run}`,
        'name    spirals, seed 42',
        'state   finished',
        expect.stringMatching(/^epochs {2}2 of 2, the best is [12]$/),
      ]);
      expect(parts[0]).toContain('tags    x');
      expect(parts[1]).toContain('epochs: 2\n');
      expect(shown.stdout).toContain('total parameters 1,251,');
      expect(shown.stdout).toMatch(
        /\nloss +[▁-█]{2} {2}\S+ → \S+\nval_loss +[▁-█]{2} {2}\S+ → \S+\nbest +▲ [12]\n/,
      );
      expect(shown.stdout).toMatch(
        /\nbest epoch +loss +accuracy\n.*\ntraining .*\nvalidation .*\ntest /,
      );
      expect(shown.stdout).toMatch(/\ntest set +read once\n/);
      expect(shown.stdout).toMatch(
        new RegExp(`\nagain +dlx train ${run}/spec.yaml --device cpu --threads \\d+\n$`),
      );

      const document = JSON.parse((await dlx(folder, ['show', 'spirals', '--json'])).stdout) as {
        readonly layers: readonly unknown[];
      };
      expect(document).toMatchObject({ state: 'finished', name: 'spirals', seed: 42 });
      expect(document.layers).toHaveLength(3);

      expect(await dlx(folder, ['show', 'latest', '-S', 'epochs=3'])).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/ is a run, and is shown as it was; /),
      });

      // Without what its layers need, the rest is shown all the same.
      writeFileSync(join(run, 'data.json'), '{}');
      const torn = await dlx(folder, ['show', run]);
      expect(torn.code).toBe(0);
      expect(torn.stdout).toContain('state   finished');
      expect(torn.stderr).toContain('its layers cannot be shown: ');
    });
  });
});

describe('a spec', () => {
  test('is shown with what is doubtful about it, and with a run beside it', async () => {
    await inFolder(async (folder) => {
      writeFileSync(
        join(folder, 'a.yaml'),
        'dataset: spirals\nmodel: [{Dense: 3}]\nloss: sparse_categorical_crossentropy\n',
      );
      const { code, stdout, stderr } = await dlx(folder, ['show', 'a.yaml']);
      expect(code).toBe(0);
      expect(stdout).toContain('dense (Dense)');
      expect(stderr).toMatch(/^warning: a\.yaml: sparse_categorical_crossentropy expects prob/);
      expect(await dlx(folder, ['show', 'nowhere.yaml'])).toEqual({
        code: 2,
        stdout: '',
        stderr: 'nowhere.yaml: there is no such file\n',
      });
    });
  });
});
