// Runs that are gone on with: the real command, stopped and started again, must leave the bits of
// one that was not.
import { spawn } from 'node:child_process';
import { constants, tmpdir } from 'node:os';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readEpochs } from '../../src/run/read.js';
import { reasonOf } from '../../src/run/record.js';
import { bits, onlyRun, recordOf } from '../faults/runs.js';
import { makeRunFolder } from '../run/fixture.js';
import { inFolder, root, runsIn, type Ended } from '../cli/dlx.js';
import { dlx } from '../cli/warm.js';
import { once } from '../once.js';
import { partOf } from '../whole.js';

const spirals = join(root, 'experiments/spirals.yaml');
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;

/** Trains, sends a signal once so many epochs are written, and waits for the end. */
async function interrupted(
  folder: string,
  words: readonly string[],
  signal: NodeJS.Signals,
  epochs: number,
): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, 'bin/dlx.js'), 'train', spirals, ...words], {
    cwd: folder,
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  while (child.exitCode === null && readEpochs(runsIn(folder)[0] ?? folder).length < epochs) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill(signal);
  return { code: (await closed) ?? -1, stdout, stderr };
}

const long = ['-S', 'epochs=66', '--quiet'];

/** The bits of that training, not interrupted. */
const uninterrupted = once(() =>
  inFolder(async (folder) => {
    await dlx(folder, ['train', spirals, ...long]);
    return bits(onlyRun(folder));
  }),
);

/** A folder with that training in it, stopped in its first epochs. */
async function inInterrupted(work: (folder: string) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    cpSync(await stopped(), folder, { recursive: true, preserveTimestamps: true });
    await work(folder);
  });
}

const stopped = once(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dlx-stopped-'));
  await interrupted(folder, long, 'SIGTERM', 2);
  return folder;
});

