import { describe, expect, test } from '@jest/globals';
import { fc } from '../drawn.js';
import { UserError } from '../../src/ground/errors.js';
import { readSpecText } from '../../src/spec/read.js';
import { base, complaintOf, language } from './language.js';
import { within } from '../processor-time.js';

const complaint = (text: string, set: readonly string[] = []): string =>
  complaintOf(() => readSpecText(text, 'experiments/adam.yaml', { language, set }));

// A line of a spec, where and what is said of it, how it is underlined, and the cure.
const frame = (
  line: number,
  column: number,
  message: string,
  source: string,
  underline: string,
  cure?: string,
): string =>
  [
    `experiments/adam.yaml:${line}:${column} ${message}`,
    `  ${line} | ${source}`,
    `    | ${underline}`,
    ...(cure ? [`    | = ${cure}`] : []),
    'exit 2',
  ].join('\n');

const marks = (from: number, count: number): string => ' '.repeat(from - 1) + '~'.repeat(count);

test.each<[string, number, number, string, string?]>([
  ['epoch: 3', 1, 5, 'unknown key "epoch"; did you mean "epochs"?'],
  ['epochs: 0', 9, 1, 'epochs must be a whole number of at least 1, got 0'],
  ['epochs: 2.5', 9, 3, 'epochs must be a whole number of at least 1, got 2.5'],
  ['epochs: .inf', 9, 4, 'epochs must be a whole number of at least 1, got .inf'],
  ['epochs:', 1, 6, 'epochs must be a whole number of at least 1, got nothing'],
  ['seed: -1', 7, 2, 'seed must be a whole number from 0 to 4294967295, got -1'],
  [
    'batch_size: "32"',
    13,
    4,
    'batch_size must be a whole number of at least 1, or auto, got "32"',
    '"32" in quotes is text; write 32 without them',
  ],
  [
    'batch_size: 1_000',
    13,
    5,
    'batch_size must be a whole number of at least 1, or auto, got "1_000"',
    '1_000 is text in YAML; write 1000',
  ],
  [
    'batch_size: 12345678901234567890',
    13,
    20,
    '12345678901234567890 has more digits than dlx keeps; whole numbers go up to 9007199254740991',
  ],
  ['optimizer: adm', 12, 3, 'unknown optimizer "adm"; did you mean "adam"?'],
  ['optimizer: lion', 12, 4, 'Keras has lion, dlx does not'],
  [
    'optimizer: 3',
    12,
    1,
    'optimizer must be the name of an optimizer, or a mapping with its name and arguments, got 3',
  ],
  [
    'optimizer: {learning_rate: 3}',
    12,
    18,
    'optimizer needs the name of an optimizer',
    'write optimizer: {name: …} with its arguments beside the name',
  ],
  [
    'optimizer: {name: adam, learning_rate: .inf}',
    40,
    4,
    'learning_rate must be a finite number of at least 0, or a learning rate schedule, got .inf',
  ],
  [
    'optimizer: {name: adam, learning_rate: 1e400}',
    40,
    5,
    'learning_rate must be a finite number of at least 0, or a learning rate schedule, got 1e400',
  ],
  [
    'optimizer: {name: adam, learning_rate: "0.1"}',
    40,
    5,
    'learning_rate must be a finite number of at least 0, or a learning rate schedule, got "0.1"',
    '"0.1" in quotes is text; write 0.1 without them',
  ],
  [
    'optimizer: {name: adam, learning_rate: exponential}',
    40,
    11,
    'unknown learning rate schedule "exponential"; Keras calls it ExponentialDecay',
  ],
  [
    'optimizer: {name: sgd, learning_rate: {name: exponential_decay, decay_rate: 1}}',
    46,
    17,
    'exponential_decay needs initial_learning_rate: a finite number above 0',
  ],
  [
    'optimizer: {name: adam, amsgrad: yes}',
    34,
    3,
    'amsgrad must be true or false, got "yes"',
    'yes is text in YAML; write true',
  ],
  [
    'learning_rate: 0.1',
    1,
    13,
    'unknown key "learning_rate"',
    'it is an argument of the optimizer; write optimizer: {name: rmsprop, learning_rate: 0.1}',
  ],
  [
    'metrics: accuracy',
    10,
    8,
    'metrics must be a list, got "accuracy"',
    'write metrics: [accuracy]',
  ],
  [
    'metrics: [acc, accuracy]',
    16,
    8,
    'two metrics are called "accuracy"',
    'give one of them a label of its own',
  ],
  [
    'metrics: [{name: acc, label: loss}]',
    11,
    24,
    'the label "loss" would hide another value of the log',
    'choose one that is not loss and does not begin with val_',
  ],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty'].map(
    (label): [string, number, number, string, string] => [
      `metrics: [{name: acc, label: ${label}}]`,
      11,
      20 + label.length,
      `the label ${JSON.stringify(label)} cannot be a name in the log`,
      'choose another',
    ],
  ),
  [
    'checkpoint: {every: soon}',
    21,
    4,
    'every must be a finite number above 0, or a time as 60s, 5m or 1h, or null, got "soon"',
  ],
  [
    'checkpoint: 0s',
    13,
    2,
    'checkpoint must be a finite number above 0, or a time as 60s, 5m or 1h, or null, got "0s"',
  ],
  [
    'monitor: val_acc',
    10,
    7,
    'nothing called "val_acc" is measured; expected one of val_loss, loss',
    'write metrics: [acc] to measure it',
  ],
  [
    'early_stopping: {patience: -1}',
    28,
    2,
    'patience must be a whole number of at least 0, got -1',
  ],
  [
    'early_stopping: 3',
    17,
    1,
    'early_stopping must be a mapping of its arguments, true, or null, got 3',
    'write early_stopping: {patience: 3}',
  ],
  [
    'early_stopping: {monitor: val_f1}',
    27,
    6,
    'nothing called "val_f1" is measured; expected one of val_loss, loss',
  ],
  [
    'early_stopping: {restore_best_weights: false}',
    40,
    5,
    'restore_best_weights must be true: dlx always keeps the weights of the best epoch',
    'remove it',
  ],
  [
    'reduce_lr_on_plateau: 0.5',
    23,
    3,
    'reduce_lr_on_plateau must be a mapping of its arguments, true, or null, got 0.5',
    'write reduce_lr_on_plateau: {factor: 0.5}',
  ],
  [
    'reduce_lr_on_plateau: 5',
    23,
    1,
    'reduce_lr_on_plateau must be a mapping of its arguments, true, or null, got 5',
    'write reduce_lr_on_plateau: {patience: 3}',
  ],
  [
    'early_stopping: 0.5',
    17,
    3,
    'early_stopping must be a mapping of its arguments, true, or null, got 0.5',
    'write early_stopping: {patience: 3}',
  ],
  [
    'reduce_lr_on_plateau: {factor: 1}',
    32,
    1,
    'factor must be a finite number of at least 0 and below 1, got 1',
  ],
  ['mode: biggest', 7, 7, 'mode must be one of auto, min, max, got "biggest"'],
  ['seeds: [1, 1]', 12, 1, 'the seed 1 is there twice'],
  ['seeds: 0', 8, 1, 'seeds must be a whole number from 1 to 1000, got 0'],
  [
    'name: "a b"',
    7,
    5,
    'a name has 1 to 64 letters, digits, ., _ and -, and begins with a letter or digit, got "a b"',
  ],
  ['loss: mse', 1, 4, 'the key "loss" is there twice; keep one'],
  ['notes: &x a', 8, 2, 'a spec holds no anchors; to share parts of a spec, use extends'],
  [
    'notes: *x',
    8,
    2,
    'a spec holds no aliases; to share parts of a spec, use extends (a text that begins with * goes in quotes)',
  ],
  ['notes: !!str 3', 8, 5, 'a spec holds no YAML tags; write the value alone'],
  ['<<: {epochs: 3}', 1, 2, 'a spec holds no merge keys; to share parts of a spec, use extends'],
  ['---', 1, 3, 'a second document begins here; a file holds one spec'],
  ['1: 2', 1, 1, 'a key must be text, got 1'],
  ['__proto__: {epochs: 3}', 1, 9, '"__proto__" cannot be a key'],
])('%s', (line, column, length, message, ...[cure]) => {
  const said = complaint(`${base}${line}\n`).split('\n\n')[0] ?? '';
  expect(said.endsWith('exit 2') ? said : `${said}\nexit 2`).toBe(
    frame(5, column, message, line, marks(column, line === '---' ? 1 : length), cure),
  );
});

