// `dlx export RUN… --to tensorboard`, as it is typed.
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { dlx } from '../cli/warm.js';
import { inFolder, root } from '../folders.js';

const run = join(root, 'test/fixtures/runs/finished-0.1.0');

test('a folder of logs, and how it is shown', async () => {
  await inFolder(async (folder) => {
    cpSync(run, join(folder, 'runs', 'copy'), { recursive: true });
    const { code, stdout, stderr } = await dlx(folder, [
      'export',
      run,
      'copy',
      '--to',
      'tensorboard',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^tensorboard: 1 run, 4 files, \d+(?:\.\d+)? \w+; for TensorBoard:\n/);
    expect(stdout).toContain('\n  tensorboard --logdir tensorboard\n');
    expect(stdout).toMatch(/\n {2}# left out .*, which is a copy\n/);
    expect(readdirSync(join(folder, 'tensorboard'))).toHaveLength(2);
    const again = await dlx(folder, ['export', run, '--to', 'tensorboard']);
    expect(again).toMatchObject({
      code: 2,
      stderr:
        '"tensorboard" is there already, and an export overwrites nothing: remove it, or name another folder with --output\n',
    });
    const { stdout: json } = await dlx(folder, [
      ...['export', run, '--to', 'tensorboard', '--output', 'logs', '--json'],
    ]);
    expect(JSON.parse(json)).toMatchObject({
      ok: true,
      folder: 'logs',
      format: 'tensorboard',
      runs: [run],
    });
  });
});

test('what only models have is refused, and several runs where a model is written', async () => {
  await inFolder(async (folder) => {
    const words = ['export', run, '--to', 'tensorboard', '--with-preprocessing'];
    expect(await dlx(folder, words)).toMatchObject({
      code: 2,
      stderr: '--with-preprocessing is for models: tensorboard has none\n',
    });
    cpSync(run, join(folder, 'runs', 'copy'), { recursive: true });
    expect(await dlx(folder, ['export', run, 'copy', '--to', 'onnx'])).toMatchObject({
      code: 2,
      stderr: 'export takes one run, whose model is written as onnx\n',
    });
    expect(readdirSync(folder)).toEqual(['runs']);
    expect(existsSync(join(folder, 'tensorboard'))).toBe(false);
  });
});
