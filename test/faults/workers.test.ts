// Workers killed, and their command asked to stop, at random moments: every other run ends as if
// nothing had happened, and what was cut off is gone on with, to the same bits.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { randomUniform } from '../../src/ground/random.js';
import { trainersOf } from '../children.js';
import { inFolder, root, runsIn } from '../folders.js';
import { dlx } from '../cli/warm.js';
import { onLinux } from '../on-linux.js';
import { isWhole } from '../whole.js';
import { counted } from './counts.js';
import { bits, recordOf } from './runs.js';

const spec = {
  dataset: { name: 'spirals', samples: 400 },
  model: [
    { Dense: { units: 16, activation: 'relu' } },
    { Dropout: 0.3 },
    { Dense: { units: 3, activation: 'softmax' } },
  ],
  optimizer: 'adam',
  loss: 'sparse_categorical_crossentropy',
  metrics: ['accuracy'],
  batch_size: 4,
  epochs: 6,
};
const seeds = [0, 1, 2, 3];
const words = ['train', 'a.yaml', '--seeds', String(seeds.length), '--quiet'];
const draw = 20261128;
const times = isWhole ? 10 : 1;

/** Trains with two workers, and does something so many milliseconds after the first run is there. */
async function disturbed(
  folder: string,
  after: number,
  disturb: (command: number) => boolean,
): Promise<{ readonly code: number | null; readonly stderr: string; readonly isDone: boolean }> {
  const child = spawn(process.execPath, [join(root, 'bin/dlx.js'), ...words, '--jobs', '2'], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  let isDone = false;
  const looking = setInterval(() => {
    if (runsIn(folder).length === 0) return;
    clearInterval(looking);
    setTimeout(() => (isDone = disturb(child.pid ?? 0)), after);
  }, 10);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(looking);
  return { code, stderr, isDone };
}

/** The bits of each seed's run, of processes that nobody disturbed. */
async function undisturbed(): Promise<ReadonlyMap<number | null, unknown>> {
  return inFolder(async (folder) => {
    writeFileSync(join(folder, 'a.yaml'), JSON.stringify(spec));
    expect(await dlx(folder, words)).toMatchObject({ code: 0 });
    return new Map(runsIn(folder).map((run) => [recordOf(run).seed, bits(run)]));
  });
}

onLinux('two workers', () => {
  let reference: ReadonlyMap<number | null, unknown> = new Map();

  /** What is wrong with the runs that are there, once those that were cut off were gone on with. */
  async function harms(folder: string): Promise<readonly string[]> {
    const cut = runsIn(folder).filter((run) => recordOf(run).state !== 'finished');
    if (cut.length > 0) expect(await dlx(folder, ['resume', ...cut])).toMatchObject({ code: 0 });
    return runsIn(folder).filter(
      (run) =>
        JSON.stringify(bits(run)) !== JSON.stringify(reference.get(recordOf(run).seed ?? null)),
    );
  }

  test('one of which is killed', async () => {
    reference = await undisturbed();
    for (let i = 0; i < times; i += 1) {
      await inFolder(async (folder) => {
        writeFileSync(join(folder, 'a.yaml'), JSON.stringify(spec));
        const [after = 0, which = 0] = randomUniform(
          { seed: draw, stream: 1, epoch: i, step: 0 },
          2,
        );
        const { code, stderr, isDone } = await disturbed(folder, 600 * after, (command) => {
          const workers = trainersOf(command);
          const one = workers[Math.floor(which * workers.length)];
          if (one !== undefined) process.kill(one, 'SIGKILL');
          return one !== undefined;
        });
        // One that has no run any more is missed by nobody.
        expect([0, 1]).toContain(code);
        if (code === 1) expect(stderr).toMatch(/the process that trained was ended by SIGKILL/);
        const states = runsIn(folder).map((run) => recordOf(run).state);
        const cut = states.filter((state) => state !== 'finished').length;
        expect(cut).toBeLessThanOrEqual(code === 1 ? 1 : 0);
        expect(states.length).toBeGreaterThanOrEqual(seeds.length - 1);
        const harmed = await harms(folder);
        if (isDone) counted('kills of workers', 1, { wrong: harmed.length });
        expect(harmed).toEqual([]);
      });
    }
  });

  test('whose command is asked to stop', async () => {
    for (let i = 0; i < times; i += 1) {
      await inFolder(async (folder) => {
        writeFileSync(join(folder, 'a.yaml'), JSON.stringify(spec));
        const [after = 0] = randomUniform({ seed: draw, stream: 2, epoch: i, step: 0 }, 1);
        const signal = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const)[i % 3] ?? 'SIGINT';
        const { code, isDone } = await disturbed(folder, 600 * after, (command) =>
          process.kill(command, signal),
        );
        expect([130, 143, 129][i % 3]).toBe(isDone ? code : [130, 143, 129][i % 3]);
        for (const run of runsIn(folder)) {
          expect(['interrupted', 'finished', 'running']).toContain(recordOf(run).state);
        }
        const harmed = await harms(folder);
        if (isDone) counted('signals to workers', 1, { wrong: harmed.length });
        expect(harmed).toEqual([]);
      });
    }
  });
});
