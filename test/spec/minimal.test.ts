import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { fc } from '../drawn.js';
import { boolean } from '../../src/words/arguments.js';
import { canonicalJson, specHashes } from '../../src/spec/minimal.js';
import { readSpecText, type ReadSpec } from '../../src/spec/read.js';
import { type Language, languageOf } from '../../src/words/language.js';
import type { Entry } from '../../src/words/tagged.js';
import { renderYaml, resolvedForm } from '../../src/spec/write.js';
import { base, language } from './language.js';

const read = (text: string, path = 'a.yaml', words: Language = language): ReadSpec =>
  readSpecText(text, path, { language: words });
const hashes = (text: string): { readonly spec: string; readonly group: string } =>
  specHashes(read(text).minimal, 'd'.repeat(64));
const model = (items: string): string => `dataset: spirals\nmodel: ${items}\nloss: mse\n`;

test('the minimal form of a spec', () => {
  const text = `${model('[Flatten, {Dense: {units: 9, activation: relu}, name: hidden}, {Dense: {units: 2, kernel_initializer: {name: RandomNormal, mean: 0.0}}}]')}optimizer: {name: Adam, learning_rate: 0.001}\nepochs: 3\nbatch_size: 32\nnotes: x\n`;
  const minimal = {
    dataset: 'spirals',
    model: [
      { layer: 'Flatten' },
      { layer: 'Dense', arguments: { units: 9, activation: 'relu' }, name: 'hidden' },
      { layer: 'Dense', arguments: { units: 2, kernel_initializer: 'random_normal' } },
    ],
    optimizer: 'adam',
    loss: 'mean_squared_error',
    epochs: 3,
  };
  expect(read(text).minimal).toEqual(minimal);
  const canonical =
    '{"data":"abc","spec":{"dataset":"spirals","epochs":3,"loss":"mean_squared_error","model":[{"layer":"Flatten"},{"arguments":{"activation":"relu","units":9},"layer":"Dense","name":"hidden"},{"arguments":{"kernel_initializer":"random_normal","units":2},"layer":"Dense"}],"optimizer":"adam"}}';
  expect(specHashes(minimal, 'abc').spec).toBe(
    createHash('sha256').update(canonical).digest('hex'),
  );
});

test('who looks on is no other trial', () => {
  expect(hashes(`${base}tensorboard: true\n`)).toEqual(hashes(base));
});

test('a budget is another trial only where it has ended one', () => {
  const [without, within] = [`${base}seed: 3\n`, `${base}seed: 3\nbudget: 10m\n`];
  expect(read(within).minimal).toEqual(read(without).minimal);
  const [ended, longer] = [600, 601].map((seconds) =>
    specHashes(read(within).minimal, 'd'.repeat(64), seconds),
  );
  const own = hashes(without);
  expect(new Set([own.spec, own.group, ended?.spec, ended?.group, longer?.spec]).size).toBe(5);
  // The seeds of one budget are replicates.
  const other = specHashes(read(`${base}seed: 4\n`).minimal, 'd'.repeat(64), 600);
  expect(other.group).toBe(ended?.group);
});

describe('equal hashes', () => {
  test.each([
    [`${base}optimizer: Adam\n`, `${base}optimizer: {name: adam, learning_rate: 0.001}\n`],
    [base, base.replace('mse', 'mean_squared_error')],
    [
      base,
      `${base}name: other\ntags: [x]\nnotes: y\noptimizer: RMSprop\nepochs: 1\nmetrics: []\nseed: 0\n`,
    ],
    [model('[{Dropout: 0.3}]'), model('[{Dropout: {rate: 0.3}}]')],
    [
      model('[{Dense: 3}, {Dense: 2}]'),
      model('[{Dense: 3, name: dense}, {Dense: 2, name: dense_1, inputs: dense, trainable: true}]'),
    ],
    [model('[{Dense: 3}, {Dense: 3}]'), model('[{Dense: 3, repeat: 2}]')],
    [
      `${base}early_stopping: true\n`,
      `${base}early_stopping: {patience: 0, restore_best_weights: true}\n`,
    ],
    [
      `${base}metrics: [acc]\nmonitor: val_acc\n`,
      `${base}metrics: [accuracy]\nmonitor: val_accuracy\n`,
    ],
  ])('%j and %j', (a, b) => {
    expect(hashes(a)).toEqual(hashes(b));
  });

  test('of data in another place, and with other data not', () => {
    const table = `dataset: {name: csv, path: data.csv, target: y}\nmodel: [{Dense: 1}]\nloss: mse\n`;
    expect(read(table, 'x/a.yaml').minimal).toEqual(
      read(table.replace('data.csv', 'copy.csv'), 'y/a.yaml').minimal,
    );
    expect(specHashes(read(table).minimal, 'a').spec).not.toBe(
      specHashes(read(table).minimal, 'b').spec,
    );
  });

  test('when a later dlx knows another argument', () => {
    const more = (entry: Entry): Entry => ({
      ...entry,
      arguments: { ...entry.arguments, brand_new: boolean().default(false) },
    });
    const later = languageOf({
      datasets: language.datasets.map(more),
      layers: language.layers.map(more),
      optimizers: language.optimizers.map(more),
      losses: language.losses.map(more),
      metrics: language.metrics.map(more),
    });
    const text = `${base}optimizer: {name: sgd, momentum: 0.5}\nmetrics: [acc]\n`;
    expect(read(text, 'a.yaml', later).minimal).toEqual(read(text).minimal);
    expect(read(text, 'a.yaml', later).spec.optimizer.arguments['brand_new']).toBe(false);
  });
});

