// `dlx predict` killed at every system call with which it writes its output, and each of these
// calls failing: under the output's name stands all of it or nothing.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { dlx } from '../cli/warm.js';
import { inFolder, root } from '../folders.js';
import { onLinux } from '../on-linux.js';
import { counted } from './counts.js';
import { callsOf, failingAt, killedAt, type Call } from './strace.js';
import { isWhole } from '../whole.js';

const frozen = join(root, 'test/fixtures/runs/finished-0.1.0');
const words = ['predict', frozen, 'new.csv', '-o', 'p.csv', '--batch-size', '3000'];

/** A folder with rows for several batches. */
const prepared = <T>(work: (folder: string) => Promise<T>): Promise<T> =>
  inFolder((folder) => {
    const rows = Array.from({ length: 9000 }, (_, i) => `${i / 9000},${1 - i / 4500}`);
    writeFileSync(join(folder, 'new.csv'), `x,y\n${rows.join('\n')}\n`);
    return work(folder);
  });

const outputOf = (folder: string): string | null =>
  existsSync(join(folder, 'p.csv')) ? readFileSync(join(folder, 'p.csv'), 'utf8') : null;

/** The calls of one that nothing happens to, and what it writes. */
const known = prepared(async (folder) => {
  const calls = await callsOf(folder, words);
  return { calls, reference: outputOf(folder) };
});

function sampled(calls: readonly Call[], count: number): readonly Call[] {
  const every = isWhole ? 1 : Math.max(1, Math.floor(calls.length / count));
  return calls.filter((_, i) => i % every === Math.floor(every / 2));
}

onLinux('every call with which predictions are written', () => {
  test('is one of those that are known', async () => {
    const { calls, reference } = await known;
    expect(reference?.split('\n')).toHaveLength(9002);
    const names = new Set(calls.map(({ call }) => call));
    expect(names).toEqual(new Set(['pwrite64', 'fsync', 'rename']));
    expect(calls.length).toBeGreaterThan(4);
  });

  test('may be the last one of a killed process', async () => {
    const { calls, reference } = await known;
    const chosen = sampled(calls, 1);
    const wrong: string[] = [];
    for (const call of chosen) {
      await prepared(async (folder) => {
        const { code } = await killedAt(folder, words, call);
        const output = outputOf(folder);
        if (code === 0 || (output !== null && output !== reference)) wrong.push(call.about);
        // Said again, it does its work.
        if (isWhole) {
          expect(await dlx(folder, words)).toMatchObject({ code: 0 });
          expect(outputOf(folder)).toBe(reference);
        }
      });
    }
    counted('kills as it predicts', chosen.length, { wrong: wrong.length });
    expect(wrong).toEqual([]);
  });

  test.each(isWhole ? ['ENOSPC', 'EIO'] : ['ENOSPC'])('may fail with %s', async (error) => {
    const { calls } = await known;
    const chosen = sampled(calls, 1);
    for (const call of chosen) {
      await prepared(async (folder) => {
        const { code, stdout, stderr } = await failingAt(folder, words, call, error);
        expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
        expect(stderr).toMatch(new RegExp(`^cannot write p\\.csv: ${error}: [^\\n]*\\n$`));
        expect(readdirSync(folder).filter((name) => name !== 'trace')).toEqual(['new.csv']);
      });
    }
    counted('injected errors', chosen.length);
  });
});
