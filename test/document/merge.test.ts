import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ReadOptions, readSpec, readSpecText, type ReadSpec } from '../../src/spec/read.js';
import { base, complaintOf, language } from '../spec/language.js';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'dlx-spec-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
// Paths are shown relative to the current folder where that is shorter; here only their last part
// matters.
const said = (call: () => unknown): string =>
  complaintOf(call)
    .replaceAll(`${relative('.', folder)}/`, '')
    .replaceAll(`${folder}/`, '');
const read = (path: string, options: Partial<ReadOptions> = {}): ReadSpec =>
  readSpec(path, { language, ...options });

const relu = `name: tutorial
tags: [old]
notes: the parent's
dataset: spirals
model:
  - Flatten
  - Dense: {units: 100, activation: relu}
    name: hidden
  - Dense: {units: 10, activation: softmax}
optimizer: {name: adam, learning_rate: 0.01}
loss: mse
epochs: 20
early_stopping: {patience: 3, min_delta: 0.1}
`;

const child = (text: string): ReadSpec => {
  file('relu.yaml', relu);
  return read(file('child.yaml', `extends: relu.yaml\n${text}`));
};

describe('extends', () => {
  test('a child takes everything but name, tags and notes', () => {
    expect(child('epochs: 5\n').written).toEqual({
      name: 'child',
      dataset: 'spirals',
      model: [
        'Flatten',
        { Dense: { units: 100, activation: 'relu' }, name: 'hidden' },
        { Dense: { units: 10, activation: 'softmax' } },
      ],
      optimizer: { name: 'adam', learning_rate: 0.01 },
      loss: 'mse',
      epochs: 5,
      early_stopping: { patience: 3, min_delta: 0.1 },
    });
  });

  test.each<[string, unknown]>([
    ['optimizer: sgd', 'sgd'],
    ['optimizer: {name: sgd}', { name: 'sgd' }],
    ['optimizer: {name: Adam, beta_1: 0.5}', { name: 'Adam', learning_rate: 0.01, beta_1: 0.5 }],
    ['optimizer: {beta_1: 0.5}', { name: 'adam', learning_rate: 0.01, beta_1: 0.5 }],
    ['optimizer: {learning_rate: null}', { name: 'adam' }],
    [
      'optimizer: {learning_rate: {name: exponential_decay, initial_learning_rate: 0.1, decay_rate: 0.9}}',
      {
        name: 'adam',
        learning_rate: { name: 'exponential_decay', initial_learning_rate: 0.1, decay_rate: 0.9 },
      },
    ],
    ['optimizer: null', undefined],
  ])('%s', (line, expected) => {
    expect(child(`${line}\n`).written['optimizer']).toEqual(expected);
  });

  test('null removes a key, and a mapping over a bare name sets its arguments', () => {
    const { written } = child(
      'early_stopping: {min_delta: null}\nloss: null\n---'.replace(
        'loss: null\n---',
        'dataset: {noise: 0.5}\n',
      ),
    );
    expect(written['early_stopping']).toEqual({ patience: 3 });
    expect(written['dataset']).toEqual({ name: 'spirals', noise: 0.5 });
    expect(child('early_stopping: null\n').spec.early_stopping).toBeNull();
  });

  test('of several parents the later wins, and a patch may stand in one of them', () => {
    file('relu.yaml', relu);
    file('dropout.yaml', 'model:\n  after hidden: {Dropout: 0.3}\nepochs: 7\n');
    const { spec } = read(file('both.yaml', 'extends: [relu.yaml, dropout.yaml]\nseed: 1\n'));
    expect([spec.model.map((layer) => layer.name), spec.epochs, spec.seed]).toEqual([
      ['flatten', 'hidden', 'dropout', 'dense'],
      7,
      1,
    ]);
  });

  test('paths start in the folder of the file that names them', () => {
    mkdirSync(join(folder, 'parents'));
    file(
      'parents/table.yaml',
      `dataset: {name: csv, path: data.csv, target: y}\nmodel: [{Dense: 1}]\nloss: mse\n`,
    );
    const { spec, written } = read(
      file('child.yaml', 'extends: parents/table.yaml\ndataset: {test: test.csv}\n'),
    );
    expect(spec.dataset.arguments).toMatchObject({
      path: 'parents/data.csv',
      test: 'test.csv',
    });
    expect(written['dataset']).toEqual({
      name: 'csv',
      path: 'parents/data.csv',
      target: 'y',
      test: 'test.csv',
    });
  });

  test('a cycle, a missing parent and a problem in the parent are told at their places', () => {
    const a = file('a.yaml', 'extends: b.yaml\n');
    file('b.yaml', 'extends: a.yaml\n');
    expect(said(() => read(a))).toBe(
      `b.yaml:1:10 this spec extends itself: a.yaml → b.yaml → a.yaml\n  1 | extends: a.yaml\n    |          ~~~~~~\nexit 2`,
    );
    expect(said(() => read(file('c.yaml', 'extends: relv.yaml\n')))).toBe(
      `c.yaml:1:10 cannot extend relv.yaml: there is no such file\n  1 | extends: relv.yaml\n    |          ~~~~~~~~~\nexit 2`,
    );
    file('relu.yaml', relu.replace('epochs: 20', 'epochs: many'));
    expect(said(() => read(file('d.yaml', 'extends: relu.yaml\n')))).toBe(
      `relu.yaml:12:9 epochs must be a whole number of at least 1, got "many"\n  12 | epochs: many\n     |         ~~~~\nexit 2`,
    );
  });
});

