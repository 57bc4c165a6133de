// What a run writes for TensorBoard while it trains: no number is another one for it, and a run that
// was cut off anywhere has every epoch in it once.
import {
  cpSync,
  linkSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { eventFilesOf } from '../../src/run/layout.js';
import { encodeRecord } from '../../src/run/record-file.js';
import { dlx as dlxProcess } from '../cli/dlx.js';
import { dlx } from '../cli/warm.js';
import { seriesOf, type Series } from '../export/tensorboard/events.js';
import { bits, recordOf } from '../faults/runs.js';
import { inFolder, runsIn } from '../folders.js';
import { once } from '../once.js';
import { isWhole, partOf } from '../whole.js';

const spec = {
  dataset: { name: 'spirals', samples: 200 },
  model: [
    { Dense: { units: 8, activation: 'relu' } },
    'BatchNormalization',
    { Dropout: 0.2 },
    {
      Dense: { units: 3, activation: 'softmax' },
    },
  ],
  optimizer: { name: 'adam', learning_rate: 0.01 },
  loss: 'sparse_categorical_crossentropy',
  metrics: ['accuracy'],
  epochs: 3,
};

const written = (folder: string, more: object = {}): string => {
  const name = 'a.yaml';
  writeFileSync(join(folder, name), JSON.stringify({ ...spec, ...more }));
  return name;
};

const trained = async (folder: string, words: readonly string[]): Promise<string> => {
  const { code, stderr, stdout } = await dlx(folder, ['train', ...words, '--quiet']);
  if (code !== 0) throw new Error(stderr);
  return join(folder, stdout.trim());
};

const tagsOf = (series: Series, part: keyof Series): readonly (readonly string[])[] =>
  series[part].map(([, values]) => Object.keys(values));

test.each([[[]], [['--eager']]])('the same bits with and without it %s', async (how) => {
  await inFolder(async (folder) => {
    const name = written(folder);
    const without = await trained(folder, [name, ...how]);
    const watched = await trained(folder, [name, ...how, '--tensorboard']);
    expect(bits(watched)).toEqual(bits(without));
    expect(recordOf(watched).hashes).toEqual(recordOf(without).hashes);
    expect(recordOf(watched).spec).toEqual({ ...recordOf(without).spec, tensorboard: true });
    expect(readdirSync(without)).not.toContain('events');
  });
});

test('curves, weights, gradients, settings, scores and pictures, and a run that is whole', async () => {
  await inFolder(async (folder) => {
    // A worker has the graph of its first run for its second one.
    const name = written(folder, { tensorboard: true, seeds: 2 });
    const real = isWhole ? dlxProcess : dlx;
    const { code, stderr } = await real(folder, ['train', name, '--quiet', '--jobs', '1']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [run = '', ...others] = runsIn(folder);
    const series = seriesOf(run);
    const weights = ['kernel', 'bias'].flatMap((one) => [`dense/${one}`, `dense_1/${one}`]);
    const own = ['gamma', 'beta'].map((one) => `batch_normalization/${one}`);
    const moved = ['moving_mean', 'moving_variance'].map((one) => `batch_normalization/${one}`);
    const tags = [
      ...['epoch_loss', 'epoch_accuracy', 'epoch_learning_rate'],
      ...[...weights, ...own, ...moved].map((key) => `weights/${key}`),
      ...[...weights, ...own].map((key) => `gradients/${key}`),
    ].sort();
    expect(tagsOf(series, 'train').map((one) => one.toSorted())).toEqual([[], tags, tags, tags]);
    expect(series.train.map(([step]) => step)).toEqual([0, 1, 2, 3]);
    expect(tagsOf(series, 'whole')).toEqual([
      [],
      ['spec', '_hparams_/session_start_info'],
      [
        ...['test_loss', 'test_accuracy', 'best_validation_loss', 'best_validation_accuracy'],
        ...['confusion_validation', 'confusion_test', '_hparams_/session_end_info'],
      ],
    ]);
    expect(String(series.whole[2]?.[1]['confusion_test'])).toMatch(/^89504e47/);
    expect(new Set([run, ...others].map((one) => JSON.stringify(seriesOf(one).train))).size).toBe(
      2,
    );
    expect(await dlx(folder, ['verify', run, '--files'])).toMatchObject({ code: 0 });
    const [whole = ''] = eventFilesOf(recordOf(run));
    writeFileSync(join(run, whole), 'x');
    const damaged = await dlx(folder, ['verify', run, '--files']);
    expect(damaged.code).toBe(1);
    expect(damaged.stderr).toContain(`${whole} is damaged`);
    const { code: pruned } = await dlx(folder, ['prune', run, '--now']);
    expect([pruned, runsIn(folder).length, readdirSync(join(folder, 'runs/.trash'))]).toEqual([
      0,
      1,
      [],
    ]);
  });
});

/** What is left of a run that was killed in its third epoch, before it had kept anything of it. */
const cutOff = (whole: string, folder: string): string => {
  const run = join(folder, 'runs/cut');
  cpSync(whole, run, { recursive: true });
  renameSync(join(run, 'last.1.safetensors'), join(run, 'last.safetensors'));
  const lines = readFileSync(join(run, 'epochs.jsonl'), 'utf8').split('\n');
  writeFileSync(join(run, 'epochs.jsonl'), `${lines.slice(0, 2).join('\n')}\n`);
  const record = recordOf(whole);
  writeFileSync(
    join(run, 'run.json'),
    encodeRecord({
      ...record,
      state: 'running',
      finished: null,
      scores: { ...record.scores, test: null },
      test_reads: 0,
      files: Object.fromEntries(
        Object.entries(record.files).filter(([file]) => /^(?:spec|resolved|data)\./.test(file)),
      ),
    }),
  );
  return run;
};

/** How long a file is up to so many epochs, its records being one as long as the other. */
const lengthTo = (run: string, file: string, epochs: number): number => {
  const bytes = readFileSync(join(run, file));
  let at = 0;
  for (let left = epochs + 1; left > 0; left -= 1) at += 16 + Number(bytes.readBigUInt64LE(at));
  return at;
};

const unbroken = once(async () => {
  // The temporary folder of a suite is removed after it.
  const folder = mkdtempSync(join(tmpdir(), 'dlx-test-'));
  const run = await trained(folder, [written(folder), '--tensorboard']);
  return { run, series: seriesOf(run), bits: bits(run) };
});

describe('a run that was cut off has the series of one that was not', () => {
  type Harm = (run: string, files: readonly string[]) => void;
  const shorten =
    (part: number, epochs: number, more = 0): Harm =>
    (run, files) => {
      const file = files[part] ?? '';
      truncateSync(join(run, file), lengthTo(run, file, epochs) + more);
    };
  const cases: readonly (readonly [string, Harm])[] = [
    [
      'an epoch was kept that was not shown yet',
      (run, files) => {
        for (const part of [1, 2]) shorten(part, 1)(run, files);
      },
    ],
    ['an epoch more was shown than was kept', () => undefined],
    [
      'it was killed as it wrote',
      (run, files) => {
        for (const part of [1, 2]) shorten(part, 1, 9)(run, files);
      },
    ],
    ['an epoch is there of training alone', shorten(2, 1)],
  ];
  test.each(partOf(cases, 2))('%s', async (_, harm) => {
    const { run: whole, series, bits: expected } = await unbroken();
    await inFolder(async (folder) => {
      const run = cutOff(whole, folder);
      harm(run, eventFilesOf(recordOf(whole)));
      const { code, stderr } = await dlx(folder, ['resume', run, '--quiet']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(bits(run)).toEqual(expected);
      expect(seriesOf(run)).toEqual(series);
    });
  });

  test('its files are gone: curves are there, and it is said that histograms are not', async () => {
    const { run: whole, series } = await unbroken();
    await inFolder(async (folder) => {
      const run = cutOff(whole, folder);
      rmSync(join(run, 'events'), { recursive: true });
      const { stderr } = await dlx(folder, ['resume', run]);
      expect(stderr).toContain('TensorBoard is shown no histograms of epochs 1 to 1');
      expect(seriesOf(run).validation).toEqual(series.validation);
      const counts = tagsOf(seriesOf(run), 'train').map((tags) => tags.length);
      expect(counts).toEqual([
        0,
        3,
        ...tagsOf(series, 'train')
          .slice(2)
          .map((tags) => tags.length),
      ]);
    });
  });

  test('what has another name elsewhere stays as it is there', async () => {
    const { run: whole, series } = await unbroken();
    await inFolder(async (folder) => {
      const run = cutOff(whole, folder);
      const [, train = ''] = eventFilesOf(recordOf(whole));
      shorten(1, 2)(run, ['', train]);
      linkSync(join(run, train), join(folder, 'copy'));
      const before = readFileSync(join(folder, 'copy'));
      await dlx(folder, ['resume', run, '--quiet']);
      expect(readFileSync(join(folder, 'copy'))).toEqual(before);
      expect(seriesOf(run)).toEqual(series);
    });
  });

  test('a child has what its parent was shown', async () => {
    const { run: whole, series } = await unbroken();
    await inFolder(async (folder) => {
      const parent = join(folder, 'runs/parent');
      cpSync(whole, parent, { recursive: true });
      const { stdout } = await dlx(folder, ['resume', parent, '--epochs', '4', '--quiet']);
      const child = seriesOf(join(folder, stdout.trim()));
      expect(child.train.slice(0, 4)).toEqual(series.train);
      expect(child.train.map(([step]) => step)).toEqual([0, 1, 2, 3, 4]);
      expect(seriesOf(parent)).toEqual(series);
    });
  });
});
