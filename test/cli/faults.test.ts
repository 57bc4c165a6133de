// What happens to runs: processes killed, a folder taken away, an interrupt that arrives twice, an
// output that is full. On Linux alone, for its /proc and /dev/full.
import { execFile, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { findRuntime } from '../../src/machine/tensorflow/installed.js';
import { readEpochs, readRun } from '../../src/run/read.js';
import { reasonOf } from '../../src/run/record.js';
import { childrenOf, trainersOf } from '../children.js';
import { inFolder, root, runsIn } from '../folders.js';
import { onLinux } from '../on-linux.js';
import { dlx } from './warm.js';

const spirals = join(root, 'experiments/spirals.yaml');

type Ended = { readonly code: number | null; readonly stderr: string };

/**
 * A training without end that has written two epochs: its two processes, its folder, and how `dlx
 * train` ends.
 */
type Training = {
  readonly command: number;
  readonly trainer: number;
  readonly run: string;
  readonly ended: Promise<Ended>;
};

/** Starts a training without end in a folder: its process, and how it ends. */
function training(folder: string) {
  const child = spawn(
    process.execPath,
    [join(root, 'bin/dlx.js'), 'train', spirals, '-S', 'epochs=100000', '--quiet'],
    { cwd: folder },
  );
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code) => resolve({ code, stderr })),
  );
  return { child, ended };
}

/** Starts a training for `work` to do something to; nothing of it is left running. */
async function duringTraining(
  work: (training: Training, folder: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const { child, ended } = training(folder);
    const command = child.pid ?? -1;
    let trainer = -1;
    try {
      await until(() => readEpochs(runsIn(folder)[0] ?? folder).length >= 2);
      trainer = childrenOf(command)[0] ?? -1;
      await work({ command, trainer, run: runsIn(folder)[0] ?? '', ended }, folder);
    } finally {
      for (const id of [command, trainer]) {
        if (id > 0 && existsSync(`/proc/${id}`)) process.kill(id, 'SIGKILL');
      }
      await until(() => !existsSync(`/proc/${trainer}`));
    }
  });
}

/** Waits until something is so, and says so where it never is. */
async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`still not so after 30 seconds: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function stateOf(run: string): unknown {
  const read = readRun(run);
  return 'record' in read
    ? { state: read.record.state, reason: reasonOf(read.record) }
    : read.damaged;
}

onLinux('a run that is under way', () => {
  test('is interrupted once by an interrupt that arrives at both processes, and twice', async () => {
    await duringTraining(async ({ command, trainer, run, ended }) => {
      process.kill(trainer, 'SIGINT');
      process.kill(command, 'SIGINT');
      process.kill(command, 'SIGINT');
      expect(await ended).toEqual({ code: 130, stderr: '' });
      expect(stateOf(run)).toEqual({
        state: 'interrupted',
        reason: `stopped by SIGINT after ${readEpochs(run).length} of 100000 epochs`,
      });
    });
  });

  // A terminal sends it to both; a process that has just started has no ear for it yet.
  test('is interrupted by a signal that ends its process before the command hears of it', async () => {
    await inFolder(async (folder) => {
      const { child, ended } = training(folder);
      await until(() => trainersOf(child.pid).length > 0);
      process.kill(trainersOf(child.pid)[0] ?? -1, 'SIGTERM');
      expect(await ended).toEqual({
        code: 143,
        stderr: 'error: spirals, seed 42: stopped by SIGTERM before its first step\n',
      });
      expect(runsIn(folder)).toEqual([]);
    });
  });

  test('is committed as interrupted when its parent is killed', async () => {
    await duringTraining(async ({ command, trainer, run }) => {
      process.kill(command, 'SIGKILL');
      await until(() => !existsSync(`/proc/${trainer}`));
      expect(stateOf(run)).toEqual({
        state: 'interrupted',
        reason: `stopped by SIGHUP after ${readEpochs(run).length} of 100000 epochs`,
      });
    });
  });

  test('is told of and shown as interrupted when its own process is killed', async () => {
    await duringTraining(async ({ trainer, run, ended }, folder) => {
      process.kill(trainer, 'SIGKILL');
      expect(await ended).toEqual({
        code: 1,
        stderr: `error: spirals, seed 42: the process that trained was ended by SIGKILL; the system may have been out of memory; go on with: dlx resume runs/${basename(run)}\n`,
      });
      expect(stateOf(run)).toEqual({
        state: 'interrupted',
        reason: 'its process ended without a word',
      });
      const { tables } = JSON.parse(
        (await dlx(folder, ['compare', '--format', 'json'])).stdout,
      ) as {
        readonly tables: readonly {
          readonly rows: readonly { readonly state: string; readonly rank: number | null }[];
        }[];
      };
      expect(tables).toMatchObject([{ rows: [{ state: 'interrupted', rank: null }] }]);
    });
  });

  test('fails with the path when its folder is taken away', async () => {
    await duringTraining(async ({ run, ended }, folder) => {
      renameSync(dirname(run), join(folder, 'elsewhere'));
      const { code, stderr } = await ended;
      expect(code).toBe(1);
      expect(stderr).toMatch(
        new RegExp(
          `^error: spirals, seed 42: cannot write runs/${basename(run)}/[^:]+: ENOENT: [^\\n]+\\n$`,
        ),
      );
    });
  });
});

onLinux('dlx around it', () => {
  test('says so when its output cannot be written', async () => {
    const ended = new Promise((resolve) => {
      execFile(
        '/bin/sh',
        ['-c', '"$0" bin/dlx.js schema > /dev/full', process.execPath],
        { cwd: root },
        (error, _, stderr) => resolve({ code: error?.code ?? 0, stderr }),
      );
    });
    expect(await ended).toEqual({
      code: 1,
      stderr: 'cannot write the output: ENOSPC: no space left on device, write\n',
    });
  });

  test('names the cure when the runtime that was built is damaged', async () => {
    const runtime = findRuntime();
    if (!runtime) throw new Error('`dlx setup` comes before the tests');
    await inFolder(async (folder) => {
      const copy = join(folder, 'cache/runtime', basename(runtime.folder));
      mkdirSync(copy, { recursive: true });
      cpSync(join(runtime.folder, 'runtime.json'), join(copy, 'runtime.json'));
      symlinkSync(join(runtime.folder, 'tensorflow'), join(copy, 'tensorflow'));
      writeFileSync(
        join(copy, basename(runtime.addon)),
        Buffer.alloc(statSync(runtime.addon).size),
      );
      const { code, stderr } = await dlx(folder, ['train', spirals, '--quiet', '--device', 'cpu'], {
        DLX_CACHE: join(folder, 'cache'),
      });
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: `error: spirals, seed 42: TensorFlow cannot be loaded: ${join(copy, basename(runtime.addon))}: invalid ELF header; run \`dlx setup --force\` to build it anew\n`,
      });
      expect(runsIn(folder)).toEqual([]);
    });
  });
});
