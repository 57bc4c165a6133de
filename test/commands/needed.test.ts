// Which runs are there already: each data set and each run folder is read once.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { planSpecs } from '../../src/commands/command.js';
import { finishedRuns, hashesOf } from '../../src/commands/needed.js';
import type { Plan } from '../../src/experiment/plan.js';
import { specHashes } from '../../src/spec/minimal.js';
import { inFolder } from '../folders.js';
import { makeRunFolder } from '../run/fixture.js';
import { loadDataset } from '../../src/dataset/datasets.js';

const replicates = (plan: Plan, count: number): readonly Plan[] =>
  Array.from({ length: count }, (_, seed) => ({
    ...plan,
    read: plan.read.trial({ seed }),
  }));

const writeTable = (folder: string): void => {
  const rows = Array.from({ length: 20 }, (_, i) => `${i},${i % 7},${2 * i + 0.5}`);
  writeFileSync(join(folder, 't.csv'), ['a,b,price', ...rows].join('\n'));
  const spec = `dataset: {name: csv, file: t.csv, target: price}\nmodel: [{Dense: 1}]\nloss: mse\n`;
  writeFileSync(join(folder, 'a.yaml'), spec);
};

test('a table is read once for a thousand seeds, and what is there is found by its hash', async () => {
  await inFolder(async (folder) => {
    writeTable(folder);
    const told: string[] = [];
    const notify = (message: string): void => void told.push(message);
    const [plan] = await planSpecs([join(folder, 'a.yaml')], {}, notify);
    if (!plan) throw new Error('one spec gives one plan');
    // Whoever plans reads the table, and says so.
    expect(told).toEqual(['reading t.csv']);
    const plans = replicates(plan, 1000);
    const runs = join(folder, 'runs');
    mkdirSync(runs);
    const { sha256 } = await loadDataset(plan.read.spec.dataset, {
      folder,
      targets: 'either',
      notify: () => null,
    });
    const seeded = (seed: number) => specHashes(plans[seed]?.read.minimal ?? {}, sha256);
    makeRunFolder(join(runs, 'b'), { id: 'b', hashes: seeded(7) });
    makeRunFolder(join(runs, 'a'), { id: 'a', hashes: seeded(7) });
    makeRunFolder(join(runs, 'c'), { id: 'c', hashes: seeded(8), state: 'diverged' });
    told.length = 0;
    const hashes = await hashesOf(plans, notify);
    const finished = finishedRuns(runs);
    const found = hashes.map(({ hashes: { spec } }) => finished.first(spec));
    // Planning has read it, and has its hash.
    expect(told).toEqual([]);
    expect(found.flatMap((run, seed) => (run ? [[seed, run.present]] : []))).toEqual([
      [7, join(runs, 'a')],
    ]);
    expect(finished.all(seeded(7).spec).map(({ present }) => present)).toEqual([
      join(runs, 'a'),
      join(runs, 'b'),
    ]);
    // One that has come to its end since is seen the next time.
    makeRunFolder(join(runs, 'c'), { id: 'c', hashes: seeded(8) });
    expect(finished.first(seeded(8).spec)).toBeNull();
    finished.refresh();
    expect(finished.first(seeded(8).spec)).toMatchObject({ present: join(runs, 'c') });
  });
});
