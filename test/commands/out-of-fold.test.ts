// A cross-validation from end to end: its runs, its row, and the predictions of the rows that each fold
// held out.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { foldSummary } from '../../src/commands/fold-summary.js';
import {
  dropOutOfFold,
  foldsFolder,
  keptOutOfFold,
  outOfFoldFile,
} from '../../src/commands/kept-folds.js';
import { keepOutOfFold } from '../../src/commands/out-of-fold.js';
import { readOutputs } from '../../src/run/outputs.js';
import { readRun } from '../../src/run/read.js';
import type { RunRecord } from '../../src/run/record.js';
import { inFolder, runsIn } from '../cli/dlx.js';
import { dlx } from '../cli/warm.js';

const spec = `
dataset: {name: spirals, samples: 62}
model: [{Dense: {units: 3, activation: softmax}}]
loss: sparse_categorical_crossentropy
metrics: [accuracy]
cross_validation: {folds: 3, by: stratified}
`;

function record(folder: string): RunRecord {
  const run = readRun(folder);
  if (!('record' in run)) throw new Error(run.damaged);
  return run.record;
}

const cellsOf = (file: string): readonly (readonly string[])[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

test('folds are trained, kept, shown as one row, and finished by the same command', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'a.yaml'), spec);
    const words = ['train', 'a.yaml', '--needed', '--json', '--full'];
    const said = JSON.parse((await dlx(folder, words)).stdout) as {
      readonly ok: boolean;
      readonly runs: readonly { readonly run: string; readonly fold: object }[];
      readonly out_of_fold: readonly { readonly file: string; readonly rows: number }[];
    };
    expect(said.ok).toBe(true);
    expect(said.runs.map(({ fold }) => fold)).toEqual(
      [1, 2, 3].map((fold) => ({ fold, folds: 3, repeat: 1, repeats: 1 })),
    );
    const runs = said.runs.map(({ run }) => join(folder, run));
    const records = runs.map(record);
    // 62 rows in folds of 21, 21 and 20, of the rest a fifth for validation: ⌈8.2⌉ and ⌈8.4⌉.
    expect(
      records.map(({ data: { train, validation, test: held } }) => [train, validation, held]),
    ).toEqual([
      [32, 9, 21],
      [32, 9, 21],
      [33, 9, 20],
    ]);
    expect(new Set(records.map(({ hashes }) => hashes.group)).size).toBe(1);
    expect(new Set(records.map(({ cross_validation: of }) => of?.id)).size).toBe(1);
    expect(records.map(({ test_reads: reads }) => reads)).toEqual([1, 1, 1]);

    // One file: each row once, in order, with what its own fold's model says of it.
    const [kept] = said.out_of_fold;
    const file = join(folder, kept?.file ?? '');
    const [head = [], ...lines] = cellsOf(file);
    expect(head.slice(0, 6)).toEqual(['row', 'repeat', 'fold', 'seed', 'arm', 'predicted_arm']);
    expect(lines.map(([row]) => Number(row))).toEqual(Array.from({ length: 62 }, (_, i) => i));
    runs.forEach((run, i) => {
      const outputs = readOutputs(run, 'test');
      const own = lines.filter(([, , fold]) => fold === String(i + 1));
      expect(own.map(([row]) => Number(row))).toEqual([...(outputs?.rows.values ?? [])]);
      expect(own.map(([, , , , target]) => Number(target))).toEqual([
        ...(outputs?.targets.values ?? []),
      ]);
      expect(
        own.flatMap((cells) => cells.slice(6).map((cell) => Math.fround(Number(cell)))),
      ).toEqual([...(outputs?.predictions.values ?? [])]);
    });

    // What is removed is made again, without a training; a fold that is lost is trained alone.
    const bytes = readFileSync(file);
    rmSync(file);
    const [first = ''] = runs;
    expect(keptOutOfFold(join(folder, 'runs'), record(first))).toBeNull();
    expect((await dlx(folder, ['train', 'a.yaml', '--needed', '--quiet'])).code).toBe(0);
    expect(readFileSync(file).equals(bytes)).toBe(true);
    rmSync(runs[1] ?? '', { recursive: true });
    const summary = foldSummary(first, record(first));
    expect(summary).toMatchObject({ folds: 3, repeats: 1, done: 2 });
    const compared = await dlx(folder, ['compare', '--json']);
    expect(JSON.parse(compared.stdout)).toMatchObject({
      tables: [{ groups: [{ n: 2, folds: { folds: 3, repeats: 1, done: 2 } }] }],
    });
    expect(compared.stdout).toContain('a has 2 of 3 folds');
    expect(compared.stdout).not.toContain('interval"');
    const again = JSON.parse((await dlx(folder, words)).stdout) as typeof said & {
      readonly reused: readonly string[];
    };
    expect(again.reused).toHaveLength(2);
    expect(runsIn(folder)).toHaveLength(3);
    expect(readFileSync(file).equals(bytes)).toBe(true);
    const shown = await dlx(folder, ['show', said.runs[0]?.run ?? '']);
    expect(shown.stdout).toMatch(/fold +fold 1 of 3 stratified folds: its test part/);
    expect(shown.stdout).toMatch(/folds +3 folds done, test_accuracy 0\.\d{4} ± 0\.\d{4}/);
  });
});

