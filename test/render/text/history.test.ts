import { expect, test } from '@jest/globals';
import { curvesOf } from '../../../src/comparison/curves.js';
import { historyCsv, historyDocument } from '../../../src/render/text/history.js';
import { makeRecord, someEpoch } from '../../run/fixture.js';

const runs = [1, 2].map((seed) => ({
  folder: `runs/adam-${seed}`,
  record: makeRecord({ id: `${seed}`, seed, epochs: { planned: 2, done: 2, best: 2 } }),
  epochs: [1, 2].map((epoch) => ({
    ...someEpoch,
    epoch,
    train: { loss: epoch === 1 ? NaN : seed, accuracy: null },
    validation: { loss: seed + epoch, accuracy: 0.5 },
  })),
}));

test('a document has lists of one length, and the means of replicates', () => {
  expect(historyDocument(curvesOf(runs), [])).toMatchObject({
    runs: [
      {
        run: 'runs/adam-1',
        seed: 1,
        best_epoch: 2,
        epochs: [1, 2],
        train_loss: [NaN, 1],
        val_loss: [2, 3],
        train_accuracy: [null, null],
        learning_rate: [0.1, 0.1],
      },
      { seed: 2, val_loss: [3, 4] },
    ],
    groups: [
      {
        group: 'adam',
        seeds: [1, 2],
        best_epochs: [2, 2],
        // Of 2 and 3, and of 3 and 4: half of √2.
        val_loss: { mean: [2.5, 3.5], sd: [Math.SQRT1_2, Math.SQRT1_2] },
      },
    ],
  });
});

test('only what is asked for', () => {
  const [one] = (historyDocument(curvesOf(runs), ['val_loss']) as { runs: readonly object[] }).runs;
  expect(one).toHaveProperty('val_loss');
  expect(one).not.toHaveProperty('train_loss');
  expect(one).not.toHaveProperty('learning_rate');
});

test('CSV has a row an epoch', () => {
  expect(historyCsv(curvesOf(runs).rows, ['loss']).split('\n')).toEqual([
    'run,name,seed,epoch,best,train_loss,val_loss,seconds',
    'runs/adam-1,adam,1,1,false,NaN,2,1',
    'runs/adam-1,adam,1,2,true,1,3,1',
    'runs/adam-2,adam,2,1,false,NaN,3,1',
    'runs/adam-2,adam,2,2,true,2,4,1',
  ]);
});
