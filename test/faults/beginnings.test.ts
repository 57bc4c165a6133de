// Runs that are killed and lose what they began with, or have a budget: gone on with, they end as
// runs that nothing happened to.
import { spawn } from 'node:child_process';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { randomUniform } from '../../src/ground/random.js';
import { readEpochs } from '../../src/run/read.js';
import { dlx } from '../cli/warm.js';
import { inFolder, root, runsIn } from '../folders.js';
import { onLinux } from '../on-linux.js';
import { counted } from './counts.js';
import { bits, onlyRun, recordOf } from './runs.js';
import { isWhole } from '../whole.js';

const kills = isWhole ? 12 : 1;
const base = `dataset: {name: spirals, samples: 200}
model: [{Dense: {units: 8, activation: tanh}, name: hidden}, {Dense: {units: 3, activation: softmax}}]
loss: sparse_categorical_crossentropy
batch_size: 4
checkpoint: 0.02
`;

/**
 * Trains, and is killed once so many epochs are written, at a moment of its own; false where it was
 * done before, as on a busy machine.
 */
async function killed(
  folder: string,
  words: readonly string[],
  [epochs, later]: readonly [number, number],
): Promise<boolean> {
  const child = spawn(process.execPath, [join(root, 'bin/dlx.js'), ...words], {
    cwd: folder,
    // A group of its own, the process that trains in it.
    detached: true,
  });
  const closed = new Promise((resolve) => child.on('close', resolve));
  const done = (): number => readEpochs(runsIn(folder)[0] ?? folder).length;
  while (child.exitCode === null && done() < epochs) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await new Promise((resolve) => setTimeout(resolve, later));
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  await closed;
  // The process that trained is a moment longer there than its command.
  const state = (): string => recordOf(onlyRun(folder)).state;
  for (let i = 0; i < 500 && state() === 'running'; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(['interrupted', 'finished']).toContain(state());
  return state() === 'interrupted';
}

/** Tries, in folders of their own, until one was killed in time and gone through. */
async function untilKilled(trial: (folder: string) => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 20; i += 1) if (await inFolder(trial)) return;
  throw new Error('not one was killed in time');
}

const draws = Array.from(randomUniform({ seed: 20260103, stream: 1 }, 2 * kills));
const moments = Array.from({ length: kills }, (_, i): readonly [number, number] => [
  1 + Math.floor(6 * (draws[2 * i] ?? 0)),
  20 * (draws[2 * i + 1] ?? 0),
]);

onLinux('killed at random moments', () => {
  test('with a budget: ended by it, and trained again at the same step', async () => {
    for (const moment of moments) {
      await untilKilled(async (folder) => {
        writeFileSync(join(folder, 'a.yaml'), `${base}epochs: 100000\nbudget: 1s\n`);
        if (!(await killed(folder, ['train', 'a.yaml', '-q'], moment))) return false;
        const run = onlyRun(folder);
        const before = readEpochs(run).length;
        expect(await dlx(folder, ['resume', run, '-q'])).toMatchObject({ code: 0, stderr: '' });
        const { state, ended } = recordOf(run);
        expect({ state, by: ended?.by }).toEqual({ state: 'finished', by: 'budget' });
        expect(ended?.seconds).toBeGreaterThanOrEqual(1);
        expect(ended?.epoch).toBeGreaterThanOrEqual(before);
        // Two trainings more, step by step.
        if (isWhole) expect(await dlx(folder, ['verify', run])).toMatchObject({ code: 0 });
        return true;
      });
      counted('kills of runs with a budget', 1);
    }
  });

  const whole = isWhole ? test : test.skip;
  whole(
    'that began with weights of a run that is gone: the bits of one that was not killed',
    async () => {
      for (const moment of moments) {
        await inFolder(async (folder) => {
          writeFileSync(join(folder, 'base.yaml'), `${base}epochs: 1\n`);
          await dlx(folder, ['train', 'base.yaml', '-q']);
          const source = join(folder, 'source');
          renameSync(onlyRun(folder), source);
          const words = ['train', 'base.yaml', '-q', '-S', 'epochs=60', '-S'];
          const from = 'initial_weights={run: ./source, only: [hidden]}';
          await dlx(folder, [...words, from]);
          const expected = bits(onlyRun(folder));
          rmSync(onlyRun(folder), { recursive: true });
          if (!(await killed(folder, [...words, from], moment))) return false;
          rmSync(source, { recursive: true });
          const run = onlyRun(folder);
          await dlx(folder, ['resume', run, '-q']);
          expect(bits(run)).toEqual(expected);
          return true;
        });
        counted('kills of runs that began with others', 1);
      }
    },
  );
});