const table = Array.from(
  { length: 48 },
  (_, i) => `${(i * 7) % 11},g${i % 6},${i % 3 === 0 ? 'yes' : 'no'},${i}`,
);

const tableSpec = `
dataset: {name: table, file: t.csv, target: left, exclude: [who]}
model: [{Dense: {units: 2, activation: softmax}}]
loss: sparse_categorical_crossentropy
`;

describe('folds of a table', () => {
  test('go by groups, and leave a test file unread', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 't.csv'), ['age,who,left,n', ...table].join('\n'));
      writeFileSync(
        join(folder, 'a.yaml'),
        tableSpec.replace('exclude', 'test_file: none.csv, exclude'),
      );
      const how = 'cross_validation={by: group, column: who}';
      const { code, stderr } = await dlx(folder, ['train', 'a.yaml', '--folds', '3', '-S', how]);
      expect([code, stderr]).toEqual([
        0,
        expect.stringContaining('3 folds by group (who): 3 runs'),
      ]);
      const records = runsIn(folder).map(record);
      expect(records.map(({ data: { test: held } }) => held)).toEqual([16, 16, 16]);
      const [first] = records;
      const file = first && outOfFoldFile(join(folder, 'runs'), first);
      const lines = cellsOf(file ?? '').slice(1);
      // Whole groups; the answers by their names.
      const foldOf = new Map(lines.map(([row = '', , fold = '']) => [Number(row) % 6, fold]));
      expect(lines.every(([row, , fold]) => foldOf.get(Number(row) % 6) === fold)).toBe(true);
      expect(lines.map((cells) => cells[4])).toEqual(table.map((line) => line.split(',')[2]));
    });
  });

  test.each([
    [['--folds', '1'], 2, '--folds must be a whole number of at least 2'],
    [
      ['-S', 'cross_validation={folds: 40, by: stratified}'],
      1,
      'of each class at least, and the class "yes" has 16',
    ],
    [['-S', 'cross_validation={folds: 7, by: group, column: who}'], 1, 'needs 7 groups at least'],
    [['-S', 'cross_validation={folds: 3, by: group, column: what}'], 1, '"what"'],
    [['--folds', '49'], 1, 'needs 49 rows at least, and there are 48'],
    [['--folds', '3', '-S', 'dataset.validation_split=0.99'], 1, 'leaves none to train on'],
    [['--folds', '3', '-S', 'dataset.windows={length: 3}'], 2, 'windows of a series share rows'],
    [['--folds', '3', '-S', 'dataset.windows={length: 3}'], 2, '-S cross_validation.by=time'],
  ])('%j is refused', async (words, code, message) => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 't.csv'), ['age,who,left,n', ...table].join('\n'));
      writeFileSync(join(folder, 'a.yaml'), tableSpec);
      const said = await dlx(folder, ['train', 'a.yaml', ...words]);
      expect(said.stderr).toContain(message);
      expect([said.code, runsIn(folder)]).toEqual([code, []]);
    });
  });
});

