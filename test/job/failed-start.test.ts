// Which errors of a process are those of its start.
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { onFailedStart } from '../../src/job/failed-start.js';
import { root } from '../folders.js';

/** How it ended. Not `once`, which an error ends, too. */
const closeOf = (child: ChildProcess): Promise<readonly [number | null, string | null]> =>
  new Promise((resolve) => child.on('close', (code, signal) => resolve([code, signal])));

test('what is not there cannot be started', async () => {
  const told: Error[] = [];
  const child = spawn(join(root, 'no-such-program'));
  onFailedStart(child, (error) => told.push(error));
  await closeOf(child);
  expect(told.map(({ message }) => message)).toEqual([expect.stringMatching(/ENOENT/)]);
});

test('what was started and is gone tells by its end, not by what did not reach it', async () => {
  const told: Error[] = [];
  const errors: Error[] = [];
  const child = fork(join(root, 'bin/dlx.js'), ['--help'], { silent: true });
  child.on('error', (error) => errors.push(error));
  onFailedStart(child, (error) => told.push(error));
  const closed = closeOf(child);
  child.kill('SIGKILL');
  // Until the pipe is known to be broken, or to be closed.
  while (errors.length === 0) {
    child.send('anybody there?');
    await setImmediate();
  }
  expect(await closed).toEqual([null, 'SIGKILL']);
  expect(told).toEqual([]);
});
