// `dlx verify`: files that are not as they were written, and runs that training does not give
// again.
import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sha256 } from '../../src/ground/hash.js';
import { encodeRecord } from '../../src/run/record-file.js';
import { onlyRun, recordOf } from '../faults/runs.js';
import { inFolder, root } from '../folders.js';
import { dlx } from '../cli/warm.js';
import { isWhole } from '../whole.js';

const words = ['train', join(root, 'experiments/spirals.yaml'), '-S', 'epochs=3', '--quiet'];

test('every file is as it was written, wherever the folder is, or named', async () => {
  await inFolder(async (folder) => {
    await dlx(folder, words);
    const run = onlyRun(folder);
    expect(await dlx(folder, ['verify', run])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /15 files have the SHA-256 .*\ntrained again, in one go and stopped in the middle: 90 steps in 3 epochs gave the same bits\n$/,
      ),
    });
    renameSync(run, join(folder, 'elsewhere'));
    const moved = join(folder, 'elsewhere');
    expect(await dlx(folder, ['verify', moved, '--files'])).toMatchObject({ code: 0 });
    const bytes = readFileSync(join(moved, 'spec.yaml'));
    writeFileSync(join(moved, 'spec.yaml'), Buffer.concat([bytes, Buffer.from('# more\n')]));
    expect(await dlx(folder, ['verify', moved])).toEqual({
      code: 1,
      stdout: '',
      stderr: `${moved}/spec.yaml is damaged: its contents do not have the SHA-256 that run.json names\n`,
    });
    rmSync(join(moved, 'predictions/test.npy'));
    expect(await dlx(folder, ['verify', moved, '--files'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/predictions\/test\.npy is missing\n$/),
    });
  });
});

(isWhole ? test : test.skip)('other data is told, though it gives the same bits', async () => {
  await inFolder(async (folder) => {
    const rows = Array.from({ length: 40 }, (_, i) => `${i % 7},n${i},${i % 2}`);
    const table = ['x,name,y', ...rows, ''].join('\n');
    writeFileSync(join(folder, 't.csv'), table);
    const dataset = { name: 'table', file: 't.csv', target: 'y', exclude: ['name'] };
    const model = [{ Dense: { units: 2, activation: 'softmax' } }];
    const spec = { dataset, model, loss: 'sparse_categorical_crossentropy', epochs: 1 };
    writeFileSync(join(folder, 'a.yaml'), JSON.stringify(spec));
    expect(await dlx(folder, ['train', 'a.yaml', '--quiet'])).toMatchObject({ code: 0 });
    writeFileSync(join(folder, 't.csv'), table.replace('n3', 'm3'));
    const { code, stdout } = await dlx(folder, ['verify', onlyRun(folder)]);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /\ndiffers: the data is not what the run was trained on\nthe data \(their SHA-256\) was \w+ and is \w+\n$/,
    );
  });
});

// Those that take several take all of them; `dlx evaluate RUN` is one. None stands for others here.
test('one run is wanted', async () => {
  await inFolder(async (folder) => {
    for (const id of ['7305f5', '7305f6']) {
      const to = join(folder, 'runs', `a-20260102T030405Z-${id}`);
      cpSync(join(root, 'test/fixtures/runs/finished-0.1.0'), to, { recursive: true });
    }
    const said = async (run: string): Promise<string> =>
      (await dlx(folder, ['verify', run])).stderr;
    expect(await said('a')).toMatch(/^"a" is the beginning of the names of 2 runs: /);
    expect(await said('runs')).toBe('"runs" means several runs, and one is wanted: name it\n');
  });
});

test('one that is interrupted gives no verdict, and leaves nothing', async () => {
  await inFolder(async (folder) => {
    await dlx(folder, [
      'train',
      join(root, 'experiments/spirals.yaml'),
      '-S',
      'epochs=120',
      '--quiet',
    ]);
    const temporary = join(folder, 'temporary');
    mkdirSync(temporary);
    const child = spawn(process.execPath, [join(root, 'bin/dlx.js'), 'verify', onlyRun(folder)], {
      cwd: folder,
      env: { ...process.env, TMPDIR: temporary },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const closed = new Promise((resolve) => child.on('close', resolve));
    while (
      !readdirSync(temporary, { recursive: true, encoding: 'utf8' }).some((name) =>
        name.endsWith('epochs.jsonl'),
      )
    ) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    child.kill('SIGINT');
    expect({ code: await closed, stdout, stderr }).toEqual({
      code: 130,
      stdout: '',
      stderr: 'stopped by SIGINT: nothing was verified\n',
    });
    expect(readdirSync(temporary).filter((name) => name.startsWith('dlx-verify'))).toEqual([]);
  });
});

test('a run that training does not give again is told by the first thing that differs', async () => {
  await inFolder(async (folder) => {
    await dlx(folder, words);
    const run = onlyRun(folder);
    const [record, file] = [recordOf(run), 'predictions/test.npy'];
    const bytes = readFileSync(join(run, file));
    bytes[bytes.length - 4] = (bytes[bytes.length - 4] ?? 0) ^ 1;
    writeFileSync(join(run, file), bytes);
    // As if the run had left it so.
    writeFileSync(
      join(run, 'run.json'),
      encodeRecord({ ...record, files: { ...record.files, [file]: sha256(bytes) } }),
    );
    const { code, stdout, stderr } = await dlx(folder, ['verify', run]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/\ndiffers: predictions\/test\.npy, trained again and the record\n$/);
  });
});