const small = (samples: number): string => `
dataset: {name: spirals, samples: ${samples}}
model: [{Dense: {units: 3, activation: softmax}}]
loss: sparse_categorical_crossentropy
epochs: 1
cross_validation: {folds: 2}
`;

test('they lie beside their runs, wherever these are, and go with the last of them', async () => {
  await inFolder(async (folder) => {
    const files = (): readonly string[] => {
      const place = join(folder, 'other', foldsFolder);
      return existsSync(place) ? readdirSync(place) : [];
    };
    writeFileSync(join(folder, 'a.yaml'), small(40));
    writeFileSync(join(folder, 'b.yaml'), small(44));
    const trained = await dlx(folder, ['train', 'a.yaml', 'b.yaml', '--runs', 'other', '--quiet']);
    const [first = '', second = '', ...others] = trained.stdout.trimEnd().split('\n');
    const both = files();
    expect(both).toHaveLength(2);

    // Of a run that a path names, whatever folder other runs are in.
    const [own = ''] = both.filter((name) => name.startsWith('a-'));
    rmSync(join(folder, 'other', foldsFolder, own));
    const resumed = await dlx(folder, ['resume', first, '--json']);
    expect(JSON.parse(resumed.stdout)).toMatchObject({
      out_of_fold: [{ file: join('other', foldsFolder, own), rows: 40 }],
    });
    expect([files(), existsSync(join(folder, 'runs'))]).toEqual([both, false]);

    expect(await dlx(folder, ['prune', first])).toMatchObject({ code: 0, stderr: '' });
    await dlx(folder, ['rename', second, 'renamed']);
    expect(await dlx(folder, ['prune', 'renamed', '--runs', 'other', '--dry-run'])).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(files()).toEqual(both);
    const last = await dlx(folder, ['prune', 'renamed', '--runs', 'other']);
    expect([last.code, last.stderr]).toEqual([
      0,
      `removed with the last of its runs: ${join('other', foldsFolder, own)}\n`,
    ]);
    expect(files()).toEqual(both.filter((name) => name !== own));
    const told = await dlx(folder, ['prune', ...others, '--now', '--json']);
    expect(JSON.parse(told.stdout)).toMatchObject({
      out_of_fold: both
        .filter((name) => name !== own)
        .map((name) => join('other', foldsFolder, name)),
    });
    expect(existsSync(join(folder, 'other', foldsFolder))).toBe(false);
  });
});

test('a file that cannot be written is said, and no run is lost', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'a.yaml'), small(40));
    mkdirSync(join(folder, 'runs'));
    writeFileSync(join(folder, 'runs', foldsFolder), '');
    const { code, stderr } = await dlx(folder, ['train', 'a.yaml']);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/\na: no file of predictions out of fold: cannot [^\n]*\n/),
    ]);
    expect(runsIn(folder)).toHaveLength(2);
  });
});

test('what does not go with the data is said at its key of the spec', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'a.yaml'), small(40).replace('2}', '2, by: time, column: n}'));
    const { code, stderr } = await dlx(folder, ['train', 'a.yaml']);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(
        /^a\.yaml:6:\d+ cross_validation is by: time, and this data has no columns/,
      ),
    ]);
  });
});

test('runs of no cross-validation have none', () => {
  expect(keepOutOfFold('nowhere', [])).toEqual([]);
  expect(dropOutOfFold('nowhere', [])).toEqual([]);
});
