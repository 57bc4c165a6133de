// Every experiment of this repository, stopped in the middle of an epoch and gone on with in
// another process: the bits of every step are those of training in one go, and of the run itself.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { experimentFiles } from '../experiments.js';
import { inFolder, root } from '../folders.js';
import { dlx } from '../cli/warm.js';
import { counted } from './counts.js';
import { onlyRun } from './runs.js';
import { isWhole } from '../whole.js';

const place = join(root, 'experiments');
const chosen = isWhole ? experimentFiles() : ['spirals.yaml'];

test.each(chosen)('%s', async (name) => {
  await inFolder(async (folder) => {
    const trained = await dlx(folder, [
      'train',
      join(place, name),
      '-S',
      'epochs=1',
      '--quiet',
      '--device',
      'cpu',
    ]);
    expect(trained).toMatchObject({ code: 0 });
    const { code, stdout, stderr } = await dlx(folder, ['verify', onlyRun(folder)]);
    counted('experiments stopped in the middle', 1, { wrong: code === 0 ? 0 : 1 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /trained again, in one go and stopped in the middle: \d+ steps in 1 epoch gave the same bits\n$/,
    );
  });
});