const model = (item: string): string =>
  complaint(`dataset: spirals\nmodel:\n  - ${item}\nloss: mse\n`);

test.each<[string, number, number, string, string?]>([
  ['Dense: {units: many}', 20, 4, 'units must be a whole number of at least 1, got "many"'],
  ['Dense: {unit: 3}', 13, 4, 'unknown argument "unit" of Dense; did you mean "units"?'],
  ['Dense', 5, 5, 'Dense needs units: a whole number of at least 1'],
  ['dense: 3', 5, 5, 'unknown layer "dense"; did you mean "Dense"?'],
  ['Dence: 3', 5, 5, 'unknown layer "Dence"; did you mean "Dense"?'],
  ['Flatten: 3', 14, 1, 'Flatten takes no arguments, got 3'],
  ['Dropout: 1.5', 14, 3, 'rate must be a finite number of at least 0 and below 1, got 1.5'],
  [
    'Conv2D: {filters: 3, kernelSize: 3}',
    26,
    10,
    'unknown argument "kernelSize" of Conv2D; did you mean "kernel_size"?',
  ],
  [
    'Conv2D: {filters: 3, kernel_size: [3, x]}',
    39,
    6,
    'kernel_size must be a whole number of at least 1, or a list of 2 such, got [3,"x"]',
  ],
  [
    'Conv2D: {filters: 3, kernel_size: 3, padding: sme}',
    51,
    3,
    'padding must be one of valid, same, got "sme"; did you mean "same"?',
  ],
  [
    'Dense: {units: 3, activation: rellu}',
    35,
    5,
    'unknown activation "rellu"; did you mean "relu"?',
  ],
  [
    'Dense: {units: 3, kernel_initializer: {name: random_normal, stdev: 1}}',
    65,
    5,
    'unknown argument "stdev" of random_normal; did you mean "stddev"?',
  ],
  [
    'Dense: {units: 3, kernel_regularizer: {name: L2, l2: x}}',
    58,
    1,
    'l2 must be a finite number of at least 0, got "x"',
  ],
  ['3', 5, 1, 'a layer is a name, as Flatten, or a mapping, as {Dense: {units: 10}}, got 3'],
])('a layer: %s', (item, column, length, message, ...[cure]) => {
  expect(model(item)).toBe(frame(3, column, message, `  - ${item}`, marks(column, length), cure));
});

