// What a reader must know before trusting a difference between runs.
import { describe, expect, test } from '@jest/globals';
import { groupsOf, single } from '../../src/comparison/groups.js';
import { comparisonNotes, tableNotes } from '../../src/comparison/notes.js';
import { costColumns } from '../../src/comparison/record-columns.js';
import type { ReadRun } from '../../src/run/read.js';
import { makeRecord } from '../run/fixture.js';
import { run } from './runs.js';

const { how, machine, spec } = makeRecord();

const notesOf = (runs: readonly ReadRun[], leftOut = 0, sort = 'val_accuracy'): readonly string[] =>
  tableNotes({ runs, groups: runs.map(single), sort, leftOut });

describe('of a table', () => {
  test('there are none where nothing makes its runs hard to compare', () => {
    expect(notesOf([run('a'), run('b')])).toEqual([]);
  });

  test('several loss functions, also the same with other arguments', () => {
    const loss = (written: unknown) => ({ spec: { ...spec, loss: written } });
    const told =
      'the runs had different loss functions, so their losses are not comparable and none is marked';
    expect(notesOf([run('a', loss('mse')), run('b', loss('mae'))])).toEqual([told]);
    expect(notesOf([run('a', loss('huber')), run('b', loss({ name: 'huber', delta: 2 }))])).toEqual(
      [told],
    );
    // What did not finish is not ranked.
    expect(notesOf([run('a', loss('mse')), run('b', { ...loss('mae'), state: 'failed' })])).toEqual(
      [],
    );
  });

  test('several values that best epochs were chosen by, the most used first', () => {
    const by = (name: string, mode: 'min' | 'max') => ({ monitor: { name, mode } });
    expect(
      notesOf([
        run('a', by('val_loss', 'min')),
        run('b', by('val_accuracy', 'max')),
        run('c', by('val_accuracy', 'max')),
      ]),
    ).toEqual([
      'the runs chose their best epochs by different values: val_accuracy (max) in 2 runs; val_loss (min) in 1 run',
    ]);
  });

  test('several devices, numbers of threads or backends', () => {
    expect(
      notesOf([
        run('a', { how: { ...how, threads: 1 } }),
        run('b', { machine: { ...machine, backend: 'wasm' } }),
        run('c', {
          how: { ...how, device: 'gpu', threads: 8 },
          machine: { ...machine, gpu: 'NVIDIA A10' },
        }),
      ]),
    ).toEqual([
      'the runs ran on different devices, so their seconds are not comparable, and the last bits of their numbers may differ: CPU, 1 thread, tensorflow in 1 run; CPU, 2 threads, wasm in 1 run; NVIDIA A10, tensorflow in 1 run',
    ]);
  });

  test('more than five values of one kind are counted', () => {
    const runs = Array.from({ length: 7 }, (_, i) =>
      run(`r${i}`, { monitor: { name: `val_${i}`, mode: 'min' } }),
    );
    expect(notesOf(runs)[0]).toMatch(/val_4 \(min\) in 1 run; and 2 more$/);
  });

  test('rows of models that differ in size', () => {
    const sized = (name: string, seed: number, total: number) =>
      run(name, { name: 'folds', seed, parameters: { total, trainable: total } });
    const runs = [sized('a', 1, 285), sized('b', 2, 221)];
    expect(tableNotes({ runs, groups: groupsOf(runs), sort: 'val_accuracy', leftOut: 0 })).toEqual([
      'folds has models of 221 to 285 parameters: the greatest number is shown',
    ]);
    const [group] = groupsOf(runs);
    const column = costColumns().find(({ key }) => key === 'parameters');
    expect(group && column?.ofGroup?.(group)).toBe(285);
  });

  test('one run a trial, of which none is known to be better', () => {
    const trial = (name: string, group: string) => run(name, { hashes: { spec: name, group } });
    const told = [expect.stringMatching(/^one run of each shows no noise, .*--seeds 5/)];
    expect(notesOf([trial('a', 'x'), trial('b', 'y')])).toEqual(told);
    expect(notesOf([trial('a', 'x')])).toEqual([]);
    // Replicates one by one, and in rows of their own.
    expect(notesOf([trial('a', 'x'), trial('b', 'x')])).toEqual([]);
    const runs = [trial('a', 'x'), trial('b', 'y')];
    const groups = groupsOf(runs, () => 'one row');
    expect(tableNotes({ runs, groups, sort: 'run', leftOut: 0 })).toEqual([]);
  });

  test('runs that repeat a seed, and keys for which there was no room', () => {
    const trial = (name: string, seed: number, started: string) => run(name, { seed, started });
    const runs = [trial('a', 1, '1'), trial('b', 1, '2'), trial('c', 1, '3'), trial('d', 2, '1')];
    expect(tableNotes({ runs, groups: groupsOf(runs), sort: 'run', leftOut: 4 })).toEqual([
      'left out of the means: 2 runs with the seed of another one',
      'the specs have more than 2000 different keys; the others are not compared (values left out: 4)',
    ]);
  });
});

