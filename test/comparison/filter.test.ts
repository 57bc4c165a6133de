// Which runs a condition holds of, by hand.
import { describe, expect, test } from '@jest/globals';
import { runsWhere } from '../../src/comparison/filter.js';
import type { ReadRun } from '../../src/run/read.js';
import { makeRecord, scored } from '../run/fixture.js';
import { run } from './runs.js';

const { spec } = makeRecord();

const adam = run('adam', { ...scored(0.31, 0.8891, 0.33, 0.88), tags: ['good', 'night run'] });
const sgd = run('sgd', {
  ...scored(0.42, 0.85, 0.44, 0.84),
  spec: { ...spec, optimizer: { name: 'sgd', learning_rate: 0.1 }, batch_size: 64 },
  tags: ['goodish'],
  seed: 7,
  started: '2026-02-03T00:00:00.000Z',
});
const table = run('table', {
  scores: { train: null, validation: { loss: NaN, accuracy: null }, test: null },
  spec: { ...spec, dataset: { name: 'csv', file: 'data/churn.csv' }, batch_size: 'auto' },
  data: { ...makeRecord().data, name: 'csv' },
  state: 'failed',
  parent: 'adam',
});
const torn: ReadRun = { folder: 'runs/torn', damaged: 'it was cut off' };
const all = [adam, sgd, table, torn];

const matching = (where: string): readonly string[] =>
  runsWhere(all, where).runs.map((one) => ('record' in one ? one.record.name : 'torn'));

describe('holds of', () => {
  test.each([
    ['val_accuracy>0.88', ['adam']],
    ['val_accuracy<=0.85', ['sgd']],
    ['"val accuracy" = 0.8891', ['adam']],
    ['val_accuracy!=0.85', ['adam']],
    // Their names, with arguments and without.
    ['optimizer=adam', ['adam', 'table']],
    ['optimizer=sgd', ['sgd']],
    ['optimizer="sgd(0.1)"', ['sgd']],
    ['optimizer!=sgd', ['adam', 'table']],
    ['optimizer~DAM', ['adam', 'table']],
    ['optimizer.learning_rate>0.01', ['sgd']],
    ['optimizer.learning_rate=1e-1', ['sgd']],
    ['spec.optimizer.name=sgd', ['sgd']],
    ['state=finished', ['adam', 'sgd']],
    ['state=damaged', ['torn']],
    ['name=sgd', ['sgd']],
    ['name>b', ['sgd', 'table']],
    ['run~"-20260102T030405Z-"', ['adam', 'sgd', 'table']],
    ['tag=good', ['adam']],
    ['tag~good', ['adam', 'sgd']],
    ['tag="night run"', ['adam']],
    // Who has no tags does not have this one.
    ['tag!=good', ['sgd', 'table']],
    ['not tags=good', ['sgd', 'table']],
    ['dataset=fashion_mnist', ['adam', 'sgd']],
    ['dataset=csv', ['table']],
    ['dataset=churn.csv', ['table']],
    ['seed=7', ['sgd']],
    ['seed=007', ['sgd']],
    ['batch_size>32', ['sgd']],
    ['batch_size=auto', ['table']],
    ['parent=adam', ['table']],
    ['started>=2026-02', ['sgd']],
    ['parameters>1e4 and (seed=7 or tag=good)', ['adam', 'sgd']],
    // What has no value matches neither a condition nor its opposite.
    ['not val_accuracy>0.88', ['sgd']],
    ['val_loss>0 or state=failed', ['adam', 'sgd', 'table']],
    ['val_loss>0 and state=failed', []],
    ['not (val_loss>0 and state=finished)', ['table', 'torn']],
  ])('%s', (where, names) => {
    expect(matching(where)).toEqual(names);
  });
});

describe('is said', () => {
  test('how many are left out, and how many of them had no value, for what', () => {
    expect(runsWhere(all, 'val_loss<0.4').notes).toEqual([
      'left out by --where: 3 runs of 4',
      '2 runs of these have no value to compare for val_loss, and so do not match',
    ]);
    expect(runsWhere([adam, table], 'val_loss<0.4 and seed=42').notes).toEqual([
      'left out by --where: 1 run of 2',
      '1 run of these has no value to compare for val_loss, and so does not match',
    ]);
    expect(runsWhere([sgd, table], 'batch_size<100').notes.at(-1)).toMatch(/for batch_size, and/);
    expect(runsWhere([adam], 'seed=42').notes).toEqual([]);
    expect(runsWhere(all, undefined)).toEqual({ runs: all, notes: [] });
  });

  test.each([
    ['optimiser=adam', 'unknown column "optimiser"; did you mean "optimizer"?'],
    ['val_acc>0.8', 'unknown column "val_acc"; did you mean "val_accuracy"?'],
    ['tagg=good', 'unknown column "tagg"; did you mean "tag"?'],
    ['optimizer.learning_rat=1', /^unknown column "optimizer\.learning_rat"/],
    ['model.constructor=1', /^unknown column "model\.constructor"/],
    ['val_accuracy>high', '--where: val_accuracy is a number, and "high" is none'],
    ['epochs_run=twenty', '--where: epochs_run is a number, and "twenty" is none'],
    ['val_accuracy>0x1', '--where: val_accuracy is a number, and "0x1" is none'],
  ])('what is wrong with %s', (where, message) => {
    expect(() => runsWhere(all, where)).toThrow(message);
  });

  test('of no runs nothing but what cannot be read', () => {
    expect(runsWhere([], 'anything=1')).toEqual({ runs: [], notes: [] });
    expect(() => runsWhere([], 'anything')).toThrow('--where: expected one of');
  });
});
