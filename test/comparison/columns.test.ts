// All columns that a table may have: their order, their keys, and which go first.
import { expect, test } from '@jest/globals';
import { columnsOf } from '../../src/comparison/columns.js';
import { groupsOf } from '../../src/comparison/groups.js';
import type { Setting } from '../../src/comparison/settings.js';
import type { ReadRun } from '../../src/run/read.js';
import { run } from './runs.js';

const setting = (path: string, runs: readonly ReadRun[], values: readonly string[]): Setting => ({
  path,
  differs: new Set(values).size > 1,
  cells: new Map(runs.map((one, i) => [one, values[i] ?? null])),
});

const columns = (runs: readonly ReadRun[], settings: readonly Setting[] = []) =>
  columnsOf({ runs, groups: groupsOf(runs) }, settings, 'val_accuracy');

const shown = (...given: Parameters<typeof columns>): readonly string[] =>
  columns(...given).flatMap(({ key, shown: isShown }) => (isShown ? [key] : []));

const two = [run('a', { hashes: { spec: 'a', group: 'a' } }), run('b')];

test('who, settings, scores, costs, in this order', () => {
  const settings = [setting('optimizer', two, ['adam', 'sgd']), setting('loss', two, ['x', 'x'])];
  expect(shown(two, settings)).toEqual([
    'run',
    'optimizer',
    'val_accuracy',
    'test_accuracy',
    'val_loss',
    'test_loss',
    'best_epoch',
    'epochs_run',
    'seconds_per_epoch',
    'seconds_to_best',
    'parameters',
  ]);
});

test('no test scores beside those of a run whose test set is sealed, unless they are asked for', () => {
  const test = (opened: { readonly at: string; readonly compared: number } | null) =>
    columns([...two, run('c', { sealed: { opened } })]).filter(({ key }) =>
      key.startsWith('test_'),
    );
  const isShown = (opened: Parameters<typeof test>[0]): readonly boolean[] =>
    test(opened)
      .filter(({ key }) => key !== 'test_reads')
      .map(({ shown: one }) => one);
  expect(isShown(null)).toEqual([false, false]);
  expect(isShown({ at: '2026-01-02T03:04:05.000Z', compared: 3 })).toEqual([true, true]);
});

test('states are shown where one is another than finished, counts where there are replicates', () => {
  expect(shown([run('a', { state: 'failed' })]).slice(0, 2)).toEqual(['run', 'state']);
  expect(shown([{ folder: 'runs/torn', damaged: 'no' }]).slice(0, 2)).toEqual(['run', 'state']);
  const replicates = [run('a', { seed: 1 }), run('a', { seed: 2 })];
  expect(shown(replicates).slice(0, 2)).toEqual(['run', 'n']);
  const [group] = groupsOf(replicates);
  const count = columns(replicates).find(({ key }) => key === 'n');
  expect(group && count?.ofGroup?.(group)).toBe(2);
});

test('a key of the specs that is called as another column has a longer name', () => {
  const keys = columns(two, [
    setting('run', two, ['x', 'y']),
    setting('val_loss', two, ['x', 'y']),
  ]);
  expect(keys.filter(({ kind }) => kind === 'setting').map(({ key }) => key)).toEqual(
    expect.arrayContaining(['spec.run', 'spec.val_loss']),
  );
});

test('where all runs agree a column goes first, but never what it is about', () => {
  const weight = (runs: readonly ReadRun[], name: string): number =>
    columns(runs).find(({ key }) => key === name)?.weight ?? NaN;
  const other = run('b', { parameters: { total: 1, trainable: 1 } });
  expect(weight(two, 'parameters') - weight([run('a'), other], 'parameters')).toBe(30);
  expect(weight(two, 'val_accuracy')).toBe(0);
});

test('of settings that differ those with more values stay longer, of equals the first', () => {
  const three = [...two, run('c')];
  const settings = [
    setting('optimizer', three, ['adam', 'sgd', 'sgd']),
    setting('batch_size', three, ['1', '2', '3']),
    setting('epochs', three, ['1', '1', '2']),
  ];
  const order = columns(three, settings)
    .filter(({ kind, shown: isShown }) => kind === 'setting' && isShown)
    .toSorted((a, b) => a.weight - b.weight)
    .map(({ key }) => key);
  expect(order).toEqual(['batch_size', 'optimizer', 'epochs']);
});
