import { describe, expect, test } from '@jest/globals';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import {
  compareRuns as compareAll,
  type ComparisonOptions,
  type Table,
} from '../../src/comparison/comparison.js';
import { loadComparison, loadRuns } from '../../src/comparison/load.js';
import { inFolder } from '../folders.js';
import type { ReadRun } from '../../src/run/read.js';
import type { RunRecord } from '../../src/run/record.js';
import { makeRecord, makeRunFolder, scored, withFolder } from '../run/fixture.js';
import { run } from './runs.js';
import { within } from '../processor-time.js';

const { spec } = makeRecord();

/** The one table of runs on the same data, with all notes. */
function compareRuns(given: readonly ReadRun[], options: ComparisonOptions = {}): Table {
  const { tables, notes } = compareAll(given, options);
  const [table] = tables;
  if (!table || tables.length > 1) throw new Error(`${tables.length} tables`);
  return { ...table, notes: [...table.notes, ...notes] };
}

function order({ rows }: Table): unknown[] {
  return rows.map(({ cells }) => cells.get('run')?.value);
}

function column(comparison: Table, key: string): unknown[] {
  return comparison.rows.map(({ cells }) => cells.get(key)?.value);
}

function bestOf(comparison: Table, key: string): unknown[] {
  return comparison.rows
    .filter(({ best }) => best.has(key))
    .map(({ cells }) => cells.get('run')?.value);
}

function shownKeys({ columns }: Table): string[] {
  return columns.map(({ key }) => key);
}

describe('rank', () => {
  const runs = [
    run('low', scored(0.1, 0.7, 0.1, 0.9)),
    run('high', scored(0.3, 0.9, 0.3, 0.7)),
    run('none', scored(NaN, NaN, 0.2, 0.8)),
    run('absent', { scores: { train: null, validation: null, test: null } }),
  ];

  test('is by the first metric on validation in its direction, what has no value last', () => {
    const comparison = compareRuns(runs);
    expect(order(comparison)).toEqual(['high', 'low', 'none', 'absent']);
    expect(comparison.rows.map(({ rank }) => rank)).toEqual([1, 2, 3, 4]);
    expect(comparison.sort).toEqual({ column: 'val_accuracy', reversed: false });
    const errors = runs.map((one) =>
      'record' in one
        ? {
            ...one,
            record: { ...one.record, metrics: [{ name: 'accuracy', mode: 'min' as const }] },
          }
        : one,
    );
    expect(order(compareRuns(errors))).toEqual(['low', 'high', 'none', 'absent']);
  });

  test('is by the loss where there is no metric that all have', () => {
    const mixed = [
      run('a', { metrics: [], ...scored(0.2, 0.9, 0, 0) }),
      run('b', scored(0.1, 0.1, 0, 0)),
    ];
    expect(order(compareRuns(mixed))).toEqual(['b', 'a']);
    expect(compareRuns(mixed).sort).toEqual({ column: 'val_loss', reversed: false });
  });

  test('can be by any column, by its key or label, or backwards', () => {
    expect(order(compareRuns(runs, { sort: 'test_loss' }))).toEqual([
      'low',
      'none',
      'high',
      'absent',
    ]);
    expect(order(compareRuns(runs, { sort: 'Test Loss' }))).toEqual([
      'low',
      'none',
      'high',
      'absent',
    ]);
    expect(order(compareRuns(runs, { sort: '-test_loss' }))).toEqual([
      'high',
      'none',
      'low',
      'absent',
    ]);
    expect(order(compareRuns(runs, { sort: 'run' }))).toEqual(['absent', 'high', 'low', 'none']);
    expect(shownKeys(compareRuns(runs, { sort: 'started' }))).toContain('started');
    expect(() => compareRuns(runs, { sort: 'tets_loss' })).toThrow(
      expect.objectContaining({
        exitCode: 2,
        message: 'unknown column "tets_loss"; did you mean "test_loss"?',
      }),
    );
    expect(() => compareRuns(runs, { sort: '-tets_loss' })).toThrow(
      'unknown column "tets_loss"; did you mean "test_loss"?',
    );
  });

  test('is not for runs that did not finish, which stand below and have no best', () => {
    const states = (['running', 'interrupted', 'failed', 'diverged'] as const).map((state) =>
      run(state, { state, ...scored(0, 1, 0, 1) }),
    );
    const comparison = compareRuns([
      { folder: 'runs/torn', damaged: 'its run.json is empty' },
      ...states,
      ...runs,
    ]);
    expect(order(comparison)).toEqual([
      'high',
      'low',
      'none',
      'absent',
      'running',
      'interrupted',
      'diverged',
      'failed',
      'torn',
    ]);
    expect(column(comparison, 'state').slice(4)).toEqual([
      'running',
      'interrupted',
      'diverged',
      'failed',
      'damaged',
    ]);
    expect(comparison.rows.slice(4).map(({ rank, best }) => [rank, best.size])).toEqual(
      Array(5).fill([null, 0]),
    );
    expect(bestOf(comparison, 'val_accuracy')).toEqual(['high']);
  });
});

