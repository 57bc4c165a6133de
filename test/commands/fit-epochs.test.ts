// `--fit-epochs`: what fits into a budget is found before the run, and as good as written.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { measuredSeconds } from '../../src/commands/fit-epochs.js';
import { dlx } from '../cli/warm.js';
import { onlyRun, recordOf } from '../faults/runs.js';
import { inFolder, root, runsIn } from '../folders.js';

const spirals = join(root, 'experiments/spirals.yaml');

test('a tenth of the budget is measured, a second at least and twenty at most', () => {
  expect([0.1, 10, 60, 600].map(measuredSeconds)).toEqual([1, 1, 6, 20]);
});

describe('--fit-epochs', () => {
  test('measures, and the number stands in the run as if it had been written', async () => {
    await inFolder(async (folder) => {
      const { code, stderr } = await dlx(folder, [
        'train',
        spirals,
        '--budget',
        '1s',
        '--fit-epochs',
      ]);
      expect(code).toBe(0);
      const [, told = ''] =
        /: about .* an epoch here, so that its budget of 1\.0 s has (\d+) epoch/.exec(stderr) ?? [];
      expect(Number(told)).toBeGreaterThanOrEqual(1);
      const run = onlyRun(folder);
      expect(readFileSync(join(run, 'spec.yaml'), 'utf8')).toContain(`epochs: ${told}\n`);
      expect(recordOf(run)).toMatchObject({
        state: 'finished',
        epochs: { planned: Number(told) },
        sealed: null,
      });
    });
  });

  test.each([
    [[], 'has no budget that epochs could be fitted into'],
    [['--budget', '1s', '--needed'], '--needed cannot tell what is there already'],
  ])('with %j is refused', async (words, message) => {
    await inFolder(async (folder) => {
      expect(await dlx(folder, ['train', spirals, '--fit-epochs', ...words])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(message),
      });
      expect(runsIn(folder)).toEqual([]);
    });
  });
});