test.each<[string, number, number, string, string, number, string?]>([
  [
    'Dense: 100\n    activation: relu',
    4,
    5,
    'activation is an argument of Dense and must be indented below it',
    '    activation: relu',
    10,
    'write  - Dense: {units: 100, activation: relu}',
  ],
  [
    'Dense:\n    units: 100\n    activation: relu',
    4,
    5,
    'units and activation are arguments of Dense and must be indented below it',
    '    units: 100',
    5,
    'write  - Dense: {units: 100, activation: relu}',
  ],
  [
    'Dense: 3\n    Flatten:',
    4,
    5,
    'a second layer in one item: Dense and Flatten',
    '    Flatten:',
    7,
    'begin each layer with "- " on a line of its own',
  ],
  [
    'Dense: 3\n    nmae: x',
    4,
    5,
    'unknown key "nmae" beside Dense; did you mean "name"?',
    '    nmae: x',
    4,
  ],
  [
    'Dense: 3\n    name: input',
    4,
    11,
    'a layer cannot be called "input": that is what inputs call the data',
    '    name: input',
    5,
  ],
  [
    'Dense: 3\n    name: a.b',
    4,
    11,
    'a layer\'s name has 1 to 64 letters, digits, _ and -, got "a.b"',
    '    name: a.b',
    3,
  ],
  [
    'Dense: 3\n    name: a\n  - Dense: 3\n    name: a',
    6,
    11,
    'two layers are called "a"',
    '    name: a',
    1,
  ],
  [
    'Dense: 3\n    inputs: dense_1\n  - Dense: 3',
    4,
    13,
    'the layer "dense_1" does not come before this one',
    '    inputs: dense_1',
    7,
    'write layers in order: each below those it takes',
  ],
  [
    'Dense: 3\n    name: hidden\n  - Dense: 3\n    inputs: [hiden]',
    6,
    14,
    'there is no layer "hiden"; did you mean "hidden"?',
    '    inputs: [hiden]',
    5,
  ],
  [
    'Dense: 3\n    name: a\n  - Add\n    inputs: [a, input]',
    5,
    5,
    'Add needs a colon, for a key follows on the next line',
    '  - Add',
    3,
    'write Add:',
  ],
  [
    'Dense: 3\n    repeat: 0',
    4,
    13,
    'repeat must be a whole number from 1 to 1000, got 0',
    '    repeat: 0',
    1,
  ],
])('beside a layer: %j', (item, line, column, message, source, length, ...[cure]) => {
  expect(model(item)).toBe(frame(line, column, message, source, marks(column, length), cure));
});