describe('dlx resume', () => {
  // One path leads from each signal to the end: two are sent, in the whole form all.
  test.each(partOf(stopSignals, 4))(
    'goes on after %s with the bits of a run that was not stopped',
    async (signal) => {
      await inFolder(async (folder) => {
        const stopped = await interrupted(folder, long, signal, 3);
        const run = onlyRun(folder);
        expect({ code: stopped.code, state: recordOf(run).state }).toEqual({
          code: 128 + constants.signals[signal],
          state: 'interrupted',
        });
        expect(reasonOf(recordOf(run))).toMatch(
          new RegExp(`^stopped by ${signal} after \\d+ of 66 epochs$`),
        );
        expect(existsSync(join(run, 'lock'))).toBe(false);
        const ended = await dlx(folder, ['resume', basename(run), '--quiet']);
        expect(ended).toEqual({ code: 0, stdout: `runs/${basename(run)}\n`, stderr: '' });
        expect(recordOf(run)).toMatchObject({
          state: 'finished',
          message: null,
          stopped: null,
          resumed: [{ forced: [] }],
        });
        expect(bits(run)).toEqual(await uninterrupted());
      });
    },
  );

  test('`dlx train RUN` means the same; a run that is done is left alone', async () => {
    await inInterrupted(async (folder) => {
      const run = onlyRun(folder);
      expect(await dlx(folder, ['train', run, '--quiet'])).toMatchObject({ code: 0, stderr: '' });
      const before = readFileSync(join(run, 'run.json'), 'utf8');
      expect(await dlx(folder, ['resume', run])).toEqual({
        code: 0,
        stdout: '',
        stderr: `${run}: finished already; --epochs N gives it more epochs\n`,
      });
      expect(readFileSync(join(run, 'run.json'), 'utf8')).toBe(before);
      for (const words of [
        ['-S', 'epochs=3'],
        ['--threads', '2'],
        ['--device', 'cpu'],
        ['--eager'],
        ['--needed'],
      ]) {
        expect(await dlx(folder, ['train', run, ...words])).toMatchObject({ code: 2, stdout: '' });
      }
    });
  });

  test('more epochs make a child, which ends as a run of so many epochs does', async () => {
    await inFolder(async (folder) => {
      await dlx(folder, ['train', spirals, '--name', 'parent', '--quiet']);
      const made = onlyRun(folder);
      await dlx(folder, ['tag', made, '--add', 'kept']);
      await dlx(folder, ['rename', made, 'renamed']);
      const parent = onlyRun(folder);
      expect(await dlx(folder, ['resume', parent, '--epochs', '30', '--quiet'])).toMatchObject({
        code: 0,
        stderr: '',
      });
      const child = runsIn(folder).find((run) => run !== parent) ?? '';
      expect(recordOf(child)).toMatchObject({
        parent: recordOf(parent).id,
        // What it is called, and what is said of it, by now.
        name: 'renamed',
        tags: ['kept'],
        test_reads: 2,
        epochs: { planned: 30, done: 30 },
        state: 'finished',
      });
      expect(recordOf(parent).state).toBe('finished');
      await inFolder(async (elsewhere) => {
        await dlx(elsewhere, ['train', spirals, '-S', 'epochs=30', '--quiet']);
        expect(bits(child)).toEqual(bits(onlyRun(elsewhere)));
        expect(recordOf(child).hashes).toEqual(recordOf(onlyRun(elsewhere)).hashes);
      });
    });
  });

  test('more epochs are refused where the learning rate depends on their number, or training stopped early', async () => {
    await inFolder(async (folder) => {
      const rate = 'optimizer.learning_rate={name: CosineDecay, initial_learning_rate: 0.01}';
      await dlx(folder, [
        'train',
        spirals,
        '--name',
        'cosine',
        '-S',
        rate,
        '-S',
        'epochs=3',
        '--quiet',
      ]);
      await dlx(folder, [
        'train',
        spirals,
        '--name',
        'early',
        '-S',
        'early_stopping={min_delta: 100}',
        '-S',
        'epochs=9',
        '--quiet',
      ]);
      const refused = async (name: string): Promise<unknown> =>
        dlx(folder, ['resume', name, '--epochs', '12']);
      expect(await refused('cosine')).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(
          /CosineDecay takes its length from the number of epochs: with 12 instead of 3 its rates would have been others from the start; train again\n$/,
        ),
      });
      expect(await refused('early')).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(
          /was stopped early after 2 epochs; more epochs would not change that: give early_stopping more patience and train again\n$/,
        ),
      });
      expect(runsIn(folder).length).toBe(2);
    });
  });

  test('what differs is named, and nothing is touched; --force goes on and is recorded', async () => {
    await inInterrupted(async (folder) => {
      const run = onlyRun(folder);
      // Another machine: the same folder with another processor in its record, sealed as dlx seals
      // it.
      const { encodeRecord } = await import('../../src/run/record-file.js');
      writeFileSync(
        join(run, 'run.json'),
        encodeRecord({
          ...recordOf(run),
          machine: { ...recordOf(run).machine, cpu: 'another processor' },
          how: { ...recordOf(run).how, threads: 1 },
          versions: { ...recordOf(run).versions, dlx: '0.0.1' },
        }),
      );
      const contents = (): unknown =>
        readdirSync(run)
          .sort()
          .map((name) => [name, readFileSync(join(run, name), 'hex')]);
      const before = contents();
      const refused = await dlx(folder, ['resume', run]);
      expect(refused).toMatchObject({ code: 2, stdout: '' });
      expect(refused.stderr).toMatch(
        /cannot be resumed exactly: dlx was 0\.0\.1 and is \S+; the processor was another processor and is .+; --force goes on all the same\n$/,
      );
      expect(contents()).toEqual(before);
      expect(await dlx(folder, ['resume', run, '--force', '--quiet'])).toMatchObject({ code: 0 });
      expect(recordOf(run).resumed).toMatchObject([
        {
          forced: [expect.stringMatching(/^dlx was/), expect.stringMatching(/^the processor was/)],
        },
      ]);
    });
  });

  test('one that is damaged keeps no other from its end', async () => {
    await inInterrupted(async (folder) => {
      const good = onlyRun(folder);
      cpSync(good, join(folder, 'runs/damaged'), { recursive: true });
      writeFileSync(join(folder, 'runs/damaged/spec.yaml'), 'other');
      mkdirSync(join(folder, 'runs/empty'));
      writeFileSync(join(folder, 'runs/notes.txt'), '');
      const all = ['damaged', 'empty', 'notes.txt', basename(good)].map((name) => `runs/${name}`);
      const { code, stdout, stderr } = await dlx(folder, ['resume', ...all, '--quiet']);
      expect({ code, stdout, stderr }).toEqual({
        code: 1,
        stdout: `runs/${basename(good)}\n`,
        stderr: [
          'error: "runs/notes.txt" is not a run folder; a RUN is a run\'s folder, the beginning of its name, or "latest"',
          'error: runs/damaged/spec.yaml is damaged: its contents do not have the SHA-256 that run.json names; put it back, or train the changed spec as a new run',
          'error: runs/empty is no run: it holds no run.json\n',
        ].join('\n'),
      });
      expect(recordOf(good).state).toBe('finished');
      expect(await dlx(folder, ['resume', 'runs/nosuch', good])).toMatchObject({
        code: 2,
        stdout: '',
      });
    });
  });

  test('a diverged run is exit code 3; of several that went wrong in several ways it is 1', async () => {
    await inFolder(async (folder) => {
      const make = (name: string, message: string): string =>
        makeRunFolder(join(folder, 'runs', name), { state: 'diverged', message });
      make('a', 'the loss became NaN in epoch 2');
      make('b', 'the loss became Infinity in epoch 1');
      makeRunFolder(join(folder, 'runs/done'));
      mkdirSync(join(folder, 'runs/empty'));
      const resume = async (...names: readonly string[]): Promise<Ended> =>
        dlx(folder, ['resume', ...names.map((name) => `runs/${name}`), '--quiet']);
      const why = 'runs/a diverged, and would again: the loss became NaN in epoch 2';
      expect(await resume('a')).toEqual({ code: 3, stdout: '', stderr: `${why}\n` });
      expect(await resume('a', 'done')).toEqual({
        code: 3,
        stdout: 'runs/done\n',
        stderr: `error: ${why}\n`,
      });
      expect(await resume('a', 'b', 'done')).toMatchObject({ code: 3, stdout: 'runs/done\n' });
      expect(await resume('a', 'empty', 'done')).toMatchObject({ code: 1, stdout: 'runs/done\n' });
    });
  });

  test('a second one keeps off a run that is under way', async () => {
    await inFolder(async (folder) => {
      const child = spawn(
        process.execPath,
        [join(root, 'bin/dlx.js'), 'train', spirals, '-S', 'epochs=100000', '--quiet'],
        { cwd: folder },
      );
      const closed = new Promise((resolve) => child.on('close', resolve));
      while (readEpochs(runsIn(folder)[0] ?? folder).length < 2) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      const run = onlyRun(folder);
      const second = await dlx(folder, ['resume', run, '--quiet']);
      expect(second).toMatchObject({
        code: 5,
        stderr: expect.stringMatching(
          /is in use by process \d+ on \S+: wait for it, or stop it\n$/,
        ),
      });
      // A copy of the folder is nobody's.
      for (const file of ['run.json', 'lock']) cpSync(join(run, file), join(folder, 'copy', file));
      expect(recordOf(join(folder, 'copy')).state).toBe('interrupted');
      expect(recordOf(run).state).toBe('running');
      child.kill('SIGTERM');
      await closed;
    });
  });
});

