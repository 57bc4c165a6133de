// The warm dlx says and leaves what a process of its own does.
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { bits, onlyRun, recordOf } from '../faults/runs.js';
import { dlx as cold, inFolder, root, type Ended } from './dlx.js';
import { dlx as warm } from './warm.js';

const spirals = join(root, 'experiments/spirals.yaml');

const lived = (dlx: typeof warm): Promise<unknown> =>
  inFolder(async (folder) => {
    // What is told of one folder and one time, in the other's words.
    const plain = ({ code, stdout, stderr }: Ended, run = ''): unknown => {
      const text = (said: string): string =>
        said.replaceAll(folder, 'FOLDER').replaceAll(run || folder, 'RUN');
      return { code, stdout: text(stdout), stderr: text(stderr) };
    };
    writeFileSync(join(folder, 'wrong.yaml'), 'dataset: spirals\nmodel: [{Dense: many}]\n');
    const said = [
      plain(await dlx(folder, ['validate', 'wrong.yaml'])),
      plain(await dlx(folder, ['show', spirals, '--json'])),
      plain(await dlx(folder, [])),
    ];
    const trained = await dlx(folder, ['train', spirals, '-S', 'epochs=3', '--quiet']);
    const run = onlyRun(folder);
    const name = run.slice(folder.length + 1);
    const { id: _, seconds, started, finished, ...record } = recordOf(run);
    expect(started <= (finished ?? '')).toBe(true);
    expect(seconds.to_first_step).toBeGreaterThan(0);
    expect(seconds.to_first_step).toBeLessThan(60);
    expect(seconds.per_prediction).toBeGreaterThan(0);
    return [
      ...said,
      plain(trained, name),
      bits(run),
      Object.keys(record),
      record.hashes,
      record.versions,
      plain(await dlx(folder, ['verify', name, '--files']), name),
    ];
  });

test('says and leaves what a process of its own does, a second time, too', async () => {
  const expected = await lived(cold);
  expect(await lived(warm)).toEqual(expected);
  expect(await lived(warm)).toEqual(expected);
});

test('runs that take turns do not see each other', async () => {
  await inFolder(async (folder) => {
    const train = (more: readonly string[]): Promise<Ended> =>
      warm(folder, ['train', spirals, '-S', 'epochs=2', '--quiet', ...more]);
    const answers = await Promise.all([
      train(['--name', 'a']),
      train(['--name', 'b', '--threads', '1']),
      train(['--name', 'c', '--eager']),
      train(['--name', 'd', '-S', 'epochs=0']),
    ]);
    expect(answers.map(({ code }) => code)).toEqual([0, 0, 0, 2]);
    expect(answers.map(({ stdout }) => stdout[5])).toEqual(['a', 'b', 'c', undefined]);
  });
});
