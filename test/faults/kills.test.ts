// The training process killed at every system call that it makes to its run folder, and each of
// these calls failing: what was committed is there, and going on gives the bits of a run that
// nothing happened to.
import { cpSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { findRuns } from '../../src/run/find.js';
import { readRun } from '../../src/run/read.js';
import { dlx } from '../cli/warm.js';
import { inFolder, root, runsIn } from '../folders.js';
import { onLinux } from '../on-linux.js';
import { counted } from './counts.js';
import { bits, isBefore, onlyRun, resumedFrom, standOf } from './runs.js';
import { callsOf, failingAt, killedAt, type Call } from './strace.js';
import { isWhole } from '../whole.js';

const words = [
  'train',
  'spirals.yaml',
  '-S',
  'epochs=2',
  '-S',
  'optimizer.learning_rate=0.001',
  '--quiet',
];

/** What one fault led to: nothing where all is well. */
type Harm = { readonly call: string; readonly harm: string };

/**
 * A folder with the spec in it: git, which is asked for the commit of the spec's folder, is not to
 * be disturbed in ours.
 */
function prepared<T>(work: (folder: string) => Promise<T>): Promise<T> {
  return inFolder((folder) => {
    cpSync(join(root, 'experiments/spirals.yaml'), join(folder, 'spirals.yaml'));
    return work(folder);
  });
}

/** Every so many of them; all in the whole form. */
function sampled(calls: readonly Call[], count: number): readonly Call[] {
  const every = isWhole ? 1 : Math.max(1, Math.floor(calls.length / count));
  return calls.filter((_, i) => i % every === Math.floor(every / 2));
}

/**
 * Goes on with what is left, or begins anew where there is no run, and compares the bits.
 * `committed`: epochs whose commit had returned.
 */
async function harmAfter(
  folder: string,
  reference: unknown,
  committed: number,
  anew: readonly string[] = words,
): Promise<string | null> {
  const compared = await dlx(folder, ['compare', '--format', 'json']);
  if (compared.code !== 0 || /damaged/.test(compared.stdout)) {
    return `compare: ${compared.code} ${compared.stderr}${compared.stdout}`;
  }
  const left = findRuns(join(folder, 'runs'));
  const states = left.map(readRun).map((run) => ('record' in run ? run.record.state : run.damaged));
  const stand = left[0] === undefined || states[0] === 'finished' ? null : standOf(left[0]);
  if (
    states[0] !== 'finished' &&
    isBefore(stand, { epoch: committed + 1, step: 0 }) &&
    committed > 0
  ) {
    return `lost: it stands at ${JSON.stringify(stand)} after ${committed} epochs that were committed`;
  }
  const again = await dlx(folder, left.length > 0 ? ['resume', left[0] ?? '', '--quiet'] : anew);
  if (again.code !== 0) {
    return `${states.join()}: going on ended with ${again.code}: ${again.stderr}`;
  }
  const parts = readdirSync(onlyRun(folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.part'),
  );
  if (parts.length > 0) return `left behind: ${parts.join()}`;
  // What was committed is not trained again.
  if (stand && JSON.stringify(resumedFrom(onlyRun(folder))) !== JSON.stringify(stand)) {
    return `lost: gone on from ${JSON.stringify(resumedFrom(onlyRun(folder)))} instead of ${JSON.stringify(stand)}`;
  }
  try {
    expect(bits(onlyRun(folder))).toEqual(reference);
    return null;
  } catch (error) {
    return `other bits: ${String(error).slice(0, 400)}`;
  }
}

/**
 * The epochs whose commit had returned before a call: a commit is there once its file has its name.
 */
function committedBefore(calls: readonly Call[], call: Call): number {
  const commits = calls
    .slice(0, calls.indexOf(call))
    .filter(({ about }) => about.endsWith('.part → last.safetensors'));
  // The first one is of the beginning.
  return Math.max(0, commits.length - 1);
}

function counts(what: string, count: number, harmed: readonly Harm[]): void {
  const lost = harmed.filter(({ harm }) => harm.startsWith('lost')).length;
  counted(what, count, { lost, wrong: harmed.length - lost });
}

/** Does something to each call, two at a time. */
async function harms(
  calls: readonly Call[],
  work: (folder: string, call: Call) => Promise<string | null>,
  prepare: typeof prepared = prepared,
): Promise<readonly Harm[]> {
  const left = [...calls];
  const found: Harm[] = [];
  const worker = async (): Promise<void> => {
    for (let call = left.shift(); call; call = left.shift()) {
      const one = call;
      const harm = await prepare((folder) => work(folder, one));
      if (harm !== null) found.push({ call: `${one.call} ${one.ordinal} (${one.about})`, harm });
    }
  };
  await Promise.all([worker(), worker()]);
  return found;
}

/** What a run that was not killed holds, and what comes of one that was. */
type Expected = {
  /** What is counted. */
  readonly what: string;
  readonly reference: unknown;
  readonly goOn: (folder: string, call: Call) => Promise<string | null>;
};

/** Kills a command at each of its calls, and expects no harm. */
async function killAtEach(
  calls: readonly Call[],
  command: readonly string[],
  { what, reference, goOn }: Expected,
  prepare?: typeof prepared,
): Promise<void> {
  const found = await harms(
    calls,
    async (folder, call) => {
      const { code, stderr } = await killedAt(folder, command, call);
      if (/ended by SIGKILL/.test(stderr)) return goOn(folder, call);
      // All was done, and said to be, but giving the lock back.
      return code === 0 && isLock(call)
        ? bitsDiffer(onlyRun(folder), reference)
        : `it was not killed: ${stderr}`;
    },
    prepare,
  );
  counts(what, calls.length, found);
  expect(found).toEqual([]);
}

// The calls of a run that nothing happens to, and its bits.
const known = prepared(async (folder) => {
  const calls = await callsOf(folder, words);
  return { calls, reference: bits(onlyRun(folder)) };
});

onLinux('every call to the run folder', () => {
  test('is one of those that are known', async () => {
    const { calls } = await known;
    const count = (name: string): number => calls.filter(({ call }) => call === name).length;
    expect({
      many: ['openat', 'pwrite64', 'fsync', 'rename'].every((name) => count(name) >= 15),
      link: count('link'),
    }).toEqual({ many: true, link: 1 });
  });

  test('may be the last one of a killed process', async () => {
    const { calls, reference } = await known;
    await killAtEach(sampled(calls, 2), words, {
      what: 'kills as it trains',
      reference,
      goOn: (folder, call) => harmAfter(folder, reference, committedBefore(calls, call)),
    });
  });

  test.each(['ENOSPC', 'EDQUOT', 'EIO'])('may fail with %s', async (error) => {
    const { calls, reference } = await known;
    // One of those that matter for each error, in the whole form all.
    const chosen = isWhole
      ? calls
      : sampled(
          calls.filter((call) => !isTidying(call)),
          1,
        );
    let refused = 0;
    const found = await harms(chosen, async (folder, call) => {
      const { code, stdout, stderr, isOurs } = await failingAt(folder, words, call, error);
      // What is tidied up may fail without harm.
      if (code === 0 && stderr === '' && (isTidying(call) || !isOurs)) {
        return bitsDiffer(onlyRun(folder), reference);
      }
      refused += 1;
      const isOneSentence =
        stderr.trim().split('\n').length === 1 &&
        !/\n\s+at |bug in dlx/.test(stderr) &&
        stderr.includes('runs') &&
        stderr.includes(`${error}: `);
      if (code !== 1 || !isOneSentence || stdout.trim().split('\n').length > 1) {
        return `${code}: ${stderr}`;
      }
      return harmAfter(folder, reference, committedBefore(calls, call));
    });
    counts('injected errors', chosen.length, found);
    expect(found).toEqual([]);
    expect(refused).toBeGreaterThan(chosen.length / 2);
  });
});

onLinux('a run that is gone on with', () => {
  const more = ['resume', 'latest', '--quiet'];

  test('may be killed at every call, too', async () => {
    await prepared(async (killed) => {
      const { calls: before, reference } = await known;
      const [, , second] = before.filter(({ about }) => about.endsWith('.part → last.safetensors'));
      await killedAt(killed, words, second as Call);
      // A folder with a run that was killed after its first epoch.
      const cutOff = <T>(work: (folder: string) => Promise<T>): Promise<T> =>
        inFolder((folder) => {
          cpSync(killed, folder, { recursive: true, preserveTimestamps: true });
          return work(folder);
        });
      const calls = await cutOff((folder) => callsOf(folder, more));
      await killAtEach(
        sampled(calls, 2),
        more,
        {
          what: 'kills as it goes on',
          reference,
          goOn: (folder, call) => harmAfter(folder, reference, 1 + committedBefore(calls, call)),
        },
        cutOff,
      );
    });
  });
});

onLinux('a child of a finished run', () => {
  const child = ['resume', '../parent', '--epochs', '3', '--quiet'];
  const grown = [...words.map((word) => (word === 'epochs=2' ? 'epochs=3' : word))];

  test('is there as a whole or not at all, whenever it is killed', async () => {
    await prepared(async (place) => {
      await dlx(place, words);
      renameSync(onlyRun(place), join(place, 'parent'));
      const beside = <T>(work: (folder: string) => Promise<T>): Promise<T> => {
        const folder = mkdtempSync(join(place, 'x'));
        return work(folder).finally(() => rmSync(folder, { recursive: true }));
      };
      const reference = await prepared(async (folder) => {
        await dlx(folder, grown);
        return bits(onlyRun(folder));
      });
      const calls = await beside((folder) => callsOf(folder, child));
      // A child has its parent's two epochs from the moment that it is there.
      await killAtEach(
        sampled(calls, 1),
        child,
        {
          what: 'kills as it makes a child',
          reference,
          goOn: (folder) => harmAfter(folder, reference, runsIn(folder).length > 0 ? 2 : 0, child),
        },
        beside,
      );
    });
  });
});

// The lock, and what was written beside a file, is removed in the end; and the folder of runs may
// hold what a killed one left.
function isTidying(call: Call): boolean {
  return call.call === 'unlink' || call.about === 'runs' || isLock(call);
}

// A lock that was taken over from a dead process has a number.
function isLock({ about }: Call): boolean {
  return /^lock(\.\d+)?$/.test(about);
}

function bitsDiffer(run: string, reference: unknown): string | null {
  try {
    expect(bits(run)).toEqual(reference);
    return null;
  } catch {
    return 'it says that it is done, with other bits';
  }
}