describe('a model patched by the names of its layers', () => {
  const patched = (text: string): unknown => child(`model:\n${text}`).written['model'];
  const [flatten, hidden, last] = [
    'Flatten',
    { Dense: { units: 100, activation: 'relu' }, name: 'hidden' },
    { Dense: { units: 10, activation: 'softmax' } },
  ];

  test.each<[string, unknown]>([
    [
      'hidden: {units: 64}',
      [flatten, { Dense: { units: 64, activation: 'relu' }, name: 'hidden' }, last],
    ],
    [
      'hidden: {kernel_initializer: {name: random_normal, stddev: 1}, trainable: false}',
      [
        flatten,
        {
          Dense: {
            units: 100,
            activation: 'relu',
            kernel_initializer: { name: 'random_normal', stddev: 1 },
          },
          name: 'hidden',
          trainable: false,
        },
        last,
      ],
    ],
    [
      'hidden: {Conv2D: {filters: 8, kernel_size: 3}}',
      [flatten, { Conv2D: { filters: 8, kernel_size: 3 }, name: 'hidden' }, last],
    ],
    ['hidden: {Dense: 5}', [flatten, { Dense: 5, name: 'hidden' }, last]],
    ['flatten: BatchNormalization', [{ BatchNormalization: null, name: 'flatten' }, hidden, last]],
    ['hidden: null', [flatten, last]],
    ['after hidden: {Dropout: 0.3}', [flatten, hidden, { Dropout: 0.3 }, last]],
    [
      'before dense: [BatchNormalization, {Dropout: 0.3}]',
      [flatten, hidden, 'BatchNormalization', { Dropout: 0.3 }, last],
    ],
    ['after input: BatchNormalization', ['BatchNormalization', flatten, hidden, last]],
    // The old dense keeps its name, and with it its random numbers.
    [
      'after flatten: {Dense: 7}',
      [flatten, { Dense: 7 }, hidden, { ...(last as object), name: 'dense' }],
    ],
  ])('%s', (line, expected) => {
    expect(patched(`  ${line}\n`)).toEqual(expected);
  });

  test('an unknown layer, and a mapping with nothing to patch', () => {
    file('relu.yaml', relu);
    expect(said(() => child('model:\n  hiden: {units: 3}\n'))).toBe(
      `child.yaml:3:3 the model has no layer "hiden"; did you mean "hidden"?\n  3 |   hiden: {units: 3}\n    |   ~~~~~\n    | = a key here is the name of a layer of the parent, or "after NAME" to insert one\nexit 2`,
    );
    expect(
      said(() =>
        readSpecText('dataset: spirals\nmodel: {hidden: null}\nloss: mse\n', 'a.yaml', {
          language,
        }),
      ),
    ).toBe(
      'a.yaml:2:8 model must be a list of layers, got a mapping\n  2 | model: {hidden: null}\n    |        ~~~~~~~~~~~~~~\n    | = a mapping changes the layers of a parent by name: say which with extends, or begin each layer with "- "\nexit 2',
    );
  });
});

