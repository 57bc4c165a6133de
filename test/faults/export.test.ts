// An export killed at the system calls that it makes to its folder, and each of these failing for
// want of room: nothing that is not whole stands under the final name, and the same command writes
// it afterwards.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { dlx } from '../cli/warm.js';
import { inFolder, root } from '../folders.js';
import { onLinux } from '../on-linux.js';
import { counted } from './counts.js';
import { callsOf, failingAt, killedAt, type Call } from './strace.js';
import { isWhole } from '../whole.js';

const run = join(root, 'test/fixtures/runs/finished-0.1.0');
const words = ['export', run, '--to', 'pytorch', '--output', 'model'];

/** Every file of the export by its name, or null where there is none under the final name. */
function exported(folder: string): Record<string, string> | null {
  const place = join(folder, 'model');
  if (!existsSync(place)) return null;
  return Object.fromEntries(
    readdirSync(place)
      .sort()
      .map((name) => [name, readFileSync(join(place, name), 'hex')]),
  );
}

function sampled(calls: readonly Call[]): readonly Call[] {
  const every = isWhole ? 1 : calls.length;
  return calls.filter((_, i) => i % every === Math.floor(every / 2));
}

onLinux('an export', () => {
  test('killed, or out of room, at each of its system calls', async () => {
    const { calls, whole } = await inFolder(async (folder) => ({
      calls: await callsOf(folder, words),
      whole: exported(folder),
    }));
    expect(Object.keys(whole ?? {})).toEqual(['data.json', 'model.py', 'model.safetensors']);
    expect(calls.filter(({ call }) => call === 'rename').length).toBeGreaterThan(3);
    let wrong = 0;
    for (const call of sampled(calls)) {
      await inFolder(async (folder) => {
        await killedAt(folder, words, call);
        const left = exported(folder);
        if (left === null) await dlx(folder, words);
        const isWell =
          JSON.stringify(left ?? whole) === JSON.stringify(whole) &&
          JSON.stringify(exported(folder)) === JSON.stringify(whole);
        if (!isWell) wrong += 1;
        expect([call, isWell]).toEqual([call, true]);
      });
      await inFolder(async (folder) => {
        const ended = await failingAt(folder, words, call, 'ENOSPC');
        if (!ended.isOurs) return;
        const left = exported(folder);
        const parts = readdirSync(folder).filter((name) => name !== 'trace' && name !== 'model');
        const isWell =
          ended.code === 1 &&
          /^cannot [^\n]+ENOSPC[^\n]+\n$/.test(ended.stderr) &&
          parts.length === 0 &&
          JSON.stringify(left ?? whole) === JSON.stringify(whole);
        if (!isWell) wrong += 1;
        expect([call, isWell, ended.stderr, parts]).toEqual([call, true, ended.stderr, []]);
      });
    }
    counted('exports killed or out of room', 2 * sampled(calls).length, { wrong });
  });
});
