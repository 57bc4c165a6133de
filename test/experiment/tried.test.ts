// What earlier runs know of a cure: specs that differ in it alone.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { language } from '../../src/experiment/language.js';
import { differsIn, triedBeside } from '../../src/experiment/tried.js';
import { readSpecText } from '../../src/spec/read.js';
import type { Cure } from '../../src/training/advice.js';
import { makeRecord, makeRunFolder, withFolder } from '../run/fixture.js';

const last = '{Dense: {units: 3, activation: softmax}}';
const specOf = (model: string, more = ''): string =>
  `dataset: spirals\nmodel: [{Dense: 8}, ${model}${last}]\nloss: sparse_categorical_crossentropy\n${more}`;
const compared = (text: string) => readSpecText(text, 'a.yaml', { language });
const all: readonly Cure[] = [
  'dropout',
  'early_stopping',
  'batch_normalization',
  'smaller_rate',
  'more_epochs',
];

test.each<[string, string, readonly Cure[]]>([
  [specOf(''), specOf('{Dropout: 0.3}, '), ['dropout']],
  [specOf('{Dropout: 0.3}, '), specOf('{Dropout: 0.5}, '), ['dropout']],
  [specOf('{Dropout: 0.5}, '), specOf('{Dropout: 0.3}, '), []],
  [specOf(''), specOf('BatchNormalization, '), ['batch_normalization']],
  [specOf(''), specOf('', 'early_stopping: {patience: 2}\n'), ['early_stopping']],
  [specOf(''), specOf('', 'epochs: 9\n'), ['more_epochs']],
  // The default of rmsprop is 0.001.
  [specOf(''), specOf('', 'optimizer: {name: RMSprop, learning_rate: 0.0001}\n'), ['smaller_rate']],
  [specOf(''), specOf('', 'optimizer: {name: rmsprop, learning_rate: 0.01}\n'), []],
  [specOf(''), specOf('', 'optimizer: {name: adam, learning_rate: 0.0001}\n'), []],
  [
    specOf('', 'optimizer: {name: sgd, momentum: 0.9}\n'),
    specOf('', 'optimizer: {name: sgd, momentum: 0.9, learning_rate: 0.001}\n'),
    ['smaller_rate'],
  ],
  // Two changes say nothing of either.
  [specOf(''), specOf('{Dropout: 0.3}, ', 'epochs: 9\n'), []],
  [specOf(''), specOf('', 'name: b\ntags: [x]\n'), []],
])('%# %j and %j', (own, other, expected) => {
  expect(all.filter((cure) => differsIn(cure, compared(own), compared(other)))).toEqual(expected);
});

test('of finished runs with the data, seed and monitor the best is told, and whether it is better', () => {
  withFolder((folder) => {
    const run = (
      name: string,
      loss: number,
      more: Parameters<typeof makeRunFolder>[1] = {},
    ): void => {
      const scores = { ...makeRecord().scores, validation: { loss } };
      const path = makeRunFolder(join(folder, name), { scores, ...more });
      writeFileSync(join(path, 'spec.yaml'), specOf('', `epochs: ${name.length}\n`));
    };
    const own = makeRecord({
      id: 'own',
      scores: { ...makeRecord().scores, validation: { loss: 0.5 } },
    });
    const asked = (cure: Cure = 'more_epochs') =>
      triedBeside(join(folder, 'own'), own, compared(specOf('')))(cure);
    expect(asked()).toBeNull();
    run('ab', 0.7);
    expect(asked()).toEqual({
      run: 'ab',
      isBetter: false,
      monitor: 'val_loss',
      value: 0.7,
      own: 0.5,
    });
    run('abc', 0.4);
    run('abcd', 0.1, { seed: 7 });
    run('abcde', 0.1, { state: 'failed' });
    run('abcdef', 0.1, { data: { ...own.data, sha256: 'e'.repeat(64) } });
    run('abcdefg', 0.1, { monitor: { name: 'val_accuracy', mode: 'max' } });
    expect(asked()).toEqual({
      run: 'abc',
      isBetter: true,
      monitor: 'val_loss',
      value: 0.4,
      own: 0.5,
    });
    expect(asked('dropout')).toBeNull();
    // One whose spec is damaged says nothing.
    writeFileSync(join(folder, 'abc/spec.yaml'), 'model: 3\n');
    expect(asked()).toMatchObject({ run: 'ab' });
  });
});
