// What is said beside predictions.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { nothingFound } from '../../../src/dataset/new-rows.js';
import { openKept } from '../../../src/inference/kept.js';
import { predictionNotes } from '../../../src/render/predictions/notes.js';
import { root } from '../../folders.js';

const kept = openKept(join(root, 'test/fixtures/runs/finished-0.1.0'));

test('nothing where all is well', () => {
  expect(predictionNotes(kept, { ...nothingFound(), rows: 1 }, { undefinedRows: () => 0 })).toEqual(
    [],
  );
});

test('what was not used, not known, or no answer', () => {
  const found = { ...nothingFound(), rows: 4 };
  found.unused.add('id');
  found.unseen.set('city', {
    isRare: false,
    total: 3,
    byText: new Map([
      ['Ulm', 1],
      ['Bonn', 2],
    ]),
  });
  const record = { ...kept.record, state: 'running' as const };
  expect(predictionNotes({ ...kept, record }, found, { undefinedRows: () => 1 })).toEqual([
    `${kept.folder} is running: its best epoch so far, ${kept.epoch}, answers`,
    'not used: "id"',
    'column "city": 3 of 4 rows have a category that training never saw ("Bonn" 2, "Ulm" 1): it counts as none of those that are known',
    '1 row gave no finite number, and has no answer',
  ]);
  expect(predictionNotes(kept, nothingFound(), { undefinedRows: () => 0 })).toEqual([
    'there is a header but no rows',
  ]);
});
