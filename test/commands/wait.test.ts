// Waiting for runs that other processes train.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { dlx } from '../cli/warm.js';
import { inFolder, root, runsIn } from '../folders.js';
import { makeRunFolder } from '../run/fixture.js';

test('a run that is over answers at once, with the exit code of its end', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'x'), '');
    makeRunFolder(join(folder, 'runs/good'), { id: 'good' });
    makeRunFolder(join(folder, 'runs/lost'), { id: 'lost', state: 'diverged', message: 'NaN' });
    expect(await dlx(folder, ['wait', 'good'])).toEqual({
      code: 0,
      stdout: 'runs/good: finished\n',
      stderr: '',
    });
    expect(await dlx(folder, ['wait', 'lost'])).toMatchObject({
      code: 3,
      stdout: 'runs/lost: diverged, NaN\n',
    });
    const { code, stdout, stderr } = await dlx(folder, ['wait', 'lost', 'good', '--json']);
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      error: { kind: 'diverged', action: 'change' },
      runs: [
        { run: 'runs/lost', state: 'diverged' },
        { run: 'runs/good', state: 'finished' },
      ],
    });
    expect(await dlx(folder, ['wait', 'nobody'])).toMatchObject({ code: 2 });
  });
});

test('one that is being trained is waited for, and no longer than was said', async () => {
  await inFolder(async (folder) => {
    writeFileSync(
      join(folder, 'a.yaml'),
      'dataset: {name: spirals, samples: 60}\nmodel: [{Dense: {units: 3, activation: softmax}}]\nloss: sparse_categorical_crossentropy\nepochs: 100000\n',
    );
    const child = spawn(process.execPath, [join(root, 'bin/dlx.js'), 'train', 'a.yaml'], {
      cwd: folder,
      stdio: 'ignore',
    });
    const over = new Promise((resolve) => child.on('close', resolve));
    try {
      while (child.exitCode === null && runsIn(folder).length === 0) await setTimeout(50);
      const late = await dlx(folder, ['wait', 'a', '--timeout', '0', '--json']);
      expect(late.code).toBe(5);
      expect(JSON.parse(late.stdout)).toMatchObject({
        ok: false,
        error: { kind: 'in use', action: 'wait' },
      });
      const waiting = dlx(folder, ['wait', 'a']);
      child.kill('SIGTERM');
      expect(await waiting).toMatchObject({
        code: 143,
        stdout: expect.stringMatching(/interrupted, stopped by SIGTERM/),
      });
    } finally {
      child.kill('SIGKILL');
      await over;
    }
  });
});