// A step of a second or more: while TensorFlow is in it nobody can listen.
const slowStep = JSON.stringify({
  // Two steps an epoch, of which one alone takes longer than the signals are apart.
  dataset: { name: 'spirals', samples: 38 },
  model: [
    { Dense: 400 },
    { Reshape: [20, 20, 1] },
    { UpSampling2D: 6 },
    { Conv2D: { filters: 28, kernel_size: 5 } },
    { Conv2D: { filters: 28, kernel_size: 5 } },
    'GlobalAveragePooling2D',
    { Dense: { units: 3, activation: 'softmax' } },
  ],
  loss: 'sparse_categorical_crossentropy',
  optimizer: 'sgd',
  batch_size: 12,
  epochs: 3,
});

test('a second interrupt ends the run at the end of the call into TensorFlow, without damage', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'slow.yaml'), slowStep);
    const child = spawn(
      process.execPath,
      [join(root, 'bin/dlx.js'), 'train', 'slow.yaml', '--quiet'],
      { cwd: folder },
    );
    const closed = new Promise((resolve) => child.on('close', resolve));
    while (readEpochs(runsIn(folder)[0] ?? folder).length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 550));
    child.kill('SIGINT');
    expect(await closed).toBe(130);
    const run = onlyRun(folder);
    expect(recordOf(run)).toMatchObject({ state: 'interrupted', epochs: { done: 1 } });
    expect(await dlx(folder, ['verify', run, '--files'])).toMatchObject({ code: 0, stderr: '' });
  });
});

