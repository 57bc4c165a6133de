// A row is called by as little as tells it from the others.
import { expect, test } from '@jest/globals';
import { single, type Group } from '../../src/comparison/groups.js';
import { rowLabels } from '../../src/comparison/labels.js';
import { run } from './runs.js';

const labels = (groups: readonly Group[]): readonly unknown[] => [...rowLabels(groups).values()];

const replicates = (name: string, group: string): Group => {
  const runs = [1, 2].map((seed) =>
    run(name, { seed, hashes: { spec: `${seed}`.repeat(64), group } }),
  );
  return { runs, folders: runs.map(({ folder }) => folder) };
};

test('the names of specs are enough where they differ', () => {
  expect(labels([single(run('adam')), single(run('relu'))])).toEqual(['adam', 'relu']);
});

test('single runs of several seeds say theirs', () => {
  expect(labels([single(run('adam', { seed: 1 })), single(run('relu', { seed: 2 }))])).toEqual([
    'adam seed 1',
    'relu seed 2',
  ]);
});

test('runs of one name and seed have the end of their folders, or its own name', () => {
  const again = { ...run('adam'), folder: 'runs/adam-20260102T030406Z-b2' };
  const renamed = { ...run('adam'), folder: 'elsewhere/the-good-one' };
  expect(labels([run('adam'), again, renamed].map(single))).toEqual([
    'adam adamid',
    'adam b2',
    'adam the-good-one',
  ]);
});

test('replicates say no seed, and two trials of one name the hash of what theirs have in common', () => {
  expect(labels([replicates('adam', 'a'.repeat(64)), single(run('relu', { seed: 7 }))])).toEqual([
    'adam',
    'relu',
  ]);
  expect(
    labels([replicates('adam', 'a1b2c3d4'.repeat(8)), replicates('adam', '99887766'.repeat(8))]),
  ).toEqual(['adam a1b2c3', 'adam 998877']);
});

test('what cannot be read is called by its folder', () => {
  expect(labels([single({ folder: 'runs/torn', damaged: 'its run.json is empty' })])).toEqual([
    'torn',
  ]);
});