test.each([
  ['epochs=x', 'epochs must be a whole number of at least 1, got "x"', 13, 1],
  ['model.dense.units=x', 'units must be a whole number of at least 1, got "x"', 24, 1],
  [
    'model.dens.units=3',
    'the model has no layer "dens"; did you mean "dense"?',
    12,
    4,
    'a key here is the name of a layer of the parent, or "after NAME" to insert one',
  ],
  [
    'model.dense=3',
    'dense must be a mapping of what changes, the name of another layer, or null, got 3',
    18,
    1,
    'set an argument by its name, as dense: {units: 3}',
  ],
  ['model.dense.unit=3', 'unknown argument "unit" of Dense; did you mean "units"?', 18, 4],
  ['epoch=3', 'unknown key "epoch"; did you mean "epochs"?', 6, 5],
  ['foo', 'expected key.path=value', 6, 3, 'write --set optimizer.learning_rate=0.01'],
  [
    'a..b=3',
    'a part of the key is empty; expected key.path=value',
    6,
    4,
    'write --set optimizer.learning_rate=0.01',
  ],
  [
    'optimizer.__proto__.x=3',
    '"__proto__" cannot be a key',
    6,
    21,
    'write --set optimizer.learning_rate=0.01',
  ],
  [
    'epochs=',
    'nothing stands after the equals sign; to remove a key write epochs=null',
    6,
    6,
    'write --set optimizer.learning_rate=0.01',
  ],
  ['notes=[', 'this is not YAML: Flow sequence must end with a ]', 12, 1],
])('--set %s', (option, message, from, length, ...[cure]) => {
  const lines = [
    `--set ${option}: ${message}`,
    `  --set ${option}`,
    `  ${' '.repeat(from)}${'~'.repeat(length)}`,
    ...(cure ? [`  = ${cure}`] : []),
    'exit 2',
  ];
  expect(complaint(base, [option])).toBe(lines.join('\n'));
});

const noSpec = 'a spec is a YAML mapping with dataset, model and loss; dlx init writes a first one';

test.each([
  ['', 'the file is empty'],
  ['# model: later\n', 'this is not a spec'],
  ['root:x:0:0:root:/root:/bin/bash\n', 'this is not a spec'],
  ['password: hunter2\n', 'this is not a spec'],
  ['- a\n- b\n', 'this is not a spec'],
  ['\u0000\u0001PNG', 'this is not a spec'],
])('a file that is no spec is not shown: %j', (text, message) => {
  expect(complaint(text)).toBe(`experiments/adam.yaml: ${message}\n  = ${noSpec}\nexit 2`);
});

test('every problem is named in one pass, in the order of the file', () => {
  const said = complaint('epochs: 0\ndatset: spirals\nmodel:\n  - Dense: x\n  - dropout: 1\n');
  expect(said.split('\n').filter((line) => line.startsWith('experiments'))).toEqual([
    'experiments/adam.yaml: dataset is missing',
    'experiments/adam.yaml: loss is missing',
    'experiments/adam.yaml:1:9 epochs must be a whole number of at least 1, got 0',
    'experiments/adam.yaml:2:1 unknown key "datset"; did you mean "dataset"?',
    'experiments/adam.yaml:4:12 units must be a whole number of at least 1, got "x"',
    'experiments/adam.yaml:5:5 unknown layer "dropout"; did you mean "Dropout"?',
  ]);
});

