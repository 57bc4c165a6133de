// What a program decides by: a group a line, what it changed seen from the first.
import { expect, test } from '@jest/globals';
import { compareRuns } from '../../../src/comparison/comparison.js';
import { comparisonDocument } from '../../../src/render/text/comparison-document.js';
import { makeRecord } from '../../run/fixture.js';

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
            run: 'runs/a',
            n: 2,
            mean: 0.625,
            sd: expect.closeTo(0.1767767, 7),
            parameters: 79510,
            changes: {},
          },
          { run: 'runs/c', n: 1, mean: 0.5, changes: { batch_size: [32, 64] } },
        ],
      },
    ],
  });
});
