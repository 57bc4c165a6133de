// What runs of one row have in common.
import { expect, test } from '@jest/globals';
import { checkEach, groupKeyOf } from '../../src/comparison/grouping.js';
import { groupsOf } from '../../src/comparison/groups.js';
import type { ReadRun } from '../../src/run/read.js';
import { makeRecord } from '../run/fixture.js';
import { run } from './runs.js';

const { spec } = makeRecord();
const sgd = { spec: { ...spec, optimizer: 'sgd' } };
const of = (name: string, seed: number, more = {}) =>
  run(`${name}${seed}`, { name, seed, hashes: { spec: `${name}${seed}`, group: name }, ...more });
const runs: readonly ReadRun[] = [
  of('a', 1, { tags: ['x'] }),
  of('a', 2),
  of('b', 1, { ...sgd, tags: ['x'] }),
  of('c', 1, sgd),
  { folder: 'runs/torn', damaged: 'its run.json is empty' },
];

const grouped = (by: string): readonly (readonly [string | undefined, number])[] =>
  groupsOf(runs, groupKeyOf(runs, by)).map(({ label, runs: own }) => [label, own.length]);

test('is a name, a tag or a setting; what has none is a row a spec', () => {
  expect(grouped('name')).toEqual([
    ['a', 2],
    [undefined, 1],
    [undefined, 1],
    [undefined, 1],
  ]);
  expect(grouped('tag')).toEqual([
    ['x', 2],
    [undefined, 1],
    [undefined, 1],
    [undefined, 1],
  ]);
  // Replicates without a tag are one row still, called by their name.
  const untagged = [of('d', 1), of('d', 2), ...runs];
  const byTag = groupsOf(untagged, groupKeyOf(untagged, 'tag'));
  expect(byTag.map(({ label, runs: own }) => [label, own.length])).toEqual([
    [undefined, 2],
    ['x', 2],
    [undefined, 1],
    [undefined, 1],
    [undefined, 1],
  ]);
  expect(grouped('optimizer').map(([label]) => label)).toEqual([
    'optimizer adam',
    'optimizer sgd',
    undefined,
  ]);
});

test('is a path of the specs, by the values there', () => {
  const rate = (learning_rate: number) => ({
    spec: { ...spec, optimizer: { name: 'adam', learning_rate } },
  });
  const rates = [
    of('a', 1, rate(0.1)),
    of('b', 1, rate(0.01)),
    of('c', 1, rate(0.1)),
    of('d', 1),
    of('d', 2),
  ];
  const groups = groupsOf(rates, groupKeyOf(rates, 'optimizer.learning_rate'));
  expect(groups.map(({ label, runs: own }) => [label, own.length])).toEqual([
    ['optimizer.learning_rate 0.1', 2],
    [undefined, 1],
    [undefined, 2],
  ]);
  expect(() => groupKeyOf(rates, 'optimizer.learningrate')).toThrow(
    'did you mean "optimizer.learning_rate"?',
  );
});

test('is a column that there is', () => {
  expect(() => groupKeyOf(runs, 'optimiser')).toThrow(/optimizer/);
});

test('a row a run goes with nothing that only rows of several runs have', () => {
  expect(() => checkEach({ each: true })).not.toThrow();
  expect(() => checkEach({ 'group-by': 'name', baseline: 'a', practical: 0 })).not.toThrow();
  expect(() => checkEach({ each: true, 'group-by': 'name' })).toThrow('give one');
  expect(() => checkEach({ each: true, baseline: 'a' })).toThrow('--baseline is for verdicts');
  expect(() => checkEach({ each: true, practical: 0.1 })).toThrow('--practical is for verdicts');
});
