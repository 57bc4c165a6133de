// --set options: their order does not matter, what they drop is said, and a text that is one escape
// is the character.
import { describe, expect, test } from '@jest/globals';
import { readSpecText, type ReadSpec } from '../../src/spec/read.js';
import { language } from '../spec/language.js';
import { language as whole } from '../../src/experiment/language.js';

const text = `dataset: {name: spirals, noise: 0.3}
model:
  - Dense: {units: 4, kernel_regularizer: {name: l2, l2: 0.2}}
    name: hidden
  - Dense: 2
optimizer: {name: adam, learning_rate: 0.01, beta_1: 0.8}
loss: mse
`;
const read = (set: readonly string[], of = text): ReadSpec =>
  readSpecText(of, 'a.yaml', { language, set });

/** Every order of the options, two or three of them. */
const orders = (set: readonly string[]): readonly (readonly string[])[] =>
  set.length <= 1
    ? [set]
    : set.flatMap((first, at) =>
        orders(set.filter((_, other) => other !== at)).map((rest) => [first, ...rest]),
      );

describe('the order of options does not matter', () => {
  test.each<[readonly string[], string, unknown]>([
    [
      ['optimizer.learning_rate=0.5', 'optimizer.name=sgd'],
      'optimizer',
      { name: 'sgd', learning_rate: 0.5 },
    ],
    [
      ['optimizer.learning_rate=0.5', 'optimizer=sgd'],
      'optimizer',
      { name: 'sgd', learning_rate: 0.5 },
    ],
    [
      ['optimizer.momentum=0.9', 'optimizer.learning_rate=0.5', 'optimizer={name: sgd}'],
      'optimizer',
      { name: 'sgd', learning_rate: 0.5, momentum: 0.9 },
    ],
    [
      [
        'optimizer.learning_rate.decay_rate=0.9',
        'optimizer.learning_rate.name=exponential_decay',
        'optimizer.learning_rate.initial_learning_rate=0.1',
      ],
      'optimizer',
      {
        name: 'adam',
        learning_rate: { name: 'exponential_decay', initial_learning_rate: 0.1, decay_rate: 0.9 },
        beta_1: 0.8,
      },
    ],
    [['dataset.noise=0.7', 'dataset=spirals'], 'dataset', { name: 'spirals', noise: 0.7 }],
    [
      ['model.hidden.units=7', 'model.hidden.name=first', 'model.hidden.use_bias=false'],
      'model',
      [
        {
          Dense: { units: 7, kernel_regularizer: { name: 'l2', l2: 0.2 }, use_bias: false },
          name: 'first',
        },
        { Dense: 2 },
      ],
    ],
  ])('%j', (set, key, expected) => {
    const found = orders(set).map((order) => read(order).written[key]);
    expect(found).toEqual(orders(set).map(() => expected));
  });

  test('but of one key said twice the later one holds', () => {
    expect(read(['epochs=2', 'epochs=3']).spec.epochs).toBe(3);
    expect(read(['epochs=3', 'epochs=2']).spec.epochs).toBe(2);
  });
});

describe('what an option drops is said', () => {
  const note = (option: string, dropped: string): string =>
    `--set ${option} drops what was written for ${dropped}; set it again where it is still meant`;

  test.each([
    ['optimizer.name=sgd', 'adam: {learning_rate: 0.01, beta_1: 0.8}'],
    ['optimizer=sgd', 'adam: {learning_rate: 0.01, beta_1: 0.8}'],
    ['optimizer={name: sgd, momentum: 0.5}', 'adam: {learning_rate: 0.01, beta_1: 0.8}'],
    ['dataset=csv', 'spirals: {noise: 0.3}'],
    ['model.hidden.kernel_regularizer.name=L1', 'l2: {l2: 0.2}'],
  ])('%s', (option, dropped) => {
    const other = option.endsWith('csv') ? ['dataset.path=t.csv', 'dataset.target=y'] : [];
    const of = option.endsWith('L1') ? { language: whole } : { language };
    expect(readSpecText(text, 'a.yaml', { ...of, set: [...other, option] }).notes).toEqual([
      note(option, dropped),
    ]);
  });

  test('and nothing where nothing is dropped', () => {
    expect(read(['optimizer.name=Adam', 'optimizer.beta_1=0.7', 'loss=mse']).notes).toEqual([]);
    expect(
      read(['optimizer.name=sgd'], text.replace(/optimizer: .*/, 'optimizer: adam')).notes,
    ).toEqual([]);
  });
});

describe('a text that is one escape is the character', () => {
  test.each([
    ['\\t', '\t'],
    ['\\x09', '\t'],
    ['\\u0009', '\t'],
    ['\\\\', '\\'],
    ['"\\t"', '\t'],
    ["'\\t'", '\\t'],
    ['\t', '\t'],
    [' ', ' '],
    [';', ';'],
    ['a\\tb', 'a\\tb'],
    ['C:\\temp', 'C:\\temp'],
    ['\\q', '\\q'],
  ])('notes=%j', (value, expected) => {
    expect(read([`notes=${value}`]).spec.notes).toBe(expected);
  });

  test('upper and lower case are told apart, as YAML does', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'];
    const escapes = letters.filter((letter) => {
      return read([`notes=\\${letter}`]).spec.notes !== `\\${letter}`;
    });
    expect(escapes.join('')).toBe('abefnrtv0');
    expect(read(['notes=\\x4A']).spec.notes).toBe('J');
    expect(read(['notes=\\X4A']).spec.notes).toBe('\\X4A');
  });

  test('in lists and mappings too, and not in a file', () => {
    expect(read(['tags=[\\t, a\\t]']).spec.tags).toEqual(['\t', 'a\\t']);
    expect(read([], `${text}notes: \\t\n`).spec.notes).toBe('\\t');
  });

  test('the delimiter of a table', () => {
    const table = { file: 't.csv', target: 'y' };
    const of = `dataset: {name: csv, file: t.csv, target: y}\nmodel: [{Dense: 1}]\nloss: mse\n`;
    const { spec } = readSpecText(of, 'a.yaml', {
      language: whole,
      set: ['dataset.delimiter=\\t'],
    });
    expect(spec.dataset.arguments).toMatchObject({ target: table.target, delimiter: '\t' });
    expect(() =>
      readSpecText(of.replace('target: y', 'target: y, delimiter: \\t'), 'a.yaml', {
        language: whole,
      }),
    ).toThrow(
      /delimiter must be one character, as ";" or "\\t", got "\\\\t"\n[^]+= write "\\t" in double quotes/,
    );
  });
});
