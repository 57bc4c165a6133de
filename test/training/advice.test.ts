// What is said about curves, on scripted ones.
import { expect, test } from '@jest/globals';
import {
  adviceFor,
  budgetNotes,
  positiveNotes,
  undefinedNotes,
  type AdvisedSpec,
  type Attempt,
  type Cure,
} from '../../src/training/advice.js';
import type { EpochRecord } from '../../src/training/epoch.js';

function curve(train: readonly number[], validation: readonly number[]): EpochRecord[] {
  return validation.map((loss, i) => ({
    epoch: i + 1,
    train: { loss: train[i] ?? NaN },
    validation: { loss },
    learning_rate: 0.1,
    best: false,
    seconds: { train: 1, total: 1 },
  }));
}

const falling = [1, 0.8, 0.6, 0.5, 0.4, 0.3, 0.25, 0.2];
const plain: AdvisedSpec = { epochs: 8, layers: ['Dense'], stopsEarly: false };
const dropout =
  'Dropout (a rate of 0.4 to 0.6 often works; it may hurt on small data, and training takes two to three times the epochs)';

const rising = [1, 0.8, 0.7, 0.6, 0.61, 0.63, 0.66, 0.7];
const wild = [1, 0.5, 0.9, 0.5, 0.8, 0.6, 0.6, 0.6];
const cases: readonly (readonly [
  string,
  readonly number[],
  readonly number[],
  Partial<AdvisedSpec>,
  readonly string[],
])[] = [
  ['nothing where it settles', falling, [1, 0.8, 0.7, 0.65, 0.64, 0.635, 0.634, 0.634], {}, []],
  [
    'nothing where validation rises by 4 %',
    falling,
    [1, 0.8, 0.7, 0.6, 0.61, 0.615, 0.62, 0.624],
    {},
    [],
  ],
  [
    'overfitting',
    falling,
    rising,
    {},
    [
      `overfitting: validation loss rose from 0.6000 in epoch 4 to 0.7000 while training loss fell; try ${dropout}, or early_stopping`,
    ],
  ],
  [
    'overfitting with Dropout',
    falling,
    rising,
    { layers: ['Dense', 'Dropout'] },
    [
      'overfitting: validation loss rose from 0.6000 in epoch 4 to 0.7000 while training loss fell; try more Dropout, or early_stopping',
    ],
  ],
  [
    'overfitting that early stopping ends',
    falling,
    rising,
    { stopsEarly: true, epochs: 20 },
    [
      `overfitting: validation loss rose from 0.6000 in epoch 4 to 0.7000 while training loss fell; try ${dropout}`,
    ],
  ],
  ['nothing where both rise', [...falling].reverse(), rising, {}, []],
  [
    'nothing of overfitting one epoch after the best',
    falling.slice(0, 3),
    [1, 0.5, 0.9],
    { epochs: 9 },
    [],
  ],
  [
    'bouncing',
    falling,
    wild,
    {},
    [
      'overfitting: validation loss rose from 0.5000 in epoch 2 to 0.6000 while training loss fell; try ' +
        dropout +
        ', or early_stopping',
      'validation loss bounces (4 turns of more than 5 %); try BatchNormalization, or a smaller learning rate',
    ],
  ],
  [
    'bouncing with BatchNormalization',
    [...falling].reverse(),
    wild,
    { layers: ['BatchNormalization'] },
    ['validation loss bounces (4 turns of more than 5 %); try a smaller learning rate'],
  ],
  [
    'nothing where it turns by less than 5 %',
    falling,
    [1, 0.97, 1, 0.97, 1, 0.97, 1, 0.97],
    {},
    [],
  ],
  [
    'still falling',
    falling,
    [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3],
    {},
    ['validation loss was still falling in the last epoch (0.4000 to 0.3000); try more epochs'],
  ],
  [
    'nothing of more epochs where it stopped before',
    falling,
    [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3],
    { epochs: 20, stopsEarly: true },
    [],
  ],
  [
    'nothing of more epochs for the last half percent',
    falling,
    [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.399],
    {},
    [],
  ],
  ['nothing of a single epoch', [1], [1], { epochs: 1 }, []],
  ['nothing of no epoch', [], [], {}, []],
];

test.each(cases)('%s', (_, train, validation, spec, expected) => {
  expect(adviceFor(curve(train, validation), { ...plain, ...spec })).toEqual(expected);
});

