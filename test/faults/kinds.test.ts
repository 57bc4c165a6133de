// Every kind of data under the same promises: a run of it that is killed at drawn moments, again and
// again, and gone on with, ends with the bits of one that nothing happened to; `dlx verify` finds nothing;
// and `dlx predict` gives the same answers, of rows, texts, series and pictures that it has not seen.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { randomUniform } from '../../src/ground/random.js';
import { findRuns } from '../../src/run/find.js';
import { dlx } from '../cli/warm.js';
import { writeTree } from '../dataset/pictures/made.js';
import { inFolder } from '../folders.js';
import { onLinux } from '../on-linux.js';
import { isWhole } from '../whole.js';
import { counted } from './counts.js';
import { disturbed, killTrainer, lossAfter } from './disturbed.js';
import { dataKinds, type DataKind } from './kinds.js';
import { bits, onlyRun, recordOf, standOf } from './runs.js';

const chosen = isWhole ? dataKinds : dataKinds.slice(0, 1);
const lives = isWhole ? 2 : 1;
const deaths = isWhole ? 3 : 1;

const longest = 600_000;

/** A folder with the kind's files and its spec, `a.yaml`. */
const prepared = <T>({ files, spec }: DataKind, work: (folder: string) => Promise<T>): Promise<T> =>
  inFolder((folder) => {
    writeTree(folder, { ...files, 'a.yaml': JSON.stringify(spec) });
    return work(folder);
  });

/** What a finished run leaves, and what its model answers. */
async function leftBy(folder: string, { fresh }: DataKind): Promise<unknown> {
  const run = onlyRun(folder);
  const { code, stdout, stderr } = await dlx(folder, ['predict', run, ...fresh]);
  if (code !== 0) throw new Error(stderr);
  return { bits: bits(run), answers: stdout };
}

async function checkVerified(folder: string): Promise<void> {
  const { code, stdout, stderr } = await dlx(folder, ['verify', onlyRun(folder)]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/stopped in the middle: .* gave the same bits\n$/);
}

/** Trains, killed at drawn shares of the time that it takes, until it is done; the kills, and what was lost. */
async function killedUntilDone(
  folder: string,
  moments: Float32Array,
  milliseconds: number,
): Promise<{ readonly kills: number; readonly lost: readonly string[] }> {
  const lost: string[] = [];
  let kills = 0;
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const [run] = findRuns(join(folder, 'runs'));
    if (run !== undefined && recordOf(run).state === 'finished') break;
    const before = run === undefined ? null : standOf(run);
    const { stderr, afterSignal } = await disturbed(
      folder,
      run === undefined ? ['train', 'a.yaml', '--quiet'] : ['resume', run, '--quiet'],
      attempt < moments.length ? (moments[attempt] ?? 0) * milliseconds : longest,
      (child) => killTrainer(child, attempt % 2 === 0),
    );
    if (afterSignal !== null) kills += 1;
    const loss = lossAfter(folder, before);
    if (loss !== null) lost.push(loss);
    if (/\n\s+at |bug in dlx|damaged/.test(stderr)) lost.push(stderr);
  }
  return { kills, lost };
}

onLinux('killed at drawn moments and gone on with', () => {
  test.each(chosen.map((kind) => [kind.name, kind] as const))('%s', async (_, kind) => {
    const { left, milliseconds } = await prepared(kind, async (folder) => {
      const trained = await disturbed(folder, ['train', 'a.yaml', '--quiet'], longest, () => {});
      expect(trained).toMatchObject({ code: 0 });
      if (isWhole) await checkVerified(folder);
      return { left: await leftBy(folder, kind), milliseconds: trained.milliseconds };
    });
    let [kills, wrong] = [0, 0];
    const lost: string[] = [];
    // One that is quicker than the one that was timed may end before its first kill: then there are more.
    for (let life = 0; life < lives || (kills === 0 && life < 6 * lives); life += 1) {
      const key = { seed: 20261128, stream: dataKinds.indexOf(kind), epoch: life, step: 0 };
      const moments = randomUniform(key, deaths).map((value) => 0.2 + 0.7 * value);
      await prepared(kind, async (folder) => {
        const found = await killedUntilDone(folder, moments, milliseconds);
        kills += found.kills;
        lost.push(...found.lost);
        if (JSON.stringify(await leftBy(folder, kind)) !== JSON.stringify(left)) wrong += 1;
      });
    }
    counted('kills over kinds of data', kills, { lost: lost.length, wrong });
    expect({ lost, wrong }).toEqual({ lost: [], wrong: 0 });
    expect(kills).toBeGreaterThan(0);
  });
});
