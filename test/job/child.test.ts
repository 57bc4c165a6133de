// The process that trains takes one job after another; each event says which it is of.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { planSpecs } from '../../src/commands/command.js';
import type { Job, Told } from '../../src/experiment/job.js';
import { inFolder, root, runsIn } from '../cli/dlx.js';

test('two jobs in one process, then it ends', async () => {
  await inFolder(async (folder) => {
    const [plan] = await planSpecs([join(root, 'experiments/spirals.yaml')], { set: ['epochs=1'] });
    if (!plan) throw new Error('one spec gives one plan');
    const { spec, written, minimal } = plan.read;
    const jobs = ['first', 'second'].map((id): Job => ({
      id,
      purpose: 'train',
      file: plan.file,
      trial: { spec, written, minimal, folder: plan.read.folder },
      asked: Date.now(),
      runs: join(folder, 'runs'),
      from: { kind: 'new' },
      handed: null,
      parent: null,
      observed: null,
      initial: null,
      sealed: false,
      how: { device: 'cpu', threads: 1, execution: 'eager' },
      place: { backend: { kind: 'cpu' }, gpu: null },
    }));
    const child = fork(join(root, 'dist/src/job/child.js'), {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const told: string[] = [];
    child.on('message', ({ run, event }: Told) => told.push(`${run} ${event.type}`));
    for (const job of jobs) child.send(job);
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
    expect(told.filter((one) => / (?:started|epoch|finished)$/.test(one))).toEqual(
      ['first', 'second'].flatMap((id) => [`${id} started`, `${id} epoch`, `${id} finished`]),
    );
    expect(runsIn(folder)).toHaveLength(2);
  });
});