describe('the best of a column', () => {
  const seconds = (value: number): Pick<RunRecord, 'seconds'> => ({
    seconds: { to_first_step: 1.5, total: value, per_epoch: value, to_best: value },
  });
  const runs = [
    run('a', { ...scored(0.1, 0.8, 0.4, 0.7), ...seconds(2) }),
    run('b', { ...scored(0.2, 0.9, 0.3, 0.7), ...seconds(1) }),
    run('c', { ...scored(NaN, 0.9, Infinity, 0.7), ...seconds(3) }),
  ];

  test('is marked by its direction, all of equals, none where all are equal', () => {
    const comparison = compareRuns(runs);
    const marked = shownKeys(comparison)
      .map((key) => [key, bestOf(comparison, key)])
      .filter(([, names]) => (names ?? []).length > 0);
    expect(Object.fromEntries(marked)).toEqual({
      val_accuracy: ['b', 'c'],
      val_loss: ['a'],
      test_loss: ['b'],
      seconds_per_epoch: ['b'],
      seconds_to_best: ['b'],
    });
    expect(compareRuns(runs.slice(0, 1)).rows[0]?.best.size).toBe(0);
  });

  test('is not marked among values of different loss functions', () => {
    const comparison = compareRuns([
      ...runs,
      run('d', { ...scored(0.01, 0.5, 0.01, 0.5), spec: { ...spec, loss: 'mse' } }),
    ]);
    expect([bestOf(comparison, 'val_loss'), bestOf(comparison, 'test_accuracy')]).toEqual([
      [],
      ['b', 'c', 'a'],
    ]);
    expect(comparison.notes).toEqual([
      'the runs had different loss functions, so their losses are not comparable and none is marked',
    ]);
  });
});

describe('runs of several data sets, or splits', () => {
  const { data } = makeRecord();
  const other = { ...data, name: 'mnist', sha256: 'd'.repeat(64) };
  const mixed = [
    run('worse', scored(0.3, 0.7, 0.3, 0.7)),
    run('mnist-better', { ...scored(0.05, 0.99, 0.05, 0.98), data: other }),
    run('better', scored(0.1, 0.9, 0.1, 0.9)),
    run('mnist-worse', { ...scored(0.2, 0.95, 0.2, 0.94), data: other }),
    run('middle', scored(0.2, 0.8, 0.2, 0.8)),
    run('resplit', {
      ...scored(0.0, 1, 0.0, 1),
      data: { ...data, train: 54000, validation: 6000 },
    }),
    { folder: 'runs/torn', damaged: 'its run.json is empty' },
  ];
  const { tables, notes } = compareAll(mixed);

  test('have a table each, the one with the most runs first, the best first in each', () => {
    expect(tables.map((table) => [table.data?.name, table.data?.train, order(table)])).toEqual([
      ['fashion_mnist', 48000, ['better', 'middle', 'worse']],
      ['mnist', 48000, ['mnist-better', 'mnist-worse']],
      ['fashion_mnist', 54000, ['resplit']],
      [undefined, undefined, ['torn']],
    ]);
  });

  test('have their best marked in each table, and a run alone has none', () => {
    expect(tables.map((table) => bestOf(table, 'val_accuracy'))).toEqual([
      ['better'],
      ['mnist-better'],
      [],
      [],
    ]);
    expect(tables.map((table) => table.notes)).toEqual([[], [], [], []]);
    expect(notes).toEqual(['torn is damaged: its run.json is empty']);
  });

  test('a split of another seed is another split', () => {
    const seeded = run('seeded', {
      spec: { ...spec, dataset: { name: 'fashion_mnist', split_seed: 7 } },
    });
    expect(compareAll([run('a'), seeded]).tables.map((table) => table.data?.split)).toEqual([
      '',
      'split_seed 7',
    ]);
  });

  test('a table of its own is called by its file', () => {
    const csv = run('csv', {
      spec: { ...spec, dataset: { name: 'csv', file: '/data/houses.csv', target: 'price' } },
    });
    expect(compareAll([csv]).tables[0]?.data?.name).toBe('houses.csv');
  });

  test('a column that one table lacks is left out of it, one that all lack is a mistake', () => {
    const metrics = [{ name: 'mae', mode: 'min' as const }];
    const pair = [
      run('a'),
      run('b', {
        data: other,
        metrics,
        scores: { train: null, validation: { loss: 1, mae: 2 }, test: null },
      }),
    ];
    const compared = compareAll(pair, { columns: ['run', 'val_mae'], sort: 'val_mae' });
    expect(compared.tables.map((table) => [shownKeys(table), table.sort.column])).toEqual([
      [['run'], 'val_accuracy'],
      [['run', 'val_mae'], 'val_mae'],
    ]);
    expect(() => compareAll(pair, { columns: ['val_maee'] })).toThrow('did you mean "val_mae"?');
  });
});

