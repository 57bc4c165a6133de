// A table that is streamed under faults: killed as it is written into its files and as it is read from them,
// with these calls failing, on a disk that is full, by two at once; test/cli/streamed.test.ts has one that is changed before it is gone on with.
// What it leaves is what it leaves undisturbed, and none of its files is left.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { cacheFolder } from '../../src/ground/cache.js';
import { randomUniform } from '../../src/ground/random.js';
import { findRuns } from '../../src/run/find.js';
import { dlx as dlxProcess } from '../cli/dlx.js';
import { dlx } from '../cli/warm.js';
import { inFolder } from '../folders.js';
import { onLinux } from '../on-linux.js';
import { once } from '../once.js';
import { isWhole } from '../whole.js';
import { counted } from './counts.js';
import { bits, onlyRun } from './runs.js';
import { callsAbout, failingAt, killedAt, type Call } from './strace.js';

const words = ['train', 'a.yaml', '--quiet'];

// A piece of a column is 8192 rows.
const rows = 20_000;
const draws = randomUniform({ seed: 5, stream: 3, epoch: 0, step: 0 }, 2 * rows);
const table = `x,c,d,y\n${Array.from({ length: rows }, (_, i) => {
  const [x = 0, z = 0] = draws.subarray(2 * i, 2 * i + 2);
  return `${x.toFixed(4)},${'pqr'[i % 3]},${z.toFixed(3)},${x > z ? 'up' : 'down'}`;
}).join('\n')}\n`;
const spec = {
  dataset: { name: 'table', file: 't.csv', target: 'y', stream: true },
  model: [
    { Dense: { units: 4, activation: 'relu' } },
    { Dense: { units: 2, activation: 'softmax' } },
  ],
  loss: 'sparse_categorical_crossentropy',
  batch_size: 100,
  epochs: 3,
};

const prepared = <T>(work: (folder: string) => Promise<T>): Promise<T> =>
  inFolder((folder) => {
    writeFileSync(join(folder, 't.csv'), table);
    writeFileSync(join(folder, 'a.yaml'), JSON.stringify(spec));
    return work(folder);
  });

const undisturbed = once(() =>
  prepared(async (folder) => {
    const { code, stderr } = await dlx(folder, words);
    if (code !== 0) throw new Error(stderr);
    return bits(onlyRun(folder));
  }),
);

/** Trains, or goes on with what there is; null where it then is what it was to be, else what is wrong. */
async function wrongAfter(folder: string): Promise<string | null> {
  const [run] = findRuns(join(folder, 'runs'));
  const { code, stderr } = await dlx(
    folder,
    run === undefined ? words : ['resume', run, '--quiet'],
  );
  if (code !== 0) return `going on ended with ${code}: ${stderr}`;
  const isSame = JSON.stringify(bits(onlyRun(folder))) === JSON.stringify(await undisturbed());
  return isSame ? null : 'other bits';
}

/** What is wrong with how a training ends that has one call failing; null where nothing is. */
async function wrongAt(folder: string, call: Call, error: string): Promise<string | null> {
  const { code, stderr, injected } = await failingAt(folder, words, call, error);
  // Whoever loads a library reads by the same call.
  if (!injected.some((line) => line.includes('/streams/'))) return null;
  const isSaid =
    /^[^\n]*cannot (?:keep|read) the data that is streamed[^\n]*\n$/.test(stderr) &&
    stderr.includes(error);
  return code === 1 && isSaid ? null : `${code}: ${stderr}`;
}

/** Some calls of one kind, evenly. */
function some(calls: readonly Call[], call: string, most: number): readonly Call[] {
  const own = calls.filter((one) => one.call === call);
  const every = Math.max(1, Math.floor(own.length / most));
  return own.filter((_, i) => i % every === Math.floor(every / 2));
}

// Each costs several trainings.
const whole = isWhole ? test : test.skip;

