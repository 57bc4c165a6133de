// How layers are called, and which of them `inputs` mean.
import { describe, expect, test } from '@jest/globals';
import { readSpecText } from '../../src/spec/read.js';
import { complaintOf, language } from './language.js';

const read = (layers: readonly string[]) =>
  readSpecText(
    `dataset: spirals\nloss: mse\nmodel:\n${layers.map((layer) => `  - ${layer}\n`).join('')}`,
    'a.yaml',
    { language },
  );

const links = (...layers: readonly string[]): readonly unknown[] =>
  read(layers).spec.model.map(({ name, inputs }) => [name, ...inputs]);

const complaint = (...layers: readonly string[]): string =>
  complaintOf(() => read(layers)).split('\n')[0] ?? '';

describe('inputs', () => {
  test('are the data for the first layer, and else the layer before', () => {
    expect(links('{Dense: 4}', '{Dense: 4}')).toEqual([
      ['dense', 'input'],
      ['dense_1', 'dense'],
    ]);
  });

  test('are named, one alone or in a list, the data as input', () => {
    expect(
      links('{Dense: 4, name: a}', '{Dense: 4, inputs: input}', '{Add: {}, inputs: [a, dense]}'),
    ).toEqual([
      ['a', 'input'],
      ['dense', 'input'],
      ['add', 'a', 'dense'],
    ]);
  });

  test('of a layer that is repeated are those of its first copy', () => {
    expect(links('{Dense: 4, name: a}', '{Dense: 4, repeat: 3, inputs: input}', 'Flatten')).toEqual(
      [
        ['a', 'input'],
        ['dense', 'input'],
        ['dense_1', 'dense'],
        ['dense_2', 'dense_1'],
        ['flatten', 'dense_2'],
      ],
    );
  });

  test.each([
    ['{Dense: 4, inputs: []}', 'inputs must name at least one layer'],
    [
      '{Dense: 4, inputs: [[a]]}',
      'inputs must be the name of a layer, or a list of names, got ["a"]',
    ],
    ['{Dense: 4, inputs: dense}', 'the layer "dense" does not come before this one'],
    ['{Dense: 4, inputs: inptu}', 'there is no layer "inptu"; did you mean "input"?'],
  ])('%s: %s', (layer, message) => {
    expect(complaint(layer)).toContain(message);
  });
});

describe('a name', () => {
  test.each([
    ['of two layers', ['{Dense: 4, name: a}', '{Dense: 4, name: a}'], 'two layers are called "a"'],
    [
      'that another gets by itself',
      ['{Dense: 4, name: dense}', '{Dense: 4, name: dense}'],
      'two layers are called "dense"',
    ],
    [
      'of the data',
      ['{Dense: 4, name: input}'],
      'a layer cannot be called "input": that is what inputs call the data',
    ],
    [
      'with other characters',
      ['{Dense: 4, name: "a b"}'],
      'a layer\'s name has 1 to 64 letters, digits, _ and -, got "a b"',
    ],
    [
      'of a block with a slash',
      ['{block: [{Dense: 4}], name: a/b}'],
      'a block\'s name has 1 to 64 letters, digits, _ and -, got "a/b"',
    ],
    [
      'as of a layer of another layer',
      ['{Dense: 4, name: a}', '{Dense: 4, name: a/b}'],
      '"a/b" would be a layer of "a", which stands here too',
    ],
  ])('%s', (_, layers, message) => {
    expect(complaint(...layers)).toContain(message);
  });

  test('may be that of a layer in a block that was written out', () => {
    expect(links('{Dense: 4, name: stem/dense}')).toEqual([['stem/dense', 'input']]);
  });
});

describe('inputs of the data by their names', () => {
  const readNamed = (inputs: string, layers: readonly string[]) =>
    readSpecText(
      `dataset: {name: named, inputs: [${inputs}]}\nloss: mse\nmodel:\n${layers.map((layer) => `  - ${layer}\n`).join('')}`,
      'a.yaml',
      { language },
    );
  const taken = (inputs: string, ...layers: readonly string[]): readonly unknown[] =>
    readNamed(inputs, layers).spec.model.map((layer) => layer.inputs);
  const told = (inputs: string, ...layers: readonly string[]): string =>
    complaintOf(() => readNamed(inputs, layers));

  test('several are taken beside layers', () => {
    const layers = ['{Dense: 4, inputs: table, name: a}', '{Add: {}, inputs: [a, words]}'];
    expect(taken('table, words', ...layers)).toEqual([['table'], ['a', 'words']]);
  });

  test('the only one is the data, and the spec the same as without its name', () => {
    const named = readNamed('table', ['{Dense: 4, inputs: table}', 'Flatten']);
    const plain = readNamed('table', ['{Dense: 4}', 'Flatten']);
    expect(named.spec.model).toEqual(plain.spec.model);
    expect(named.minimal).toEqual(plain.minimal);
  });

  test('a layer that is called as the only one means itself', () => {
    expect(taken('table', '{Dense: 4, name: table}', '{Dense: 4, inputs: table}')).toEqual([
      ['input'],
      ['table'],
    ]);
  });

  test('a block is given them, and calls them input', () => {
    const block = '{block: [{Add: {}}], name: stem, inputs: [table, words]}';
    expect(taken('table, words', block)).toEqual([['table', 'words']]);
    expect(
      told('table, words', '{block: [{Dense: 4, inputs: table}], name: stem, inputs: words}'),
    ).toMatch(/the input "table" of the data is not known in this block/);
  });

  test.each([
    ['{Dense: 4, inputs: wrds}', 'there is no layer or input "wrds"; did you mean "words"?'],
    ['{Dense: 4, inputs: x}', 'there is no layer or input "x"; expected one of table, words'],
    [
      '{Dense: 4, inputs: table, name: words}',
      'a layer cannot be called "words": that is an input of the data',
    ],
    [
      '{block: [{Dense: 4}], inputs: table, name: words}',
      'a block cannot be called "words": that is an input of the data',
    ],
  ])('%s: %s', (layer, message) => {
    expect(told('table, words', layer)).toContain(message);
  });

  test('nothing is said of them where the data set itself is wrong', () => {
    const complaint = complaintOf(() =>
      readSpecText(
        'dataset: {name: named, inputs: 3}\nloss: mse\nmodel:\n  - {Dense: 4, inputs: words}\n',
        'a.yaml',
        { language },
      ),
    );
    expect(complaint).toContain('inputs must be a list');
    expect(complaint).not.toContain('words');
  });
});