describe('--set', () => {
  const set = (...options: string[]): ReadSpec =>
    readSpecText(relu, 'relu.yaml', { language, set: options });

  test.each<[string[], string, unknown]>([
    [['optimizer.learning_rate=0.5'], 'optimizer', { name: 'adam', learning_rate: 0.5 }],
    [['optimizer.name=sgd'], 'optimizer', { name: 'sgd' }],
    [['optimizer=sgd', 'optimizer.momentum=0.9'], 'optimizer', { name: 'sgd', momentum: 0.9 }],
    [['early_stopping=null'], 'early_stopping', undefined],
    [['metrics=[accuracy, mae]', 'metrics.1=precision'], 'metrics', ['accuracy', 'precision']],
    [
      ['model.dense.units=64'],
      'model',
      [
        'Flatten',
        { Dense: { units: 100, activation: 'relu' }, name: 'hidden' },
        { Dense: { units: 64, activation: 'softmax' } },
      ],
    ],
    [['notes=a,b'], 'notes', 'a,b'],
    [['tags=["1", x]'], 'tags', ['1', 'x']],
  ])('%j', (options, key, expected) => {
    expect(set(...options).written[key]).toEqual(expected);
  });

  test('a first argument written bare, and an optimizer left unsaid, can be set', () => {
    const { spec } = readSpecText(base, 'a.yaml', {
      language,
      set: ['model.dense.units=3', 'optimizer.learning_rate=0.5'],
    });
    expect(spec.model[0]?.arguments['units']).toBe(3);
    expect([spec.optimizer.name, spec.optimizer.arguments['learning_rate']]).toEqual([
      'rmsprop',
      0.5,
    ]);
  });

  test('--seed is one run whatever the file says; --seeds, --name and --tag', () => {
    const options = { language, name: 'other', tag: ['new'] };
    const one = readSpecText(`${relu}seeds: [4, 5]\n`, 'relu.yaml', { ...options, seed: 9 });
    expect([one.seeds, one.spec.name, one.spec.tags, one.written['seeds']]).toEqual([
      [9],
      'other',
      ['old', 'new'],
      undefined,
    ]);
    expect(readSpecText(relu, 'relu.yaml', { ...options, seed: 9, seeds: 3 }).seeds).toEqual([
      9, 10, 11,
    ]);
    const both = readSpecText(`${relu}seeds: [4, 5]\n`, 'relu.yaml', options);
    const second = both.trial({ seed: 5 });
    expect([
      both.seeds,
      both.spec.seed,
      second.spec.seed,
      second.written['seed'],
      second.written['seeds'],
      second.minimal['seed'],
    ]).toEqual([[4, 5], 4, 5, 5, undefined, 5]);
  });
});

test.each<[string, (path: string) => void, string]>([
  ['missing', () => undefined, 'there is no such file'],
  ['a folder', (path) => mkdirSync(path), 'this is a folder, not a file'],
  [
    'empty',
    (path) => writeFileSync(path, ''),
    'the file is empty\n  = a spec is a YAML mapping with dataset, model and loss; dlx init writes a first one',
  ],
  [
    'not UTF-8',
    (path) => writeFileSync(path, Buffer.from([0x6e, 0xff, 0xfe])),
    'the file is not UTF-8 text',
  ],
  [
    'too large',
    (path) => writeFileSync(path, `${base}#${' '.repeat(2 * 1024 * 1024)}`),
    'the file has 2.0 MB; a spec has at most 1 MB',
  ],
])('a file that is %s', (_, make, message) => {
  const path = join(folder, 'spec.yaml');
  make(path);
  expect(said(() => read(path))).toBe(`spec.yaml: ${message}\nexit 2`);
});

test('a misspelt path names the file beside it; a byte order mark is no part of a spec', () => {
  file('adam.yaml', `\ufeff${base}`);
  expect(said(() => read(join(folder, 'adm.yaml')))).toBe(
    `adm.yaml: there is no such file; did you mean adam.yaml?\nexit 2`,
  );
  expect(read(join(folder, 'adam.yaml')).spec.name).toBe('adam');
  file('adan.yaml', 'extends: adn.yaml\n');
  expect(said(() => read(join(folder, 'adan.yaml'))).split('\n')[0]).toBe(
    'adan.yaml:1:10 cannot extend adn.yaml: there is no such file; did you mean adam.yaml?',
  );
});
