// The main job from end to end, as subprocesses, on data that dlx makes and on the real
// Fashion-MNIST.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadDataset } from '../../src/dataset/datasets.js';
import { readOutputs } from '../../src/run/outputs.js';
import { readEpochs, readRun } from '../../src/run/read.js';
import type { RunRecord } from '../../src/run/record.js';
import { dlx as dlxProcess, inFolder, root, runsIn } from '../cli/dlx.js';
import { dlx } from '../cli/warm.js';
import { onlyTarget } from '../../src/dataset/source.js';

const spirals = join(root, 'experiments/spirals.yaml');

function record(folder: string): RunRecord {
  const run = readRun(folder);
  if (!('record' in run)) throw new Error(run.damaged);
  return run.record;
}

const sha256 = (path: string): string =>
  createHash('sha256').update(readFileSync(path)).digest('hex');

describe('training on data that dlx makes', () => {
  test('leaves a run that explains itself, and the same one again bit for bit', async () => {
    await inFolder(async (folder) => {
      const words = ['train', spirals, '-S', 'epochs=4'];
      const first = await dlx(folder, words);
      expect({ code: first.code, stderr: first.code === 0 ? '' : first.stderr }).toEqual({
        code: 0,
        stderr: '',
      });
      // In a process of its own, in which nothing was trained before.
      expect((await dlxProcess(folder, words)).code).toBe(0);
      const [a = '', b = ''] = runsIn(folder);

      expect(readdirSync(a).sort()).toEqual([
        'best.safetensors',
        'data.json',
        'epochs.jsonl',
        'history.svg',
        'last.1.safetensors',
        'last.safetensors',
        'predictions',
        'resolved.yaml',
        'rows',
        'run.json',
        'spec.yaml',
        'targets',
      ]);
      expect(record(a)).toMatchObject({
        state: 'finished',
        name: 'spirals',
        seed: 42,
        test_reads: 1,
        parameters: { total: 1251, trainable: 1251 },
        epochs: { planned: 4, done: 4 },
      });
      expect(sha256(join(a, 'predictions/test.npy'))).toBe(sha256(join(b, 'predictions/test.npy')));
      const untimed = (run: string): unknown =>
        readEpochs(run).map(({ seconds: _, ...epoch }) => epoch);
      expect(untimed(a)).toEqual(untimed(b));
      expect(record(a).hashes).toEqual(record(b).hashes);
      expect(weightBytes(a).equals(weightBytes(b))).toBe(true);
      expect(sha256(join(a, 'history.svg'))).toBe(sha256(join(b, 'history.svg')));
      expect(record(a).files).toHaveProperty(['history.svg']);
    });
  });

  test('scores are those of the kept predictions, which say what should have been and of which rows', async () => {
    await inFolder(async (folder) => {
      expect((await dlx(folder, ['train', spirals, '-S', 'epochs=8'])).code).toBe(0);
      const [run = ''] = runsIn(folder);
      const { scores, data } = record(run);
      const dataset = await loadDataset(
        { name: 'spirals', arguments: spiralsArguments(run) },
        { folder, targets: 'either', notify: () => undefined },
      );
      expect(data.sha256).toBe(dataset.sha256);
      for (const part of ['validation', 'test'] as const) {
        const kept = readOutputs(run, part);
        const { shape = [], values = new Float32Array() } = kept?.predictions ?? {};
        expect(shape).toEqual([dataset[part].rows.length, 3]);
        const labels = [...dataset[part].rows].map(
          (row) => onlyTarget(dataset[part].source).values[row] ?? -1,
        );
        expect([...(kept?.targets.values ?? [])]).toEqual(labels);
        expect([...(kept?.rows.values ?? [])]).toEqual([...dataset[part].rows]);
        const rows = labels.map((_, i) => [...values.subarray(3 * i, 3 * i + 3)]);
        const accuracy =
          rows.filter((row, i) => row.indexOf(Math.max(...row)) === labels[i]).length / rows.length;
        const loss =
          rows.reduce((sum, row, i) => sum - Math.log(row[labels[i] ?? 0] ?? 0), 0) / rows.length;
        expect(scores[part]?.['accuracy']).toBeCloseTo(accuracy, 6);
        expect(scores[part]?.['loss']).toBeCloseTo(loss, 5);
      }
    });
  });

  test('what is kept and scored is the best epoch, not the last one', async () => {
    await inFolder(async (folder) => {
      const settings = [
        'epochs=8',
        'optimizer={name: sgd, learning_rate: 3, momentum: 0.9}',
        'early_stopping={patience: 3}',
        'reduce_lr_on_plateau={patience: 1}',
      ];
      await dlx(folder, ['train', spirals, ...settings.flatMap((setting) => ['-S', setting])]);
      const [run = ''] = runsIn(folder);
      const losses = readEpochs(run).map(({ validation }) => validation['loss'] ?? NaN);
      const best = losses.indexOf(Math.min(...losses));
      expect(best).toBeLessThan(losses.length - 1);
      expect(losses.length).toBe(Math.min(8, best + 1 + 3));
      expect(record(run).epochs.best).toBe(best + 1);
      expect(record(run).scores.validation?.['loss']).toBeCloseTo(losses[best] ?? NaN, 5);
    });
  });

  test('its spec.yaml and its resolved.yaml train again to the same hash', async () => {
    await inFolder(async (folder) => {
      expect(
        (await dlx(folder, ['train', spirals, '-S', 'epochs=1', '-S', 'optimizer=rmsprop'])).code,
      ).toBe(0);
      const [run = ''] = runsIn(folder);
      const again = await dlx(folder, [
        'train',
        join(run, 'spec.yaml'),
        join(run, 'resolved.yaml'),
        '--json',
        '--full',
      ]);
      const { runs } = JSON.parse(again.stdout) as {
        readonly runs: readonly {
          readonly record: RunRecord;
          readonly parent: string;
          readonly changes: object;
          readonly duplicate_of: string;
        }[];
      };
      const hashes = runs.map(({ record: { hashes: found } }) => found.spec);
      expect(hashes).toEqual([record(run).hashes.spec, record(run).hashes.spec]);
      // They come from that run, change nothing, and are the same again.
      for (const one of runs) {
        expect(one).toMatchObject({
          parent: run,
          changes: {},
          vs_parent: { verdict: null, why: expect.stringContaining('what differs is chance') },
          record: { parent: record(run).id },
        });
        expect(join(folder, one.duplicate_of)).toBe(run);
      }
    });
  });

  test('--quiet prints paths, --json one document, --needed trains only what is missing, seeds make replicates', async () => {
    await inFolder(async (folder) => {
      const quiet = await dlx(folder, [
        'train',
        spirals,
        '-S',
        'epochs=1',
        '--seeds',
        '2',
        '--quiet',
      ]);
      expect(
        quiet.stdout
          .trim()
          .split('\n')
          .map((line) => join(folder, line))
          .sort(),
      ).toEqual([...runsIn(folder)].sort());
      expect(quiet.stderr).toBe('');
      const json = await dlx(folder, [
        'train',
        spirals,
        '-S',
        'epochs=1',
        '--seeds',
        '3',
        '--needed',
        '--json',
      ]);
      const { runs: named, reused } = JSON.parse(json.stdout) as {
        readonly runs: readonly (Pick<RunRecord, 'seed' | 'state'> & { readonly run: string })[];
        readonly reused: readonly string[];
      };
      expect(json.stderr).toBe('');
      expect(json.stdout.trimEnd().split('\n')).toHaveLength(3);
      // Those that were there already are named, too.
      expect(named.map(({ seed, state }) => ({ seed, state }))).toEqual([
        { seed: 42, state: 'finished' },
        { seed: 43, state: 'finished' },
        { seed: 44, state: 'finished' },
      ]);
      const [first, second] = quiet.stdout.trim().split('\n');
      expect(named.slice(0, 2).map(({ run }) => run)).toEqual([first, second]);
      expect(reused).toEqual([first, second]);
      expect(
        await dlx(folder, ['train', spirals, '-S', 'epochs=1', '--needed', '--quiet']),
      ).toEqual({ code: 0, stdout: `${first}\n`, stderr: '' });
      expect(runsIn(folder)).toHaveLength(3);
      const groups = new Set(runsIn(folder).map((run) => record(run).hashes.group));
      expect(groups.size).toBe(1);
      expect(new Set(runsIn(folder).map((run) => record(run).hashes.spec)).size).toBe(3);
    });
  });

  test('a loss that stops being a number ends the run as diverged, exit code 3', async () => {
    await inFolder(async (folder) => {
      const { code, stderr } = await dlx(folder, [
        'train',
        spirals,
        '-S',
        'model.dense_2.activation=linear',
        '-S',
        'optimizer={name: sgd, learning_rate: 100}',
        '-S',
        'loss=mean_squared_error',
        '-S',
        'metrics=[]',
      ]);
      const [run = ''] = runsIn(folder);
      expect({ code, state: record(run).state }).toEqual({ code: 3, state: 'diverged' });
      expect(stderr).toContain('diverged: the loss became');
      expect(stderr).not.toMatch(/^\s+at /m);
      const compared = await dlx(folder, ['compare', '--format', 'json']);
      expect(JSON.parse(compared.stdout)).toMatchObject({
        tables: [{ rows: [{ state: 'diverged', rank: null }] }],
      });
    });
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s commits what there is and ends with 128 + n',
    async (signal) => {
      await inFolder(async (folder) => {
        const child = spawn(
          process.execPath,
          [join(root, 'bin/dlx.js'), 'train', spirals, '-S', 'epochs=100000'],
          { cwd: folder },
        );
        const epochs = (): number =>
          runsIn(folder)[0] && existsSync(join(runsIn(folder)[0] ?? '', 'epochs.jsonl'))
            ? readEpochs(runsIn(folder)[0] ?? '').length
            : 0;
        while (epochs() < 2) await new Promise((resolve) => setTimeout(resolve, 50));
        child.kill(signal);
        const code = await new Promise((resolve) => child.on('close', resolve));
        expect(code).toBe(signal === 'SIGINT' ? 130 : 143);
        const [run = ''] = runsIn(folder);
        expect(record(run)).toMatchObject({ state: 'interrupted', epochs: { done: epochs() } });
      });
    },
  );

  test('the fallback backends train the same spec to the same numbers, with one warning', async () => {
    await inFolder(async (folder) => {
      for (const backend of ['tensorflow', 'cpu', 'wasm']) {
        const { code } = await dlx(
          folder,
          [
            'train',
            spirals,
            '-S',
            'epochs=2',
            '-S',
            'dataset={name: spirals, samples: 300}',
            '--name',
            backend,
          ],
          { DLX_BACKEND: backend },
        );
        expect(code).toBe(0);
      }
      const of = (backend: string): readonly number[] => {
        const run = runsIn(folder).find((path) => record(path).name === backend) ?? '';
        expect(record(run).machine.backend).toBe(backend);
        return readEpochs(run).map(({ validation }) => validation['loss'] ?? NaN);
      };
      of('cpu').forEach((loss, i) => expect(loss).toBeCloseTo(of('tensorflow')[i] ?? NaN, 4));
      of('wasm').forEach((loss, i) => expect(loss).toBeCloseTo(of('tensorflow')[i] ?? NaN, 4));
    });
  });
});

describe('training on Fashion-MNIST', () => {
  test("the tutorial's network reaches Keras' accuracy in five epochs", async () => {
    await inFolder(async (folder) => {
      // Its memory is looked at: a process of its own.
      const { code, stdout } = await dlxProcess(folder, [
        'train',
        join(root, 'experiments/relu.yaml'),
      ]);
      expect(code).toBe(0);
      const [run = ''] = runsIn(folder);
      const { scores, parameters, peak_memory_bytes, data } = record(run);
      // Keras 3.15.1 on TensorFlow 2.21: validation 0.8734 ± 0.0043, test 0.8639 ± 0.0049 over five
      // seeds.
      expect(Math.abs((scores.validation?.['accuracy'] ?? 0) - 0.8734)).toBeLessThan(
        0.01 + 2 * 0.0043,
      );
      expect(Math.abs((scores.test?.['accuracy'] ?? 0) - 0.8639)).toBeLessThan(0.008 + 2 * 0.0049);
      expect(data).toMatchObject({ train: 48000, validation: 12000, test: 10000 });
      expect(parameters.total).toBe(79510);
      expect(peak_memory_bytes).toBeLessThan(1e9);
      expect(stdout).toContain('val accuracy');
    });
  });

  test('a convolutional network trains on image files', async () => {
    await inFolder(async (folder) => {
      writeDigits(folder, 600);
      writeFileSync(
        join(folder, 'cnn.yaml'),
        `extends: ${join(root, 'experiments/cnn.yaml')}\ndataset: {name: idx, train_images: images, train_labels: labels, test_split: 0.2}\nepochs: 3\n`,
      );
      const { code, stderr } = await dlx(folder, ['train', 'cnn.yaml']);
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      const [run = ''] = runsIn(folder);
      expect(record(run).parameters.total).toBe(333526);
      expect(record(run).scores.test?.['accuracy']).toBeGreaterThan(0.95);
    });
  });
});

/** Ten classes of 28 × 28 pictures: a bright bar whose row is the class. */
function writeDigits(folder: string, count: number): void {
  const images = Buffer.alloc(16 + count * 784);
  const labels = Buffer.alloc(8 + count);
  images.writeUInt32BE(0x803, 0);
  [count, 28, 28].forEach((size, i) => images.writeUInt32BE(size, 4 + 4 * i));
  labels.writeUInt32BE(0x801, 0);
  labels.writeUInt32BE(count, 4);
  for (let i = 0; i < count; i += 1) {
    const label = i % 10;
    labels[8 + i] = label;
    const column = (7 * i) % 13;
    images.fill(
      200,
      16 + i * 784 + (2 * label + 3) * 28 + column,
      16 + i * 784 + (2 * label + 3) * 28 + column + 12,
    );
  }
  writeFileSync(join(folder, 'images'), images);
  writeFileSync(join(folder, 'labels'), labels);
}

function spiralsArguments(run: string): Readonly<Record<string, unknown>> {
  const text = readFileSync(join(run, 'resolved.yaml'), 'utf8');
  const block = /dataset:\n((?: {2}.*\n)+)/.exec(text)?.[1] ?? '';
  return Object.fromEntries(
    block
      .trim()
      .split('\n')
      .map((line) => line.trim().split(': '))
      .filter(([key]) => key !== 'name')
      .map(([key = '', value = '']) => [key, JSON.parse(value) as unknown]),
  );
}

// The values alone: the header's metadata names the run.
function weightBytes(run: string): Buffer {
  const bytes = readFileSync(join(run, 'best.safetensors'));
  return bytes.subarray(8 + Number(bytes.readBigUInt64LE(0)));
}
