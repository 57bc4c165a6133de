// How many runs are trained at a time where nobody says it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { usualJobs } from '../../src/commands/jobs.js';
import type { Wanted } from '../../src/commands/runs.js';
import { dlx, inFolder } from '../cli/dlx.js';
import { recordOf } from '../faults/runs.js';

const GiB = 2 ** 30;
const machine = { cores: 8, freeBytes: 64 * GiB };
const run = (threads = 1, budget: object | null = null) =>
  ({ how: { threads }, plan: { read: { spec: { budget } } } }) as unknown as Wanted;
const runs = (count: number) => Array.from({ length: count }, () => run());

test.each([
  ['as many as there are runs', runs(3), false, machine, 3],
  ['as many as there are cores', runs(30), false, machine, 8],
  ['on one core one', runs(30), false, { ...machine, cores: 1 }, 1],
  ['as many as there is memory for', runs(30), false, { ...machine, freeBytes: 3.5 * GiB }, 3],
  ['one where there is hardly any', runs(30), false, { ...machine, freeBytes: 1000 }, 1],
  ['one where a step is for all threads', [run(), run(8)], false, machine, 1],
  ['one on a GPU', runs(3), true, machine, 1],
  ['one where the clock decides', [run(), run(1, { seconds: 5 })], false, machine, 1],
] as const)('%s', (_, wanted, isOnGpu, of, count) => {
  expect(usualJobs(wanted, isOnGpu, of).count).toBe(count);
});

test('and it is said why', () => {
  expect(usualJobs(runs(2), true, machine).why).toMatch(/GPU/);
  expect(usualJobs([run(4)], false, machine).why).toMatch(/threads/);
  expect(usualJobs(runs(2), false, { cores: 4, freeBytes: GiB }).why).toMatch(/memory/);
});

test('two at a time: the events of each say whose they are, and runs are named in their order', async () => {
  await inFolder(async (folder) => {
    const model = '[{Dense: {units: 3, activation: softmax}}]';
    writeFileSync(
      join(folder, 'a.yaml'),
      `dataset: {name: spirals, samples: 60}\nmodel: ${model}\nloss: sparse_categorical_crossentropy\nepochs: 2\n`,
    );
    const words = ['train', 'a.yaml', '--seeds', '3', '--quiet', '--events', 'e.jsonl'];
    const { code, stdout, stderr } = await dlx(folder, words, { DLX_JOBS: '2' });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const named = stdout.trim().split('\n');
    const seedOf = (run: string) => recordOf(join(folder, run)).seed;
    expect(named.map(seedOf)).toEqual([0, 1, 2]);
    const lines = readFileSync(join(folder, 'e.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; run: string; epoch: number });
    for (const run of named) {
      const own = lines.filter((line) => line.run === run && line.event !== 'step');
      expect(own.map(({ event, epoch }) => [event, epoch])).toEqual([
        ['run', undefined],
        ['epoch', 1],
        ['epoch', 2],
        ['end', undefined],
      ]);
    }
    expect(lines.at(-1)).toMatchObject({ event: 'done', exit_code: 0 });
  });
});
