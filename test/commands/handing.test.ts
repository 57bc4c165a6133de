// Data that a command has read, in the processes that train with it: they open none of its files.
import { fstatSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { planSpecs } from '../../src/commands/command.js';
import { handing } from '../../src/commands/handing.js';
import { trainOne } from '../../src/commands/runs.js';
import { reporterFor } from '../../src/render/terminal/progress.js';
import { screenOf } from '../../src/render/terminal/table.js';
import { readRun } from '../../src/run/read.js';
import { readOutputs } from '../../src/run/outputs.js';
import { inFolder } from '../folders.js';

const table = `a,b,y\n${Array.from({ length: 60 }, (_, i) => `${i / 7},${'pq'[i % 2]},${i % 3}`).join('\n')}\n`;
const spec = (units: number): string => `dataset: {name: csv, file: t.csv, target: y}
model: [{Dense: {units: ${units}, activation: relu}}, {Dense: {units: 3, activation: softmax}}]
loss: sparse_categorical_crossentropy
epochs: 1
`;

test('two specs of one table share it, and a run is the same as one that reads it', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 't.csv'), table);
    const files = [4, 5].map((units) => join(folder, `${units}.yaml`));
    files.forEach((file, i) => writeFileSync(file, spec(4 + i)));
    const plans = await planSpecs(files, {});
    expect(plans[0]?.data).toBe(plans[1]?.data);
    const how = { device: 'cpu', threads: 1, execution: 'eager' } as const;
    const runs = join(folder, 'runs');
    using handed = handing();
    const folders: string[] = [];
    const [first] = plans;
    rmSync(join(folder, 't.csv'));
    for (const [plan, isThere] of [
      [first, false],
      [first, true],
    ] as const) {
      if (!plan) throw new Error('a spec gives a plan');
      if (isThere) writeFileSync(join(folder, 't.csv'), table);
      const wanted = { plan, from: { kind: 'new' }, runs, how, sealed: false } as const;
      // Without a hand the process reads the file; with it the file may be gone.
      const outcome = await trainOne(
        isThere ? wanted : { ...wanted, handing: handed },
        Date.now(),
        await reporterFor(process.stderr, screenOf(process.stderr, process.env), true),
      );
      expect(outcome).toMatchObject({ type: 'finished' });
      folders.push(outcome.folder ?? '');
    }
    const [own, read] = folders.map((run) => {
      const found = readRun(run);
      const hashes = 'record' in found ? found.record.hashes : null;
      return { hashes, outputs: readOutputs(run, 'test') };
    });
    expect(own).toEqual(read);
  });
});

test('a file is open for as long as it may be asked for', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 't.csv'), table);
    writeFileSync(join(folder, 'a.yaml'), spec(4));
    const [plan] = await planSpecs([join(folder, 'a.yaml')], {});
    if (!plan) throw new Error('a spec gives a plan');
    const handed = handing();
    const [file = -1] = handed.filesOf(plan.data, plan.read);
    expect(handed.filesOf(plan.data, plan.read)).toEqual([file]);
    // What it says of its paths is true in one folder.
    expect(handed.filesOf(plan.data, { ...plan.read, folder: '/' })).toEqual([]);
    expect(fstatSync(file).nlink).toBe(0);
    handed[Symbol.dispose]();
    expect(() => fstatSync(file)).toThrow('EBADF');
    // It was had once.
    expect(handing().filesOf(plan.data, plan.read)).toEqual([]);
  });
});