describe('of the test set', () => {
  const sealed = (opened: { readonly at: string; readonly compared: number } | null) => ({
    sealed: { opened },
    scores: { ...makeRecord().scores, test: opened ? makeRecord().scores.test : null },
  });

  test('what it means to choose by it', () => {
    for (const name of ['test_accuracy', 'test_loss']) {
      expect(notesOf([run('a'), run('b')], 0, name)).toEqual([
        expect.stringContaining(`ordered by ${name}: who chooses a run by its test score`),
      ]);
    }
    // A setting of that name is no score.
    expect(notesOf([run('a')], 0, 'test_split')).toEqual([]);
  });

  test('how many have not shown theirs', () => {
    expect(notesOf([run('a'), run('b', sealed(null)), run('c', sealed(null))])).toEqual([
      'the test set of 2 runs is sealed: `dlx evaluate RUN --test` reads it for the one that was chosen',
    ]);
    expect(notesOf([run('a', sealed({ at: 'now', compared: 3 }))])).toEqual([]);
  });
});

describe('of a comparison', () => {
  test('copies by name, or many by their number', () => {
    expect(comparisonNotes([], ['runs/a'])).toEqual(['left out 1 copy of a run: a']);
    expect(comparisonNotes([], ['runs/a', 'runs/b'])).toEqual(['left out 2 copies of runs: a, b']);
    expect(
      comparisonNotes(
        [],
        Array.from({ length: 6 }, (_, i) => `runs/${i}`),
      ),
    ).toEqual(['left out 6 copies of runs']);
  });

  test('what was gone on with by force, what did not finish, and what is damaged', () => {
    const at = '2026-01-02T03:04:05.000Z';
    const forced = ['TensorFlow 2.20 was 2.21', 'other data'];
    expect(
      comparisonNotes(
        [
          run('a', { resumed: [{ at, epoch: 2, step: 0, forced }] }),
          run('b', { resumed: [{ at, epoch: 2, step: 0, forced: [] }] }),
          run('c', { state: 'failed', message: 'out of memory' }),
          run('d', { state: 'running', message: null }),
          { folder: 'runs/torn', damaged: 'its run.json is empty' },
        ],
        [],
      ),
    ).toEqual([
      'a-20260102T030405Z-aid was resumed by force, so its numbers may be those of no training in one go: TensorFlow 2.20 was 2.21; other data',
      'c-20260102T030405Z-cid failed: out of memory',
      'torn is damaged: its run.json is empty',
    ]);
  });

  test('of more than five of a kind the rest is counted, and a long one is cut', () => {
    const torn = Array.from({ length: 8 }, (_, i) => ({ folder: `runs/t${i}`, damaged: 'no' }));
    expect(comparisonNotes(torn, [])).toEqual([
      ...[0, 1, 2, 3, 4].map((i) => `t${i} is damaged: no`),
      '3 more runs: damaged',
    ]);
    const [note = ''] = comparisonNotes([{ folder: 'runs/t', damaged: 'x'.repeat(2000) }], []);
    expect(note).toHaveLength(501);
    expect(note).toMatch(/^t is damaged: x+…$/);
  });
});