describe('replicates', () => {
  const { hashes } = makeRecord();
  const trial = (group: string, seed: number, accuracy: number, more: Partial<RunRecord> = {}) =>
    run(`${group}${seed}`, {
      name: group,
      seed,
      hashes: { spec: `${group}${seed}`, group },
      ...scored(0.1, accuracy, 0.1, accuracy),
      ...more,
    });
  const runs = [
    trial('a', 1, 0.8),
    trial('a', 2, 0.9),
    trial('a', 4, 0.7),
    trial('b', 1, 0.85),
    trial('b', 2, 0.85),
    run('single', { ...scored(0.1, 0.95, 0.1, 0.95), hashes: { ...hashes, group: 'c' } }),
    trial('a', 5, 0.99, { state: 'failed' }),
  ];

  test('are one row: mean, standard deviation and count', () => {
    const { rows, columns } = compareRuns(runs);
    expect(columns.map(({ key }) => key).slice(0, 3)).toEqual(['run', 'state', 'n']);
    expect(rows.map(({ cells, n, rank }) => [cells.get('run')?.value, n, rank])).toEqual([
      ['single seed 42', 1, 1],
      ['b', 2, 2],
      ['a', 3, 3],
      ['a seed 5', 1, null],
    ]);
    // Mean and sample standard deviation of 0.7, 0.8, 0.9 by hand.
    const mean = rows[2]?.cells.get('val_accuracy');
    expect(mean?.n).toBe(3);
    expect(mean?.value).toBeCloseTo(0.8, 12);
    expect(mean?.spread).toBeCloseTo(0.1, 12);
    expect(rows[1]?.cells.get('val_accuracy')).toEqual({ value: 0.85, spread: 0, n: 2 });
    expect(rows[0]?.cells.get('val_accuracy')).toEqual({ value: 0.95 });
    expect(rows[2]?.folders).toHaveLength(3);
  });

  test('have the best among them, not among single runs', () => {
    expect(bestOf(compareRuns(runs), 'val_accuracy')).toEqual(['b']);
    expect(bestOf(compareRuns([...runs.slice(0, 3), ...runs.slice(5, 6)]), 'val_accuracy')).toEqual(
      [],
    );
  });

  test('can be opened', () => {
    const opened = compareRuns(runs, { each: true });
    expect(order(opened)).toEqual([
      'single seed 42',
      'a seed 2',
      'b seed 1',
      'b seed 2',
      'a seed 1',
      'a seed 4',
      'a seed 5',
    ]);
    expect(shownKeys(opened)).not.toContain('n');
    expect(bestOf(opened, 'val_accuracy')).toEqual(['single seed 42']);
  });

  test('of one seed count once, and are no replicates alone', () => {
    const again = run('again', {
      name: 'a',
      seed: 2,
      started: '2027-01-02T03:04:05.000Z',
      hashes: { spec: 'a2', group: 'a' },
      ...scored(0.1, 0.6, 0.1, 0.6),
    });
    const { rows, notes } = compareRuns([...runs.slice(0, 3), again]);
    expect(rows.map(({ n, folders }) => [n, folders.length])).toEqual([[3, 4]]);
    // The later one counts.
    expect(rows[0]?.cells.get('val_accuracy')?.value).toBeCloseTo(0.7, 12);
    expect(notes).toEqual(['left out of the means: 1 run with the seed of another one']);
    expect(compareRuns([...runs.slice(1, 2), again]).rows.map(({ n }) => n)).toEqual([1, 1]);
  });

  test('of which one has no score have no mean', () => {
    const undefinedScore = trial('a', 3, 0, {
      scores: { train: null, validation: { loss: 0.1, accuracy: null }, test: null },
    });
    const [row] = compareRuns([...runs.slice(0, 2), undefinedScore]).rows;
    expect(row?.cells.get('val_accuracy')).toEqual({ value: null });
  });

  test('tell what they have in common, and what not', () => {
    const [row] = compareRuns(runs.slice(0, 3), { all: true }).rows;
    expect(row?.cells.get('seed')).toEqual({ value: '1, 2, 4' });
    expect(row?.cells.get('optimizer')).toEqual({ value: 'adam' });
    expect(row?.cells.get('parameters')).toEqual({ value: 79510 });
  });

  test('of two trials of one name are told apart', () => {
    const twins = [
      ...runs.slice(0, 2),
      trial('x', 1, 0.5, { name: 'a' }),
      trial('x', 2, 0.5, { name: 'a' }),
    ];
    expect(order(compareRuns(twins))).toEqual(['a a', 'a x']);
  });
});