// Thousands of operations to record, in which nobody can listen; no step is done by then.
const longToRecord = JSON.stringify({
  dataset: 'sequences',
  model: [
    { Embedding: { input_dim: 500, output_dim: 8 } },
    ...Array(4).fill({ GRU: { units: 8, reset_after: false, return_sequences: true } }),
    'Flatten',
    { Dense: { units: 2, activation: 'softmax' } },
  ],
  loss: 'sparse_categorical_crossentropy',
});

test('a run that is still being prepared ends within five seconds, too', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'long.yaml'), longToRecord);
    const child = spawn(
      process.execPath,
      [join(root, 'bin/dlx.js'), 'train', 'long.yaml', '--quiet'],
      { cwd: folder },
    );
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const closed = new Promise((resolve) => child.on('close', resolve));
    while (runsIn(folder).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const asked = performance.now();
    child.kill('SIGTERM');
    expect(await closed).toBe(143);
    expect(performance.now() - asked).toBeLessThan(5000);
    expect(stderr).toBe(
      `error: long, seed 0: stopped by SIGTERM before its first step; go on with: dlx resume runs/${basename(onlyRun(folder))}\n`,
    );
    expect(recordOf(onlyRun(folder))).toMatchObject({ state: 'interrupted', epochs: { done: 0 } });
  });
});

test('a signal that comes as a run ends is not lost: nothing else is begun', async () => {
  await inFolder(async (folder) => {
    const child = spawn(
      process.execPath,
      [
        join(root, 'bin/dlx.js'),
        'train',
        spirals,
        '-S',
        'epochs=2',
        '--seeds',
        '3',
        '--jobs',
        '1',
        '--quiet',
      ],
      { cwd: folder },
    );
    const closed = new Promise((resolve) => child.on('close', resolve));
    while (!existsSync(join(runsIn(folder)[0] ?? folder, 'predictions'))) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    child.kill('SIGINT');
    expect(await closed).toBe(130);
    expect(recordOf(onlyRun(folder)).state).toMatch(/^(?:finished|interrupted)$/);
  });
});

// keras-team/keras#17012: after a resume, a worse epoch took the place of the best.
test('the best epoch stays the best over an interruption, though all later ones are worse', async () => {
  await inFolder(async (folder) => {
    // From the third epoch on the weights are pulled far away.
    const worse =
      'optimizer={name: sgd, learning_rate: {name: PiecewiseConstantDecay, boundary_epochs: [2], values: [0.05, 30]}, clipnorm: 1}';
    await interrupted(folder, ['-S', worse, '-S', 'epochs=80', '--quiet'], 'SIGTERM', 5);
    const run = onlyRun(folder);
    const {
      epochs: { best, done },
      scores,
    } = recordOf(run);
    const weights = readFileSync(join(run, 'best.safetensors'));
    expect(done).toBeLessThan(80);
    await dlx(folder, ['resume', run, '--quiet']);
    const after = recordOf(run);
    const better = readEpochs(run)
      .slice(done)
      .filter(({ best: isBest }) => isBest);
    expect({ state: after.state, better }).toEqual({ state: 'finished', better: [] });
    expect({ best: after.epochs.best, validation: after.scores.validation }).toEqual({
      best,
      validation: scores.validation,
    });
    expect(readFileSync(join(run, 'best.safetensors')).equals(weights)).toBe(true);
  });
});