test('what is undefined is said once a reason', () => {
  const none = 'none of the 40 targets is positive';
  expect(
    undefinedNotes('val_', { auc: none, precision: 'no prediction', recall: none, pr: none }),
  ).toEqual([
    `val_auc, val_recall and val_pr are undefined: ${none}`,
    'val_precision is undefined: no prediction',
  ]);
  expect(undefinedNotes('test_', {})).toEqual([]);
});

test('the positive class is named where a metric depends on it', () => {
  const of = (...names: readonly string[]) => ({
    metrics: names.map((name) => ({ name, arguments: {} })),
  });
  expect(positiveNotes(of('accuracy', 'precision', 'recall', 'auc'), 1, 'cancer')).toEqual([
    'precision, recall and auc take the class cancer for the positive one',
  ]);
  expect(positiveNotes(of('f1_score'), 1, 'cancer')).toEqual([
    'f1_score takes the class cancer for the positive one',
  ]);
  expect(positiveNotes(of('accuracy', 'mean_squared_error'), 1, 'cancer')).toEqual([]);
  // Of several outputs each has its own, and numbers have none.
  expect(positiveNotes(of('recall'), 2, 'cancer')).toEqual([]);
  expect(positiveNotes(of('recall'), 1, null)).toEqual([]);
});

test('half a million epochs are looked at as twenty are', () => {
  const losses = Array.from({ length: 500_000 }, (_, i) => 1 / (i + 1));
  const epochs = curve(losses, [...losses.slice(0, -1), 1e-9]);
  expect(adviceFor(epochs, { ...plain, epochs: epochs.length })).toEqual([
    'validation loss was still falling in the last epoch (0.0000 to 0.0000); try more epochs',
  ]);
});

test('what was tried is told with what came of it, and advised again only where it was better', () => {
  const attempt = (isBetter: boolean): Attempt => ({
    run: 'base-x',
    isBetter,
    monitor: 'val_loss',
    value: isBetter ? 0.25 : 0.75,
    own: 0.5,
  });
  const level = falling.map(() => 0.5);
  const told = (found: Partial<Record<Cure, boolean>>): readonly string[] =>
    adviceFor(curve(level, wild), plain, (cure) => {
      const isBetter = found[cure];
      return isBetter === undefined ? null : attempt(isBetter);
    });
  const bounces = 'validation loss bounces (4 turns of more than 5 %); ';
  expect(told({})).toEqual([`${bounces}try BatchNormalization, or a smaller learning rate`]);
  expect(told({ smaller_rate: false })).toEqual([
    `${bounces}try BatchNormalization; a smaller learning rate was tried and was no better (base-x: val_loss 0.7500, here 0.5000)`,
  ]);
  expect(told({ smaller_rate: true, batch_normalization: false })).toEqual([
    `${bounces}try a smaller learning rate, which was better before (base-x: val_loss 0.2500, here 0.5000); BatchNormalization was tried and was no better (base-x: val_loss 0.7500, here 0.5000)`,
  ]);
  expect(told({ smaller_rate: false, batch_normalization: false })[0]).not.toContain('try ');
});

test('an end by the budget says what it cut short', () => {
  const optimizer = { name: 'adam', arguments: { learning_rate: 0.1 } };
  const decay = { name: 'CosineDecay', arguments: {} };
  const scheduled = { name: 'adam', arguments: { learning_rate: decay } };
  const notes = (of: typeof optimizer | typeof scheduled, losses: readonly number[]) =>
    budgetNotes({ epochs: 20, optimizer: of }, { ended: 'budget' }, curve([1, 1], losses));
  expect(notes(optimizer, [0.5, 0.6])).toEqual([]);
  expect(notes(optimizer, [0.6, 0.5])).toEqual([
    'validation loss was still falling when the budget ended training; try a larger budget, or a larger batch_size',
  ]);
  expect(notes(scheduled, [0.5, 0.6])).toEqual([
    'the budget ended training after 2 of 20 epochs, so that CosineDecay did not come to its end; --fit-epochs sets epochs to what fits',
  ]);
  expect(
    budgetNotes({ epochs: 20, optimizer: scheduled }, { ended: null }, curve([1, 1], [0.6, 0.5])),
  ).toEqual([]);
});