test('a score is a member of the scores themselves, whatever its metric is called', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  const metrics = names.map((name) => ({ name, mode: 'max' as const }));
  const own = JSON.parse('{"__proto__": 0.25, "constructor": 0.5, "loss": 1}') as Record<
    string,
    number
  >;
  const comparison = compareRuns(
    [
      run('a', { metrics, scores: { train: own, validation: own, test: null } }),
      run('b', { metrics }),
    ],
    { all: true, sort: 'run' },
  );
  const values = names.flatMap((name) =>
    ['val', 'test', 'train'].map((part) => column(comparison, `${part}_${name}`)),
  );
  const none = [null, null];
  expect(values).toEqual([
    [0.25, null],
    none,
    [0.25, null],
    [0.5, null],
    none,
    [0.5, null],
    ...Array<unknown[]>(6).fill(none),
  ]);
});

describe('columns', () => {
  const scores = [
    'val_accuracy',
    'test_accuracy',
    'val_loss',
    'test_loss',
    'best_epoch',
    'epochs_run',
    'seconds_per_epoch',
    'seconds_to_best',
    'parameters',
  ];

  test('are the keys that differ in the specs as written, then scores and costs', () => {
    const comparison = compareRuns([
      run('a', {
        spec: {
          ...spec,
          optimizer: { name: 'sgd', learning_rate: 0.1 },
          early_stopping: { patience: 2 },
        },
      }),
      run('b', {
        spec: {
          ...spec,
          epochs: 5,
          dataset: { name: 'fashion_mnist', validation_split: 0.1 },
          name: 'x',
          tags: ['y'],
          notes: 'z',
          seeds: 3,
        },
      }),
    ]);
    expect(shownKeys(comparison)).toEqual([
      'run',
      'dataset.validation_split',
      'optimizer',
      'epochs',
      'early_stopping.patience',
      ...scores,
    ]);
    expect(
      comparison.rows.map(({ cells }) => [...cells.values()].slice(0, 5).map(({ value }) => value)),
    ).toEqual([
      ['a', null, 'sgd(0.1)', 20, 2],
      ['b', 0.1, 'adam', 5, null],
    ]);
  });

  test('are those of all metrics, the first one first', () => {
    const second = {
      metrics: [
        { name: 'accuracy', mode: 'max' as const },
        { name: 'mae', mode: 'min' as const },
      ],
    };
    expect(shownKeys(compareRuns([run('a'), run('b', second)])).slice(1, 7)).toEqual([
      'val_accuracy',
      'test_accuracy',
      'val_mae',
      'test_mae',
      'val_loss',
      'test_loss',
    ]);
  });

  test('can be chosen, and are checked', () => {
    expect(
      shownKeys(compareRuns([run('a')], { columns: ['val loss', 'run', 'optimizer', 'run'] })),
    ).toEqual(['val_loss', 'run', 'optimizer']);
    expect(() => compareRuns([run('a')], { columns: ['run', 'val_acuracy'] })).toThrow(
      'unknown column "val_acuracy"; did you mean "val_accuracy"?',
    );
    expect(() => compareRuns([run('a')], { columns: ['something else entirely'] })).toThrow(
      /^unknown column "something else entirely"; `dlx compare --all` shows every column, /,
    );
    // A path of the specs is a column, too, and what the table is ordered by.
    const { spec } = makeRecord();
    const rates = [0.1, 0.001, 0.01].map((learning_rate, i) =>
      run(`r${i}`, {
        hashes: { spec: `r${i}`, group: `r${i}` },
        spec: { ...spec, optimizer: { name: 'adam', learning_rate } },
      }),
    );
    const path = 'optimizer.learning_rate';
    const asked = { columns: ['run', path], sort: `-${path}` };
    const table = compareRuns(rates, asked);
    expect(table.columns.map(({ key }) => key)).toEqual(['run', path]);
    expect(table.rows.map(({ cells }) => cells.get(path)?.value)).toEqual([0.1, 0.01, 0.001]);
    expect(() => compareRuns(rates, { columns: ['optimizer.learning_rat'] })).toThrow(
      'did you mean "optimizer.learning_rate"?',
    );
    const all = shownKeys(compareRuns([run('a')], { all: true }));
    expect(all).toEqual([
      'run',
      'state',
      'n',
      'dataset',
      'model',
      'optimizer',
      'loss',
      'metrics',
      'batch_size',
      'epochs',
      ...scores.slice(0, 2),
      'train_accuracy',
      'val_loss',
      'test_loss',
      'train_loss',
      ...scores.slice(4),
      ...all.slice(21),
    ]);
    expect(all.slice(-2)).toEqual(['id', 'folder']);
  });

  test('keep apart a spec that uses their names, or the names of objects', () => {
    const odd = JSON.parse(
      '{"run": 1, "val_loss": 2, "__proto__": 3, "constructor": {"prototype": 4}}',
    ) as Record<string, unknown>;
    const comparison = compareRuns([
      run('a', { spec: { ...odd, ['__proto__']: 3 } }),
      run('b', { spec: {} }),
    ]);
    expect(shownKeys(comparison).slice(0, 5)).toEqual([
      'run',
      'spec.run',
      'spec.val_loss',
      '__proto__',
      'constructor.prototype',
    ]);
  });
});

