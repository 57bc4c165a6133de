import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isAlive, runProgram } from '../../src/ground/process.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dlx-process-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const node = (script: string, seconds?: number) =>
  runProgram(process.execPath, ['-e', script], seconds === undefined ? {} : { seconds });

describe('a program', () => {
  test('its words and its exit code', async () => {
    for (const seconds of [undefined, 60]) {
      expect(
        await node("console.log('out'); console.error('err'); process.exitCode = 3", seconds),
      ).toEqual({ code: 3, signal: null, stdout: 'out\n', stderr: 'err\n', trouble: null });
    }
  });

  test('its signal', async () => {
    expect(
      await node("process.kill(process.pid, 'SIGILL'); setInterval(() => {}, 9)"),
    ).toMatchObject({ code: null, signal: 'SIGILL', trouble: null });
  });

  test('its folder and its environment, which has the PATH it is found on', async () => {
    writeFileSync(join(folder, 'tool'), '#!/bin/sh\necho "$PWD $WORD"\n', { mode: 0o755 });
    const environment = { PATH: `${folder}:/usr/bin:/bin`, WORD: 'word' };
    expect(await runProgram('tool', [], { folder, environment })).toMatchObject({
      stdout: `${folder} word\n`,
    });
    expect(await runProgram('tool', [], { environment: { PATH: '/usr/bin' } })).toMatchObject({
      code: null,
      trouble: 'missing',
    });
  });

  test('one that cannot be started', async () => {
    writeFileSync(join(folder, 'tool'), 'no program');
    expect(await runProgram(join(folder, 'tool'), [])).toMatchObject({
      code: null,
      stderr: expect.stringContaining('EACCES'),
      trouble: 'unstartable',
    });
    expect(await runProgram('a\0b', [])).toMatchObject({ code: null, trouble: 'unstartable' });
  });

  test('at the deadline it is killed with what it started, and what it said is kept', async () => {
    const pid = join(folder, 'pid');
    const child = `require('fs').writeFileSync(${JSON.stringify(pid)}, String(process.pid)); setInterval(() => {}, 1000)`;
    const script = `console.log('begun'); require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' })`;
    const ended = node(script, 5);
    while (!existsSync(pid) || readFileSync(pid, 'utf8') === '') await pause(20);
    const grandchild = Number(readFileSync(pid, 'utf8'));
    expect(isAlive(grandchild)).toBe(true);
    expect(await ended).toEqual({
      code: null,
      signal: null,
      stdout: 'begun\n',
      stderr: '',
      trouble: 'late',
    });
    while (isAlive(grandchild)) await pause(20);
  });

  test('a helper that it leaves behind, with its pipes open, ends with it', async () => {
    const script =
      "require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' }).unref(); console.log('done')";
    expect(await node(script, 250)).toMatchObject({ code: 0, stdout: 'done\n', trouble: null });
  });

  test('more than a megabyte of words ends it', async () => {
    const ended = await node("for (;;) require('fs').writeSync(1, 'x'.repeat(65536))", 250);
    expect(ended).toMatchObject({ code: null, trouble: 'flood' });
    expect(ended.stdout.length).toBeLessThan(2 ** 21);
  });
});

test('a process is alive, or is not', () => {
  expect(isAlive(process.pid)).toBe(true);
  expect(isAlive(spawnSync(process.execPath, ['-e', '']).pid)).toBe(false);
});
