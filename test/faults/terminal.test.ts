// A terminal is left as it was found, however a run ends: its modes, its cursor, its line.
// script(1) is the terminal.
import { execFile, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readEpochs } from '../../src/run/read.js';
import { inFolder, root, runsIn } from '../folders.js';
import { onLinux } from '../on-linux.js';
import { counted } from './counts.js';
import { onlyRun, recordOf } from './runs.js';
import { isWhole } from '../whole.js';

const spec = {
  dataset: 'spirals',
  model: [
    { Dense: { units: 64, activation: 'relu' } },
    { Dense: { units: 3, activation: 'softmax' } },
  ],
  loss: 'sparse_categorical_crossentropy',
  batch_size: 1,
  epochs: 2000,
};
/** One that comes to its end, in epochs that take long enough to be seen. */
const short = { epochs: 2 };

/**
 * What a terminal gets from a shell that looks at its modes, runs dlx, sends it a signal once it
 * trains, and looks again.
 */
function seen(folder: string, signal: string | null, size: string): Promise<string> {
  const dlx = `'${process.execPath}' '${join(root, 'bin/dlx.js')}' train a.yaml`;
  const stop = `(while ! ls runs/*/epochs.jsonl; do sleep 0.05; done >/dev/null 2>&1; sleep 0.3; for id in $(cat /proc/$$/task/$$/children); do grep -q dlx.js /proc/$id/cmdline && kill -${signal ?? ''} $id; done) &`;
  writeFileSync(
    join(folder, 'shell'),
    `stty ${size}\necho "before $(stty -g)"\n${signal === null ? '' : stop}\n${dlx}\ncode=$?\necho\necho "code $code"\necho "after $(stty -g)"\n`,
  );
  const { CI: _, NO_COLOR: __, ...environment } = process.env;
  return new Promise((resolve) =>
    execFile(
      'script',
      ['-qec', 'bash shell', '/dev/null'],
      { cwd: folder, env: { ...environment, TERM: 'xterm' }, timeout: 200_000 },
      (_error, stdout) => resolve(stdout),
    ),
  );
}

onLinux('a terminal', () => {
  // One path leads from each signal to the end: one of the five is sent here, in the whole form all;
  // of SIGHUP a terminal that goes away tells below.
  const ends = [
    ['INT', 130],
    ['TERM', 143],
    ['HUP', 129],
    ['USR1', 138],
    ['USR2', 140],
    [null, 0],
  ] as const;
  const sampled = [...ends.slice(0, 1), ...ends.slice(5)];
  test.each(isWhole ? ends : sampled)('after %s', async (signal, code) => {
    await inFolder(async (folder) => {
      writeFileSync(
        join(folder, 'a.yaml'),
        JSON.stringify({ ...spec, ...(signal === null ? short : {}) }),
      );
      const said = await seen(folder, signal, 'cols 80 rows 24');
      const modes = (when: string): string | undefined =>
        new RegExp(`^${when} (.+?)\\r?$`, 'm').exec(said)?.[1];
      expect(modes('before')).toMatch(/^[0-9a-f:]+$/);
      expect({ after: modes('after'), code: modes('code') }).toEqual({
        after: modes('before'),
        code: String(code),
      });
      // The moving line hides the cursor: it was there, and the cursor is back.
      expect(said).toContain('\u001b[?25l');
      expect(said.lastIndexOf('\u001b[?25h')).toBeGreaterThan(said.lastIndexOf('\u001b[?25l'));
      expect(said).not.toMatch(/\u001b\[\?(?:1049|47|1000|1002|1003|2004)h/);
      expect(said).toMatch(signal === null ? /best epoch/ : /go on with: dlx resume runs\//);
      counted('terminals looked at', 1);
    });
  });

  // One without a window, as continuous integration gives: the library of the moving line counted
  // lines without end.
  test('0 columns wide', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'a.yaml'), JSON.stringify({ ...spec, ...short }));
      const said = await seen(folder, null, 'cols 0 rows 0');
      expect(said).toMatch(/best epoch[^]*code 0/);
    });
  });

  test('an interrupt ends a loop of the shell, and not only the run that it reaches', async () => {
    await inFolder(async (folder) => {
      writeFileSync(
        join(folder, 'shell'),
        `for seed in 1 2 3; do ${command} train a.yaml --seed $seed; done\necho after the loop\n`,
      );
      const { said, closed, terminal } = inTerminal(folder);
      await until(() => readEpochs(runsIn(folder)[0] ?? folder).length > 0);
      terminal.stdin.write('\u0003');
      await closed;
      expect(recordOf(onlyRun(folder)).stopped).toEqual({ signal: 'SIGINT' });
      expect(said()).not.toContain('after the loop');
      counted('terminals looked at', 1);
    });
  });

  // Python is the terminal here: it can say by which signal dlx ended.
  test('that goes away ends a run as SIGHUP does, its state committed', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'a.yaml'), JSON.stringify(spec));
      const words = JSON.stringify([process.execPath, join(root, 'bin/dlx.js'), 'train', 'a.yaml']);
      const python = `import os, pty, select, time
pid, terminal = pty.fork()
if pid == 0: os.execv(${JSON.stringify(process.execPath)}, ${words})
while b'epoch    3' not in os.read(terminal, 65536): pass
os.close(terminal)
print(os.WTERMSIG(os.waitpid(pid, 0)[1]))`;
      const ended = await new Promise((resolve) =>
        execFile('python3', ['-c', python], { cwd: folder }, (_error, stdout) => resolve(stdout)),
      );
      expect(ended).toBe(`${constants.signals.SIGHUP}\n`);
      expect(recordOf(onlyRun(folder))).toMatchObject({
        state: 'interrupted',
        stopped: { signal: 'SIGHUP' },
      });
      counted('terminals looked at', 1);
    });
  });
});

const command = `'${process.execPath}' '${join(root, 'bin/dlx.js')}'`;

/** A terminal in which bash goes through the file `shell`. */
function inTerminal(folder: string): {
  readonly terminal: ReturnType<typeof spawn> & { readonly stdin: NodeJS.WritableStream };
  readonly said: () => string;
  readonly closed: Promise<unknown>;
} {
  writeFileSync(join(folder, 'a.yaml'), JSON.stringify(spec));
  const { CI: _, NO_COLOR: __, ...environment } = process.env;
  const terminal = spawn('script', ['-qec', 'bash shell', '/dev/null'], {
    cwd: folder,
    env: { ...environment, TERM: 'xterm' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let said = '';
  terminal.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return {
    terminal,
    said: () => said,
    closed: new Promise((resolve) => terminal.on('close', resolve)),
  };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}
