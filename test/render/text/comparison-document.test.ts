// What a program decides by: a group a line, what it changed seen from the first.
import { expect, test } from '@jest/globals';
import { compareRuns } from '../../../src/comparison/comparison.js';
import { judge } from '../../../src/comparison/judging.js';
import { pareto } from '../../../src/comparison/pareto.js';
import { comparisonDocument } from '../../../src/render/text/comparison-document.js';
import { makeRecord, scored } from '../../run/fixture.js';

test('groups in their order, with mean, spread and what differs', () => {
  const { spec, scores } = makeRecord();
  const run = (id: string, accuracy: number, seed: number, changes: object = {}, group = 'g') => ({
    folder: `runs/${id}`,
    record: makeRecord({
      id,
      name: id,
      seed,
      hashes: { spec: id, group },
      spec: { ...spec, ...changes },
      scores: { ...scores, validation: { loss: 0.3, accuracy } },
    }),
  });
  const comparison = compareRuns(
    [run('a', 0.5, 1), run('b', 0.75, 2), run('c', 0.5, 1, { batch_size: 64 }, 'h')],
    { all: true },
  );
  expect(comparisonDocument(comparison)).toMatchObject({
    tables: [
      {
        data: { name: 'fashion_mnist', sha256: 'cccccccccccc', validation: 12000 },
        score: 'val_accuracy',
        mode: 'max',
        groups: [
          // √((0.125² + 0.125²) / 1)
          {
            // Its best on validation, and not its first.
            name: 'a',
            run: 'runs/b',
            n: 2,
            mean: 0.625,
            sd: expect.closeTo(0.1767767, 7),
            parameters: 79510,
            settings: { batch_size: 32 },
            changes: {},
          },
          {
            name: 'c',
            run: 'runs/c',
            n: 1,
            mean: 0.5,
            settings: { batch_size: 64 },
            changes: { batch_size: [32, 64] },
          },
        ],
      },
    ],
  });
});

test('changes are seen from the row that is held against; thirteen runs are less than 2 kB', () => {
  const { spec } = makeRecord();
  const group = (name: string, batch: number, accuracy: number) =>
    [1, 2].map((seed) => ({
      folder: `runs/${name}-20260102T030405Z-000${seed}`,
      record: makeRecord({
        id: `${name}${seed}`,
        name,
        seed,
        hashes: { spec: `${name}${seed}`, group: name },
        spec: { ...spec, batch_size: batch },
        ...scored(0.3, accuracy + seed / 100, 0.3, accuracy + seed / 90),
      }),
    }));
  const runs = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((name, i) =>
    group(name, 2 ** i, 0.8 - i / 50),
  );
  const options = { all: true, baseline: 'c', top: 2, pareto: ['val_accuracy', 'seconds_total'] };
  const more = {
    folder: 'runs/x',
    record: makeRecord({ id: 'x', hashes: { spec: 'x', group: 'x' } }),
  };
  const document = comparisonDocument(compareRuns([...runs, more], options, judge, pareto));
  expect(document).toMatchObject({
    tables: [
      {
        verdicts: { against: 'runs/c-20260102T030405Z-0002' },
        groups: [
          { changes: { batch_size: [4, 32] } },
          {
            mean: expect.closeTo(0.815, 6),
            // scipy.stats.t.interval(0.95, 1, mean, sem) of 0.8 + 1/90 and 0.8 + 2/90.
            test: { mean: 0.816667, sd: 0.00785674, interval: [0.746077, 0.887257] },
            changes: { batch_size: [4, 1] },
          },
          { changes: {} },
        ],
        omitted: 4,
      },
    ],
  });
  expect(JSON.stringify(document).length).toBeLessThan(2000);
  // A row by itself has no verdict, and its interval all the same.
  expect(comparisonDocument(compareRuns(group('a', 1, 0.8), { all: true }, judge))).toMatchObject({
    tables: [{ groups: [{ test: { interval: [0.746077, 0.887257] } }] }],
  });
});

test('four learning rates with three seeds each are told apart by their settings', () => {
  const { spec } = makeRecord();
  const rates = [0.1, 0.01, 0.001, null];
  const runs = rates.flatMap((rate, i) =>
    [1, 2, 3].map((seed) => ({
      folder: `runs/adam-${i}-${seed}`,
      record: makeRecord({
        id: `${i}${seed}`,
        seed,
        hashes: { spec: `${i}${seed}`, group: `group${i}` },
        spec: {
          ...spec,
          seed,
          optimizer: rate === null ? 'adam' : { name: 'adam', learning_rate: rate },
        },
        // The second seed is the best one, the third loses least.
        ...scored(0.5 - seed / 10, 0.8 - i / 50 - (seed - 2) ** 2 / 100, 0.3, 0.8 + seed / 90),
      }),
    })),
  );
  const groupsOf = (options: object): readonly object[] => {
    const comparison = compareRuns(runs, { all: true, ...options }, judge);
    return (comparisonDocument(comparison) as { tables: readonly { groups: object[] }[] }).tables[0]
      ?.groups as object[];
  };
  expect(groupsOf({})).toMatchObject(
    rates.map((rate, i) => ({
      name: `adam group${i}`.slice(0, 'adam group0'.length),
      run: `runs/adam-${i}-2`,
      settings: { 'optimizer.learning_rate': rate },
    })),
  );
  // Ordered by the loss it is the best by the loss; by a test score still by validation.
  expect(groupsOf({ sort: 'val_loss' })[0]).toMatchObject({ run: 'runs/adam-0-3' });
  expect(groupsOf({ sort: 'test_accuracy' })[0]).toMatchObject({ run: 'runs/adam-0-2' });
  // A row of several specs has what they all say, and of a damaged run nobody knows what it says.
  const mixed = [
    ...runs,
    { folder: 'runs/torn', damaged: 'its run.json is empty' },
    {
      folder: 'runs/one',
      record: makeRecord({ id: 'one', name: 'one', hashes: { spec: 'one', group: 'one' } }),
    },
  ];
  const byName = compareRuns(mixed, { all: true, 'group-by': 'name' }, judge);
  const { tables } = comparisonDocument(byName) as { tables: readonly { groups: object[] }[] };
  const settings = { 'optimizer.learning_rate': '0.1, 0.01, 0.001, –' };
  const told = tables.flatMap(({ groups }) => groups);
  expect(told).toContainEqual(expect.objectContaining({ name: 'adam', n: 12, settings }));
  expect(told).toContainEqual(
    expect.objectContaining({ name: 'one', settings: { 'optimizer.learning_rate': null } }),
  );
  expect(told).toContainEqual(expect.objectContaining({ run: 'runs/torn', settings: {} }));
});
