// What training would cost, as far as earlier runs here tell.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { planSpecs } from '../../src/commands/command.js';
import { foreseen } from '../../src/commands/foreseen.js';
import { hashesOf } from '../../src/commands/needed.js';
import { readCpuName } from '../../src/run/provenance.js';
import { inFolder } from '../folders.js';
import { makeRecord, makeRunFolder } from '../run/fixture.js';

test('counts weights and multiplications, and takes the rest from runs alike', async () => {
  await inFolder(async (folder) => {
    const file = join(folder, 'a.yaml');
    writeFileSync(
      file,
      'dataset: spirals\nmodel: [{Dense: 4}, {Dense: {units: 3, activation: softmax}}]\nloss: sparse_categorical_crossentropy\n',
    );
    const [plan] = await planSpecs([file], {});
    const [known] = plan ? await hashesOf([plan], () => undefined) : [];
    if (!plan || !known) throw new Error('one spec gives one plan');
    const runs = join(folder, 'runs');
    mkdirSync(runs);
    expect(foreseen(plan, known, runs)).toEqual({
      hashes: known.hashes,
      // 2 · 4 + 4 · 3, and 12 + 15 weights of four bytes.
      multiplications: 20,
      memory: { weights_bytes: 108, peak_bytes: null },
      seconds_per_epoch: null,
      earlier_runs: 0,
    });
    const { data, machine, seconds } = makeRecord();
    const alike = {
      data: { ...data, sha256: known.data },
      parameters: { total: 27, trainable: 27 },
      machine: { ...machine, cpu: readCpuName() },
      spec: {},
    };
    for (const [i, per_epoch] of [3, 1, 2, 10].entries()) {
      makeRunFolder(join(runs, `r${i}`), {
        ...alike,
        id: `r${i}`,
        seconds: { ...seconds, per_epoch },
        peak_memory_bytes: 1000 + i,
      });
    }
    makeRunFolder(join(runs, 'other'), {
      ...alike,
      id: 'o',
      spec: { batch_size: 64 },
      peak_memory_bytes: 9999,
    });
    makeRunFolder(join(runs, 'elsewhere'), {
      ...alike,
      id: 'e',
      machine: { ...machine, cpu: 'another' },
      peak_memory_bytes: 9999,
    });
    expect(foreseen(plan, known, runs)).toMatchObject({
      memory: { peak_bytes: 1003 },
      seconds_per_epoch: 2.5,
      earlier_runs: 4,
    });
  });
});
