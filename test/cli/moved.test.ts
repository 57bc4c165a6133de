// A project that is moved, with its data or without it: its runs go on, with the bits of runs that
// stayed where they were.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readEpochs, readRun } from '../../src/run/read.js';
import { readDataFile } from '../../src/run/data-file.js';
import { bits, onlyRun, recordOf } from '../faults/runs.js';
import { inFolder, root, runsIn } from './dlx.js';
import { dlx } from './warm.js';

const table = ['a,b,kind'];
for (let i = 0; i < 60; i += 1) table.push(`${i % 7},${(i * i) % 11},${i % 3 === 0 ? 'x' : 'y'}`);

const spec = `dataset: {name: csv, file: ../data/table.csv, target: kind, test_split: 0.2}
model:
  - Dense: {units: 4, activation: tanh}
  - Dense: {units: 2, activation: softmax}
loss: sparse_categorical_crossentropy
metrics: [accuracy]
batch_size: 2
epochs: 60
seed: 3
`;

/** A project with a table, and a spec in a folder of its own. */
function makeProject(folder: string): string {
  const project = join(folder, 'project');
  for (const name of ['data', 'specs']) mkdirSync(join(project, name), { recursive: true });
  writeFileSync(join(project, 'data/table.csv'), `${table.join('\n')}\n`);
  writeFileSync(join(project, 'specs/a.yaml'), spec);
  return project;
}

const words = ['train', 'specs/a.yaml', '--device', 'cpu', '--quiet'];

/** The name of the one run of a project, stopped after its first epochs. */
async function interrupted(project: string): Promise<string> {
  const child = spawn(process.execPath, [join(root, 'bin/dlx.js'), ...words], { cwd: project });
  const closed = once(child, 'close');
  while (child.exitCode === null && readEpochs(runsIn(project)[0] ?? project).length < 2) {
    await setTimeout(20);
  }
  child.kill('SIGTERM');
  await closed;
  const run = onlyRun(project);
  expect(recordOf(run).state).toBe('interrupted');
  return basename(run);
}

describe('a run that was interrupted', () => {
  // Two of these leave the project where it is and as it is.
  let stays = '';
  let project = '';
  let stopped = '';
  beforeAll(async () => {
    stays = mkdtempSync(join(tmpdir(), 'dlx-moved-'));
    project = makeProject(stays);
    stopped = await interrupted(project);
  });
  afterAll(() => rmSync(stays, { recursive: true }));

  test('goes on where its project was moved to, bit for bit, and is verified there', async () => {
    await inFolder(async (folder) => {
      const project = makeProject(folder);
      const run = await interrupted(project);
      const stays = join(folder, 'stays');
      cpSync(project, stays, { recursive: true });
      const moved = join(folder, 'some', 'where', 'else');
      mkdirSync(join(folder, 'some', 'where'), { recursive: true });
      renameSync(project, moved);
      expect(await dlx(moved, ['resume', run])).toMatchObject({ code: 0 });
      expect(await dlx(stays, ['resume', run])).toMatchObject({ code: 0 });
      expect(bits(join(moved, 'runs', run))).toEqual(bits(join(stays, 'runs', run)));
      expect(recordOf(join(moved, 'runs', run)).resumed).toMatchObject([{ forced: [] }]);
      expect(await dlx(moved, ['verify', run])).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('gave the same bits'),
      });
      // Its children know the way, too, and its spec is trainable as it is.
      const child = await dlx(moved, ['resume', run, '--epochs', '61', '--quiet']);
      expect(child).toMatchObject({ code: 0, stderr: '' });
      const path = join(moved, child.stdout.trim());
      expect(readFileSync(join(path, 'spec.yaml'), 'utf8')).toContain('file: ../../data/table.csv');
      expect(readDataFile(path).source).toMatchObject([{ path: '../../data/table.csv' }]);
      expect(await dlx(moved, ['validate', join(path, 'spec.yaml')])).toMatchObject({ code: 0 });
    });
  });

  test('finds its data where it was when its folder alone is moved', async () => {
    await inFolder(async (folder) => {
      const run = join(folder, 'a', 'b', 'runs', stopped);
      cpSync(join(project, 'runs', stopped), run, { recursive: true, preserveTimestamps: true });
      const ended = await dlx(folder, ['resume', run, '--quiet']);
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      expect(recordOf(run)).toMatchObject({
        state: 'finished',
        resumed: [{ forced: [] }],
      });
    });
  });

  test('says where it looked when its data is nowhere, and takes it from where it is', async () => {
    await inFolder(async (folder) => {
      const project = makeProject(folder);
      const run = await interrupted(project);
      const path = join(project, 'runs', run);
      const before = join(project, 'data');
      const after = join(folder, 'tables');
      renameSync(before, after);
      for (const command of ['resume', 'verify']) {
        if (command === 'verify') {
          const taken = ['resume', run, '--data', join(after, 'table.csv'), '--quiet'];
          expect(await dlx(project, taken)).toMatchObject({ code: 0, stderr: '' });
        }
        const lost = await dlx(project, [command, run]);
        expect(lost.code).toBe(1);
        expect(lost.stderr.replaceAll(/\s+/g, ' ')).toContain(
          `no ${before}/table.csv; --data PATH names the file, or a folder that holds it`,
        );
      }
      for (const place of [after, folder]) {
        if (place === folder) renameSync(after, join(folder, 'data'));
        expect(await dlx(project, ['verify', run, '--data', place])).toMatchObject({ code: 0 });
      }
      expect(readRun(path)).toMatchObject({ record: { state: 'finished' } });
    });
  });

  test('is not gone on with on another table in the place of its own', async () => {
    await inFolder(async (folder) => {
      const other = join(folder, 'other.csv');
      writeFileSync(other, `${[...table, '1,1,x'].join('\n')}\n`);
      const refused = await dlx(project, ['resume', stopped, '--data', other]);
      expect(refused.code).toBe(2);
      expect(refused.stderr.replaceAll(/\s+/g, ' ')).toMatch(
        /cannot be resumed exactly: the data \(their SHA-256\) was \w{12} and is \w{12}/,
      );
    });
  });
});

test('a path that is written as absolute stays so', async () => {
  await inFolder(async (folder) => {
    const project = makeProject(folder);
    const absolute = join(folder, 'table.csv');
    renameSync(join(project, 'data/table.csv'), absolute);
    rmSync(join(project, 'data'), { recursive: true });
    const set = ['-S', `dataset.file=${absolute}`, '-S', 'epochs=1'];
    expect(await dlx(project, [...words, ...set])).toMatchObject({ code: 0 });
    const run = onlyRun(project);
    expect(readFileSync(join(run, 'spec.yaml'), 'utf8')).toContain(`file: ${absolute}`);
    expect(readFileSync(join(run, 'resolved.yaml'), 'utf8')).toContain(`file: ${absolute}`);
    const moved = join(folder, 'moved');
    renameSync(project, moved);
    expect(await dlx(moved, ['verify', basename(run)])).toMatchObject({ code: 0 });
  });
});
