// The warm dlx of one of Jest's workers: a process that has loaded dlx once and answers one command
// after another. It outlives the suites, and ends with the worker.
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Ended } from '../dlx.js';

/** What a command is asked with. */
export type Asked = { readonly folder: string; readonly words: readonly string[] };

let server: ChildProcess | null = null;
let queue: Promise<unknown> = Promise.resolve();

/**
 * Has the warm dlx run these words in `folder`, once it is done with all that was asked before. Its
 * temporary folder is `temporary`: a suite's own would be removed before it ends.
 */
export function askWarmDlx(
  folder: string,
  words: readonly string[],
  temporary: string,
): Promise<Ended> {
  const answer = queue.then(() => askNow({ folder, words }, temporary));
  queue = answer;
  return answer;
}

function askNow(asked: Asked, temporary: string): Promise<Ended> {
  server ??= start(temporary);
  const asking = server;
  return new Promise((resolve) => {
    const answered = (ended: Ended): void => {
      asking.off('message', answered).off('exit', died);
      asking.channel?.unref();
      resolve(ended);
    };
    // As a process' own: what it said is lost, and so is nothing that a test would take for right.
    const died = (code: number | null): void =>
      answered({ code: code ?? -1, stdout: '', stderr: 'the warm dlx has died\n' });
    asking.on('message', answered).on('exit', died);
    asking.channel?.ref();
    asking.send(asked);
  });
}

function start(temporary: string): ChildProcess {
  const child = fork(join(import.meta.dirname, 'server.js'), {
    env: { ...process.env, NO_COLOR: '1', TMPDIR: temporary },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.on('exit', () => (server = null));
  child.unref();
  return child;
}