describe('the name of a run', () => {
  test('has the seed where there are several, and the end of the folder where that is not enough', () => {
    expect(order(compareRuns([run('a'), run('b')], { sort: 'run' }))).toEqual(['a', 'b']);
    expect(
      order(
        compareRuns([run('a', { name: 'x', seed: 1 }), run('b', { name: 'x', seed: 2 })], {
          sort: 'run',
          each: true,
        }),
      ),
    ).toEqual(['x seed 1', 'x seed 2']);
    const twice = [
      { folder: 'runs/x-20260102T030405Z-a1', record: makeRecord({ id: '1', name: 'x' }) },
      { folder: 'runs/renamed', record: makeRecord({ id: '2', name: 'x' }) },
    ];
    expect(order(compareRuns(twice, { sort: 'run' }))).toEqual(['x a1', 'x renamed']);
  });
});

describe('notes', () => {
  test('say what makes runs hard to compare', () => {
    const { how, machine } = makeRecord();
    const other = [
      run('a'),
      run('b', {
        monitor: { name: 'val_accuracy', mode: 'max' },
        how: { ...how, device: 'gpu' },
        machine: { ...machine, gpu: 'NVIDIA H100' },
      }),
    ];
    expect(compareRuns(other).notes).toEqual([
      'the runs chose their best epochs by different values: val_accuracy (max) in 1 run; val_loss (min) in 1 run',
      'the runs ran on different devices, so their seconds are not comparable, and the last bits of their numbers may differ: CPU, 2 threads, tensorflow in 1 run; NVIDIA H100, tensorflow in 1 run',
    ]);
  });

  test('say what was gone on with by force, a few of them', () => {
    const resumed = [
      {
        at: '2026-01-02T03:04:30.000Z',
        epoch: 3,
        step: 0,
        forced: ['other data', 'other threads'],
      },
      { at: '2026-01-02T03:04:40.000Z', epoch: 4, step: 0, forced: ['another dlx'] },
    ];
    expect(
      compareRuns([
        run('a', { resumed }),
        run('b', { resumed: [{ at: '2026-01-02T03:04:30.000Z', epoch: 3, step: 0, forced: [] }] }),
      ]).notes,
    ).toEqual([
      'a-20260102T030405Z-aid was resumed by force, so its numbers may be those of no training in one go: other data; other threads; another dlx',
    ]);
    const notes = compareRuns(Array.from({ length: 7 }, (_, i) => run(`r${i}`, { resumed }))).notes;
    expect([notes.length, notes.at(-1)]).toEqual([6, '2 more runs: resumed by force']);
  });

  test('a copy that came to another end is a run of its own, one that came to the same end is none', () => {
    const end = (
      folder: string,
      best: string,
      state: RunRecord['state'] = 'finished',
    ): ReadRun => ({
      folder,
      record: makeRecord({
        id: 'one',
        name: 'a',
        state,
        files: { 'best.safetensors': best, 'epochs.jsonl': 'e' },
      }),
    });
    const comparison = compareRuns([
      end('runs/a-1', 'x'),
      end('runs/a-2', 'y'),
      end('runs/a-3', 'y'),
      end('runs/a-4', 'z', 'interrupted'),
    ]);
    expect(comparison.rows.map(({ folders, rank }) => [folders, rank])).toEqual([
      [['runs/a-1'], 1],
      [['runs/a-2'], 2],
    ]);
    expect(comparison.notes).toEqual(['left out 2 copies of runs: a-3, a-4']);
  });

  test('are cut where they are no sentence any more', () => {
    const [note = ''] = compareRuns([
      run('a', { state: 'failed', message: 'x'.repeat(1_000_000) }),
    ]).notes;
    expect(note).toBe(`a-20260102T030405Z-aid failed: ${'x'.repeat(500)}`.slice(0, 500) + '…');
  });

  test('say what was left out and what went wrong, a few of each', async () => {
    await inFolder(async (folder) => {
      cpSync(makeRunFolder(join(folder, 'adam')), join(folder, 'copy'), { recursive: true });
      const { notes, tables } = await loadComparison([], folder);
      expect(notes).toEqual(['left out 1 copy of a run: copy']);
      expect(tables[0]?.rows).toHaveLength(1);
    });
    const torn = Array.from({ length: 7 }, (_, i): ReadRun => ({
      folder: `runs/torn${i}`,
      damaged: 'its run.json is empty',
    }));
    expect(
      compareRuns([
        run('a', { state: 'diverged', message: 'the loss became NaN in epoch 3' }),
        ...torn,
      ]).notes,
    ).toEqual([
      'a-20260102T030405Z-aid diverged: the loss became NaN in epoch 3',
      ...[0, 1, 2, 3, 4].map((i) => `torn${i} is damaged: its run.json is empty`),
      '2 more runs: damaged',
    ]);
  });
});

