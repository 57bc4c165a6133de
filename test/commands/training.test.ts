// Trials that several processes want at once are trained once.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { dlx } from '../cli/dlx.js';
import { inFolder, root, runsIn } from '../folders.js';
import { readRun } from '../../src/run/read.js';

const spec =
  'dataset: {name: spirals, samples: 600}\nmodel: [{Dense: {units: 3, activation: softmax}}]\nloss: sparse_categorical_crossentropy\nmetrics: [accuracy]\nepochs: 2\n';

type Document = {
  readonly ok: boolean;
  readonly runs: readonly { readonly run: string; readonly seed: number }[];
  readonly reused: readonly string[];
};

const statesIn = (folder: string): readonly string[] =>
  runsIn(folder).map((run) => {
    const read = readRun(run);
    return 'record' in read ? read.record.state : read.damaged;
  });

test('two commands with --needed at once share their trials, and both name all of them', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'a.yaml'), spec);
    const train = () => dlx(folder, ['train', 'a.yaml', '--seeds', '2', '--needed', '--json']);
    const both = await Promise.all([train(), train()]);
    expect(both.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      Array(2).fill({ code: 0, stderr: '' }),
    );
    const documents = both.map(({ stdout }) => JSON.parse(stdout) as Document);
    expect(statesIn(folder)).toEqual(['finished', 'finished']);
    const named = documents.map(({ runs }) => runs.map(({ run }) => join(folder, run)).toSorted());
    expect(named).toEqual([runsIn(folder).toSorted(), runsIn(folder).toSorted()]);
    // Each was trained by one of them, and was there for the other.
    const reused = documents.flatMap(({ reused: some }) => some).map((run) => join(folder, run));
    expect(reused.toSorted()).toEqual(runsIn(folder).toSorted());
    expect(existsSync(join(folder, 'runs/.claims'))).toBe(false);
  });
});

test('the claim of a process that was killed is taken over; a signal ends the waiting', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'a.yaml'), spec);
    const words = ['train', 'a.yaml', '-S', 'epochs=100000', '--needed'];
    const start = (...more: readonly string[]) =>
      spawn(process.execPath, [join(root, 'bin/dlx.js'), ...words, ...more], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    const first = start();
    const over = new Promise((resolve) => first.on('close', resolve));
    let second: ReturnType<typeof start> | undefined;
    try {
      while (first.exitCode === null && runsIn(folder).length === 0) await setTimeout(50);
      expect(readdirSync(join(folder, 'runs/.claims'))).toHaveLength(1);
      second = start();
      let said = '';
      second.stderr.on('data', (chunk: Buffer) => void (said += chunk.toString()));
      while (second.exitCode === null && !said.includes('waiting for it')) await setTimeout(50);
      expect(said).toContain('another process trains a, seed 0: waiting for it');
      const ended = new Promise((resolve) => second?.on('close', resolve));
      second.kill('SIGINT');
      expect(await ended).toBe(130);
      first.kill('SIGKILL');
      await over;
      const taker = start();
      while (taker.exitCode === null && runsIn(folder).length < 2) await setTimeout(50);
      const took = new Promise((resolve) => taker.on('close', resolve));
      taker.kill('SIGTERM');
      expect(await took).toBe(143);
      expect(runsIn(folder)).toHaveLength(2);
      expect(existsSync(join(folder, 'runs/.claims'))).toBe(false);
    } finally {
      first.kill('SIGKILL');
      second?.kill('SIGKILL');
    }
  });
});