describe('unequal hashes', () => {
  test.each([
    [base, `${base}epochs: 2\n`],
    [base, `${base}monitor: loss\n`],
    [model('[{Dense: 3}]'), model('[{Dense: 3, name: other}]')],
    [model('[{Dense: 3}]'), model('[{Dense: 3, trainable: false}]')],
    [
      model('[{Dense: 3}, {Dense: 3, name: b}, {Add: null, inputs: [dense, b]}]'),
      model('[{Dense: 3}, {Dense: 3, name: b}, {Add: null, inputs: [b, dense]}]'),
    ],
    [base, `${base}early_stopping: true\n`],
  ])('%j and %j', (a, b) => {
    expect(hashes(a).group).not.toBe(hashes(b).group);
  });

  test('another seed is another spec of the same group', () => {
    const [one, two] = [hashes(base), hashes(`${base}seed: 1\n`)];
    expect([one.group === two.group, one.spec === two.spec]).toEqual([true, false]);
  });
});

test('canonical JSON has its keys in order', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: 0.1 })).toBe(
    '{"a":0.1,"b":[1,{"c":"x","d":null}]}',
  );
});

const layer = fc.oneof(
  fc.record({
    Dense: fc.record({
      units: fc.integer({ min: 1, max: 9 }),
      activation: fc.constantFrom('relu', 'linear'),
      kernel_initializer: fc.constantFrom<unknown>('GlorotUniform', {
        name: 'random_normal',
        stddev: 0.5,
      }),
      kernel_regularizer: fc.constantFrom<unknown>(null, 'L2', { name: 'l2', l2: 1e-21 }),
    }),
    trainable: fc.boolean(),
  }),
  fc.record({
    Dropout: fc.double({ min: 0, max: 0.99, noNaN: true }),
    repeat: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ MaxPooling2D: fc.constantFrom<unknown>(2, [2, 3], null) }),
  fc.constant('Flatten'),
);

test('written and resolved forms read as the same spec', () => {
  const specs = fc.record({
    dataset: fc.constantFrom('spirals', { name: 'spirals', noise: 0 }),
    model: fc.array(layer, { minLength: 1, maxLength: 5 }),
    optimizer: fc.constantFrom<unknown>('SGD', {
      name: 'adam',
      learning_rate: { name: 'piecewise_constant', boundaries: [1, 2], values: [0.1, 0.2, 1e21] },
    }),
    loss: fc.constant('mse'),
    metrics: fc.constantFrom<unknown>([], ['acc', { name: 'precision', label: '1e3' }]),
    early_stopping: fc.constantFrom<unknown>(null, true, { patience: 2, min_delta: 1e20 }),
    notes: fc.oneof(fc.constant(null), fc.string({ minLength: 1, unit: 'grapheme' })),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(specs, (written) => {
      const first = read(renderYaml(written));
      const again = [
        read(renderYaml(first.written), 'other.yaml'),
        read(renderYaml(resolvedForm(first.spec)), 'other.yaml'),
      ];
      for (const { spec, minimal } of again) {
        expect(minimal).toEqual(first.minimal);
        expect({ ...spec, model: spec.model.map(({ origin: _, ...rest }) => rest) }).toEqual({
          ...first.spec,
          model: first.spec.model.map(({ origin: _, ...rest }) => rest),
        });
      }
    }),
    { numRuns: 60 },
  );
});

describe('folds of a cross-validation', () => {
  const of = (written: string): { readonly spec: string; readonly group: string } =>
    hashes(`${model('[{Dense: 2}]')}cross_validation: ${written}\n`);

  test('are specs of one group, however often they are repeated', () => {
    const one = of('{folds: 5, fold: 1}');
    const two = of('{folds: 5, fold: 2}');
    const repeated = of('{folds: 5, repeats: 3, fold: 2}');
    const again = of('{folds: 5, repeats: 3, fold: 2, repeat: 3}');
    expect(new Set([one, two, repeated, again].map(({ group }) => group)).size).toBe(1);
    expect(new Set([one, two, again].map(({ spec }) => spec)).size).toBe(3);
    expect(repeated).toEqual(two);
    expect(one.spec).not.toBe(one.group);
  });

  test('in another number, or cut otherwise, or none, are another group', () => {
    const group = (written: string): string => of(written).group;
    expect(
      new Set([
        group('{folds: 5}'),
        group('{folds: 4}'),
        group('{folds: 5, by: order}'),
        group('null'),
      ]).size,
    ).toBe(4);
  });

  test('resolved.yaml says them, and reads as the same spec', () => {
    const found = read(`${model('[{Dense: 2}]')}cross_validation: {folds: 5, fold: 2}\n`);
    const form = resolvedForm(found.spec);
    expect(form['dataset']).not.toHaveProperty('fold');
    expect(read(renderYaml(form)).minimal).toEqual(found.minimal);
  });
});