test('no runs are no error', async () => {
  await inFolder(async (folder) => {
    expect(await loadComparison([], folder, { columns: ['x'] })).toEqual({
      tables: [],
      notes: [
        `there are no runs in ${JSON.stringify(folder)}: train one with "dlx train SPEC", or name another folder with --runs DIR`,
      ],
    });
  });
  expect(compareAll([]).tables).toEqual([]);
});

test("a thousand runs are read and compared in under a second of the processor's time", () => {
  withFolder((folder) => {
    for (let i = 0; i < 1000; i += 1) {
      const model = [
        ...Array.from({ length: i % 10 }, () => ({ Dense: { units: i } })),
        { Dense: 10 },
      ];
      makeRunFolder(join(folder, `run-${i}`), {
        name: `run ${i}`,
        seed: i,
        spec: { ...spec, model, optimizer: { name: 'sgd', learning_rate: i / 1000 } },
        ...scored(i, i / 1000, i, 0),
      });
    }
    const {
      tables: [comparison],
    } = within(1, () => compareAll(loadRuns([], folder, undefined).runs, { each: true }));
    if (!comparison) throw new Error('no table');
    expect([comparison.rows.length, ...order(comparison).slice(0, 2)]).toEqual([
      1000,
      'run 999 seed 999',
      'run 998 seed 998',
    ]);
  });
});
