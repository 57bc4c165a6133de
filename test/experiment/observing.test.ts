// The bits after every step, for `dlx verify`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { observerOf } from '../../src/experiment/observing.js';
import { inFolder } from '../folders.js';

// Zero bytes, whose CRC-32 is 2144df1c for four of them.
const state = [{ name: 'bias', shape: [1], values: Float32Array.of(0) }];
const trainer = { readState: async () => state };

test('nobody asked: nothing is done', () => {
  const { hooks, stopSignal } = observerOf({ observed: null }, trainer);
  expect(hooks).toEqual({});
  expect(stopSignal()).toBeNull();
});

test('each step is a line, and the last one that is wanted stops the run', async () => {
  await inFolder(async (folder) => {
    const file = join(folder, 'steps');
    const observed = { file, stopAfter: { epoch: 1, step: 2 }, endAfter: null };
    const { hooks, stopSignal } = observerOf({ observed }, trainer);
    await hooks.onEveryStep?.(1, 1);
    expect(stopSignal()).toBeNull();
    await hooks.onEveryStep?.(1, 2);
    expect(stopSignal()).toBe('SIGTERM');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { epoch: 1, step: 1, sums: { bias: '2144df1c' } },
      { epoch: 1, step: 2, sums: { bias: '2144df1c' } },
    ]);
  });
});

test('a file that cannot be written is told', async () => {
  await inFolder(async (folder) => {
    const file = join(folder, 'no/steps');
    const { hooks } = observerOf({ observed: { file, stopAfter: null, endAfter: null } }, trainer);
    await expect(hooks.onEveryStep?.(1, 1)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining(`cannot write ${file}: ENOENT`),
    });
  });
});