describe('text of any kind', () => {
  test('a tab as indentation', () => {
    expect(complaint('dataset: spirals\nmodel:\n\t- Dense: 3\nloss: mse\n')).toBe(
      [
        'experiments/adam.yaml:3:1 a tab cannot indent YAML',
        '  3 |   - Dense: 3',
        '    | ~',
        '    | = indent with spaces',
        'exit 2',
      ].join('\n'),
    );
  });

  test('wide and combining characters are counted in columns, controls are escaped', () => {
    const line = 'optimizer: {name: "日本e\u0301", learning_rate: "\u202e\u001b"}';
    expect(complaint(`${base}${line.replace('\u001b', '\\e')}\n`)).toContain(
      'unknown optimizer "日本e\u0301"',
    );
    expect(complaint(`${base}tags: {日本: "\u202e"}\n`)).toBe(
      frame(
        5,
        7,
        'tags must be a list, each text, got {"日本":"\\u202e"}',
        'tags: {日本: "\\u202e"}',
        `${' '.repeat(6)}${'~'.repeat(16)}`,
      ),
    );
  });

  test('a long line is shown around the part that matters', () => {
    const [, shown = '', underline = ''] = complaint(
      `${base}notes: [${'a, '.repeat(3000)}{b: c}, ${'d, '.repeat(3000)}e]\n`,
    ).split('\n');
    expect(shown.length).toBeLessThan(110);
    expect(underline.length).toBeLessThan(110);
  });

  test.each(['[', '{a: ', '- ', '? '])('thousands of %j end in a sentence', (part) => {
    expect(complaint(`${base}notes: \n  ${part.repeat(20_000)}`)).toContain(
      'nested deeper than 64 levels',
    );
  });

  test.each([
    ['words', `notes: [${'a,'.repeat(450_000)}]`],
    ['lines', `tags:\n${'  - x\n'.repeat(170_000)}`],
    ['keys', 'a: 1\n'.repeat(200_000)],
  ])("a megabyte of %s ends in a sentence within a second of the processor's time", (_, text) => {
    expect(within(1, () => complaint(base + text))).toMatch(
      /^experiments\/adam\.yaml:\d+:\d+ more than 120,000 words and marks up to here: too much for a spec$/m,
    );
  });

  test('directives are refused', () => {
    expect(complaint(`%YAML 1.1\n---\n${base}`)).toBe(
      frame(1, 1, 'a spec holds no YAML directives; remove this line', '%YAML 1.1', '~~~~~~~~~'),
    );
  });

  test('is a spec or a complaint', () => {
    const pieces = fc.constantFrom(
      'model:',
      'dataset: ',
      'spirals',
      '\n',
      '  ',
      '- ',
      'Dense',
      ': ',
      '3',
      '{',
      '}',
      '[',
      ']',
      'null',
      '"',
      "'",
      '\t',
      '|',
      '&a ',
      '*a',
      '!t ',
      '#',
      'inputs',
      'repeat',
      'name',
      'loss: mse',
      'optimizer',
      '\u0000',
      '%',
      '---',
      '__proto__',
      '<<',
      '\ud800',
    );
    const texts = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
      fc.array(pieces, { maxLength: 30 }).map((parts) => `${base}${parts.join('')}`),
    );
    fc.assert(
      fc.property(texts, (text) => isAnswered(() => readSpecText(text, 'a.yaml', { language }))),
      { numRuns: 400 },
    );
  });

  test('and so is any --set', () => {
    const paths = fc
      .array(
        fc.constantFrom(
          'model',
          'dense',
          'units',
          'optimizer',
          'learning_rate',
          'after dense',
          '0',
          'inputs',
          'name',
          '__proto__',
          'constructor',
          'seeds',
          '',
        ),
        { maxLength: 4 },
      )
      .map((parts) => parts.join('.'));
    const values = fc.oneof(
      fc.constantFrom(
        'null',
        '3',
        'adam',
        '[dense]',
        '{Dropout: 0.3}',
        '{a: 1}',
        '[',
        '-1',
        'true',
      ),
      fc.string(),
    );
    const options = fc.oneof(
      fc.tuple(paths, values).map(([path, value]) => `${path}=${value}`),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(options, { maxLength: 3 }), (set) =>
        isAnswered(() => readSpecText(base, 'a.yaml', { language, set })),
      ),
      { numRuns: 400 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

function isAnswered(call: () => unknown): boolean {
  try {
    call();
    return true;
  } catch (error) {
    return error instanceof UserError && error.message.length > 0;
  }
}
