// The training process killed at every system call that it makes to its run folder, and each of these calls failing: what
// was committed is there, and going on gives the bits of a run that nothing happened to.
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { findRuns, readRun } from '../../src/run/read.js';
import { dlx, inFolder, onLinux, root, runsIn } from '../cli/dlx.js';
import { counted } from './counts.js';
import { bits, onlyRun } from './runs.js';
import { callsOf, failingAt, killedAt, type Call } from './strace.js';

const isWhole = process.env['DLX_FAULTS'] === 'whole';
const words = ['train', 'spirals.yaml', '-S', 'epochs=2', '-S', 'optimizer=adam', '--quiet'];

/** What one fault led to: nothing where all is well. */
type Harm = { readonly call: string; readonly harm: string };

/** A folder with the spec in it: git, which is asked for the commit of the spec's folder, is not to be disturbed in ours. */
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

/** Goes on with what is left, or begins anew where there is no run, and compares the bits. */
async function harmAfter(folder: string, reference: unknown): Promise<string | null> {
  const compared = await dlx(folder, ['compare', '--format', 'json']);
  if (compared.code !== 0 || /damaged/.test(compared.stdout)) return `compare: ${compared.code} ${compared.stderr}${compared.stdout}`;
  const left = findRuns(join(folder, 'runs'));
  const states = left.map(readRun).map((run) => ('record' in run ? run.record.state : run.damaged));
  const again = await dlx(folder, left.length > 0 ? ['resume', left[0] ?? '', '--quiet'] : words);
  if (again.code !== 0) return `${states.join()}: going on ended with ${again.code}: ${again.stderr}`;
  const parts = readdirSync(onlyRun(folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.part'));
  if (parts.length > 0) return `left behind: ${parts.join()}`;
  try {
    expect(bits(onlyRun(folder))).toEqual(reference);
    return null;
  } catch (error) {
    return `other bits: ${String(error).slice(0, 400)}`;
  }
}

/** Does something to each call, two at a time. */
async function harms(calls: readonly Call[], work: (folder: string, call: Call) => Promise<string | null>): Promise<readonly Harm[]> {
  const left = [...calls];
  const found: Harm[] = [];
  const worker = async (): Promise<void> => {
    for (let call = left.shift(); call; call = left.shift()) {
      const one = call;
      const harm = await prepared((folder) => work(folder, one));
      if (harm !== null) found.push({ call: `${one.call} ${one.ordinal} (${one.about})`, harm });
    }
  };
  await Promise.all([worker(), worker()]);
  return found;
}

onLinux('every call to the run folder', () => {
  const known = prepared(async (folder) => {
    const calls = await callsOf(folder, words);
    return { calls, reference: bits(onlyRun(folder)) };
  });

  test('is one of those that are known', async () => {
    const { calls } = await known;
    const count = (name: string): number => calls.filter(({ call }) => call === name).length;
    expect({ many: ['openat', 'pwrite64', 'fsync', 'rename'].every((name) => count(name) >= 15), link: count('link') }).toEqual({ many: true, link: 1 });
  });

  test('may be the last one of a killed process', async () => {
    const { calls, reference } = await known;
    const chosen = sampled(calls, 5);
    const found = await harms(chosen, async (folder, call) => {
      const { code, stderr } = await killedAt(folder, words, call);
      if (/ended by SIGKILL/.test(stderr)) return harmAfter(folder, reference);
      // All was done, and said to be, but giving the lock back.
      return code === 0 && call.about === 'lock' ? bitsDiffer(onlyRun(folder), reference) : `it was not killed: ${stderr}`;
    });
    counted('kills at a system call', chosen.length, { wrong: found.length });
    expect(found).toEqual([]);
  });

  test.each(['ENOSPC', 'EDQUOT', 'EIO'])('may fail with %s', async (error) => {
    const { calls, reference } = await known;
    const chosen = sampled(calls, 2);
    let refused = 0;
    const found = await harms(chosen, async (folder, call) => {
      const { code, stdout, stderr } = await failingAt(folder, words, call, error);
      // What is tidied up at the end may fail without harm.
      if (code === 0 && runsIn(folder).length === 1 && stderr === '') return bitsDiffer(onlyRun(folder), reference);
      refused += 1;
      const isOneSentence = stderr.trim().split('\n').length === 1 && !/\n\s+at |bug in dlx/.test(stderr) && stderr.includes('runs') && stderr.includes(`${error}: `);
      if (code !== 1 || !isOneSentence || stdout.trim().split('\n').length > 1) return `${code}: ${stderr}`;
      return harmAfter(folder, reference);
    });
    counted('injected errors', chosen.length, { wrong: found.length });
    expect(found).toEqual([]);
    expect(refused).toBeGreaterThan(chosen.length / 2);
  });
});

function bitsDiffer(run: string, reference: unknown): string | null {
  try {
    expect(bits(run)).toEqual(reference);
    return null;
  } catch {
    return 'it says that it is done, with other bits';
  }
}