onLinux('the files that a table is streamed from', () => {
  const known = isWhole
    ? prepared((folder) => callsAbout(folder, words, '/streams/', ['pwrite64', 'pread64']))
    : null;

  whole('are written and read by these calls, and none has a name', async () => {
    const calls = (await known) ?? [];
    expect(calls.filter(({ call }) => call === 'pwrite64').length).toBeGreaterThan(8);
    expect(calls.filter(({ call }) => call === 'pread64').length).toBeGreaterThan(8);
    expect(readdirSync(cacheFolder('streams'))).toEqual([]);
  });

  whole('may be left by a killed process at any of them', async () => {
    const calls = (await known) ?? [];
    const chosen = [...some(calls, 'pwrite64', 12), ...some(calls, 'pread64', 16)];
    const wrong: string[] = [];
    for (const call of chosen) {
      await prepared(async (folder) => {
        const { code } = await killedAt(folder, words, call);
        const harm = code === 0 ? 'it was not killed' : await wrongAfter(folder);
        if (harm !== null) wrong.push(`${call.call} ${call.ordinal}: ${harm}`);
      });
    }
    counted('kills as a table is streamed', chosen.length, { wrong: wrong.length });
    expect(wrong).toEqual([]);
    expect(readdirSync(cacheFolder('streams'))).toEqual([]);
  });

  whole.each([
    ['pwrite64', 'ENOSPC'],
    ['pwrite64', 'EIO'],
    ['pread64', 'EIO'],
  ])('may fail: %s with %s is one sentence', async (call, error) => {
    const chosen = some((await known) ?? [], call, 8);
    const wrong: string[] = [];
    for (const one of chosen) {
      await prepared(async (folder) => {
        const harm = (await wrongAt(folder, one, error)) ?? (await wrongAfter(folder));
        if (harm !== null) wrong.push(`${call} ${one.ordinal}: ${harm}`);
      });
    }
    counted('errors as a table is streamed', chosen.length, { wrong: wrong.length });
    expect(wrong).toEqual([]);
  });
});

whole('two trainings of one table at once are what one is', async () => {
  await prepared(async (folder) => {
    const both = await Promise.all([dlxProcess(folder, words), dlxProcess(folder, words)]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    for (const run of findRuns(join(folder, 'runs'))) {
      expect(bits(run)).toEqual(await undisturbed());
    }
  });
});

const mount = (options: string, folder: string): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0;

// Only root may mount, and not in every container.
const canMount = await inFolder(async (folder) => {
  const could = mount('size=4k', folder);
  if (could) spawnSync('umount', [folder]);
  return could;
});

(canMount && isWhole ? describe : describe.skip)('a cache of its own disk', () => {
  test.each(['64k', '256k', '700k'])(
    'of %s is full: one sentence, and it goes on where there is room',
    async (size) => {
      await prepared(async (folder) => {
        const cache = join(folder, 'cache');
        const streams = join(cache, 'streams');
        mkdirSync(streams, { recursive: true });
        // TensorFlow is where it was.
        for (const name of readdirSync(cacheFolder())) {
          if (name !== 'streams') symlinkSync(cacheFolder(name), join(cache, name));
        }
        if (!mount(`size=${size}`, streams)) throw new Error('cannot mount');
        try {
          const environment = { DLX_CACHE: cache };
          const { code, stdout, stderr } = await dlxProcess(folder, words, environment);
          expect({ code, stdout, runs: findRuns(join(folder, 'runs')) }).toEqual({
            code: 1,
            stdout: '',
            runs: [],
          });
          expect(stderr).toMatch(
            /^[^\n]*(?:cannot keep the data that is streamed in [^\n]*ENOSPC|would make \d+ × \d+ inputs, [^\n]* left where they would lie)[^\n]*\n$/,
          );
          expect(readdirSync(streams)).toEqual([]);
          spawnSync('mount', ['-o', 'remount,size=8m', streams]);
          expect(await dlxProcess(folder, words, environment)).toMatchObject({ code: 0 });
          expect(bits(onlyRun(folder))).toEqual(await undisturbed());
          counted('full disks', 1);
        } finally {
          spawnSync('umount', ['-l', streams]);
        }
      });
    },
  );
});
