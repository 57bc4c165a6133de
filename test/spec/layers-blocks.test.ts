// Lists of layers in a model's list: what they stand for, how they are changed by name, and what is
// said of wrong ones.
import { describe, expect, test } from '@jest/globals';
import { language as words } from '../../src/experiment/language.js';
import { planNetwork } from '../../src/model/network.js';
import { jsonSchema } from '../../src/words/json-schema.js';
import { renderProblem } from '../../src/document/problems.js';
import { type ReadSpec, readSpecText } from '../../src/spec/read.js';
import { renderYaml, resolvedForm } from '../../src/spec/write.js';
import { writtenLayer } from '../../src/comparison/written.js';
import { complaintOf, language } from './language.js';

const textOf = (items: string): string => `dataset: spirals\nmodel:\n${items}loss: mse\n`;
const read = (items: string, set: readonly string[] = []): ReadSpec =>
  readSpecText(textOf(items), 'a.yaml', { language, set });
const layersOf = ({ spec }: ReadSpec): unknown =>
  spec.model.map(({ name, layer, inputs }) => `${name} (${layer}) of ${inputs.join(', ')}`);

const residual = `  - Dense: 4
    name: first
  - block:
      - Dense: 4
      - BatchNormalization
      - Add:
        inputs: [batch_normalization, input]
    name: res
    repeat: 2
  - Dense: 3
`;

describe('a block', () => {
  test('is its layers, once for each copy, with names of its own', () => {
    expect(layersOf(read(residual))).toEqual([
      'first (Dense) of input',
      'res/dense (Dense) of first',
      'res/batch_normalization (BatchNormalization) of res/dense',
      'res/add (Add) of res/batch_normalization, first',
      'res_1/dense (Dense) of res/add',
      'res_1/batch_normalization (BatchNormalization) of res_1/dense',
      'res_1/add (Add) of res_1/batch_normalization, res/add',
      'dense (Dense) of res_1/add',
    ]);
  });

  test('stands for its last layer outside; its layers can be named as they are shown', () => {
    const items = `  - block: [{Dense: 4}, {Dense: 5}]\n    name: a\n  - block: [{Dense: 6}]\n    inputs: input\n    repeat: 2\n  - block: [{Dense: 7}]\n  - Add:\n    inputs: [a, a/dense, block, block_1, block_2]\n`;
    expect(layersOf(read(items))).toEqual([
      'a/dense (Dense) of input',
      'a/dense_1 (Dense) of a/dense',
      'block/dense (Dense) of input',
      'block_1/dense (Dense) of block/dense',
      'block_2/dense (Dense) of block_1/dense',
      'add (Add) of a/dense_1, a/dense, block/dense, block_1/dense, block_2/dense',
    ]);
  });

  test('of several inputs has them all as its input', () => {
    const items = `  - Dense: 4\n    name: a\n  - Dense: 4\n    name: b\n    inputs: input\n  - block:\n      - Add\n      - Add:\n        inputs: [input, add]\n    inputs: [a, b]\n`;
    expect(layersOf(read(items))).toEqual([
      'a (Dense) of input',
      'b (Dense) of input',
      'block/add (Add) of a, b',
      'block/add_1 (Add) of a, b, block/add',
    ]);
  });

  test('in a block, and frozen', () => {
    const { spec } = read(
      '  - block:\n      - block: [{Dense: 4}, {Dense: 5, name: last}]\n        name: inner\n        trainable: false\n      - Dense: 6\n        inputs: inner\n  - Dense: 1\n',
    );
    expect(spec.model.map(({ name, inputs, trainable }) => [name, ...inputs, trainable])).toEqual([
      ['block/inner/dense', 'input', false],
      ['block/inner/last', 'block/inner/dense', false],
      ['block/dense', 'block/inner/last', true],
      ['dense', 'block/dense', true],
    ]);
  });

  test('has weights of its own in each copy', () => {
    const { spec } = readSpecText(textOf(residual), 'a.yaml', { language: words });
    const network = planNetwork(spec.model, [{ name: 'x', shape: [2] }]);
    expect(
      network.weights
        .filter(({ name }) => name === 'kernel')
        .map(({ key, shape }) => [key, ...shape]),
    ).toEqual([
      ['first/kernel', 2, 4],
      ['res/dense/kernel', 4, 4],
      ['res_1/dense/kernel', 4, 4],
      ['dense/kernel', 4, 3],
    ]);
    // 2·4+4, twice 4·4+4 and 4·4 of normalisation, 4·3+3
    expect(network.parameters).toEqual({ total: 12 + 2 * 36 + 15, trainable: 12 + 2 * 28 + 15 });
  });

  test('and the list of its layers are one spec', () => {
    const first = read(residual);
    const again = readSpecText(renderYaml(resolvedForm(first.spec)), 'a.yaml', { language });
    expect([again.minimal, layersOf(again)]).toEqual([first.minimal, layersOf(first)]);
    expect(readSpecText(renderYaml(first.written), 'a.yaml', { language }).minimal).toEqual(
      first.minimal,
    );
  });

  test('has problems of later stages at its lines, and a short text in a comparison', () => {
    const { problemAt, spec, written } = read(residual);
    const [, dense] = spec.model;
    expect(renderProblem(problemAt([...(dense?.origin ?? []), 'units'], 'no'))).toBe(
      'a.yaml:6:9 no\n  6 |       - Dense: 4\n    |         ~~~~~~~~',
    );
    expect(writtenLayer((written['model'] as readonly unknown[])[1])).toBe(
      'block [Dense 4, BatchNormalization, Add of [batch_normalization, input]] ×2',
    );
  });

  test('is in the JSON Schema', () => {
    const { $defs } = jsonSchema(language) as {
      readonly $defs: {
        readonly layer: {
          readonly anyOf: readonly [
            unknown,
            {
              readonly properties: Readonly<Record<string, unknown>>;
              readonly oneOf: readonly unknown[];
            },
          ];
        };
      };
    };
    expect($defs.layer.anyOf[1].properties['block']).toEqual({
      type: 'array',
      items: { $ref: '#/$defs/layer' },
      minItems: 1,
    });
    expect($defs.layer.anyOf[1].oneOf).toContainEqual({ required: ['block'] });
  });
});

describe('a block changed by name', () => {
  test.each<[string, readonly string[]]>([
    [
      'model.res.dense.units=9',
      [
        'first',
        'res/dense 9',
        'res/batch_normalization',
        'res/add',
        'res_1/dense 9',
        'res_1/batch_normalization',
        'res_1/add',
        'dense 3',
      ],
    ],
    [
      'model.res.repeat=1',
      ['first', 'res/dense 4', 'res/batch_normalization', 'res/add', 'dense 3'],
    ],
    [
      'model.res.add=null',
      [
        'first',
        'res/dense 4',
        'res/batch_normalization',
        'res_1/dense 4',
        'res_1/batch_normalization',
        'dense 3',
      ],
    ],
    [
      'model.res.after dense={Dense: 4}',
      [
        'first',
        'res/dense 4',
        'res/dense_1 4',
        'res/batch_normalization',
        'res/add',
        'res_1/dense 4',
        'res_1/dense_1 4',
        'res_1/batch_normalization',
        'res_1/add',
        'dense 3',
      ],
    ],
    ['model.res={block: [{Dense: 8}]}', ['first', 'res/dense 8', 'res_1/dense 8', 'dense 3']],
    ['model.res={Dense: 8}', ['first', 'res 8', 'res_1 8', 'dense 3']],
    ['model.res=null', ['first', 'dense 3']],
    [
      'model.first={block: [{Dense: 8}]}',
      [
        'first/dense 8',
        'res/dense 4',
        'res/batch_normalization',
        'res/add',
        'res_1/dense 4',
        'res_1/batch_normalization',
        'res_1/add',
        'dense 3',
      ],
    ],
  ])('--set %s', (option, expected) => {
    const said = read(residual, [option]).spec.model.map(({ name, arguments: { units } }) =>
      units === undefined || name === 'first' ? name : `${name} ${units}`,
    );
    expect(said).toEqual(expected);
  });

  test('twice: options that change a layer and remove it contradict each other', () => {
    const nested = '  - block:\n      - block: [{Dense: 4}, {Dense: 5}]\n      - Dense: 6\n';
    const options = ['model.block.block.dense.units=7', 'model.block.block.dense=null'];
    for (const sets of [options, options.toReversed()]) {
      expect(complaintOf(() => read(nested, sets))).toContain(
        'the block block has no layer "dense"',
      );
    }
  });

  test.each([
    [
      'model.res.dens.units=3',
      'the block res has no layer "dens"; did you mean "dense"?',
      'a key here is the name of a layer of the parent, or "after NAME" to insert one',
    ],
    [
      'model.res=3',
      'res must be a mapping of what changes, the name of another layer, or null, got 3',
      'name a layer in it, as res: {dense: …}',
    ],
    ['model.res.dense.units=x', 'units must be a whole number of at least 1, got "x"'],
  ])('--set %s is refused', (option, message, ...[cure = '']) => {
    const [head = '', , , last = ''] = complaintOf(() => read(residual, [option])).split('\n');
    expect([head, cure ? last : '']).toEqual([
      `--set ${option}: ${message}`,
      cure && `  = ${cure}`,
    ]);
  });
});

describe('a wrong block is refused at its place', () => {
  const deep = (levels: number): string =>
    levels === 0 ? '{Dense: 1}' : `{block: [${deep(levels - 1)}]}`;
  const many =
    '{block: [{block: [{block: [{Dense: 1}], repeat: 1000}], repeat: 1000}], repeat: 1000}';
  test.each<[string, string, string?]>([
    ['  - block\n', '3:5 block must be a list of layers, got nothing'],
    ['  - block: []\n', '3:12 block must be a list of layers, got an empty one'],
    ['  - block: {Dense: 3}\n', '3:12 block must be a list of layers, got {"Dense":3}'],
    [
      '  - block: [{Dense: x}]\n    repeat: 3\n',
      '3:21 units must be a whole number of at least 1, got "x"',
    ],
    [
      '  - block:\n      - Dense: 3\n      - dense: 3\n',
      '5:9 unknown layer "dense"; did you mean "Dense"?',
    ],
    [
      '  - block: [{Dense: 3}]\n    nmae: x\n',
      '4:5 unknown key "nmae" beside block; did you mean "name"?',
    ],
    [
      '  - block: [{Dense: 3}]\n    Dense: 3\n',
      '4:5 a second layer in one item: block and Dense',
      'begin each layer with "- " on a line of its own',
    ],
    [
      '  - Dense: 3\n    name: a\n  - block: [{Dense: 3, inputs: a}]\n',
      '5:32 the layer "a" is not one of this block, and names in a block are its own',
      'name it in the inputs of the block; in the block it is called input',
    ],
    [
      '  - block: [{Dense: 3, inputs: b}, {Dense: 3, name: b}]\n',
      '3:32 the layer "b" does not come before this one',
      'write layers in order: each below those it takes',
    ],
    [
      '  - block: [{Dense: 3, inputs: dens}]\n',
      '3:32 there is no layer "dens" in this block; expected one of input',
    ],
    [
      '  - block: [{Dense: 3, name: a}, {Dense: 3, name: a}]\n    repeat: 2\n',
      '3:51 two layers are called "a"',
    ],
    [
      '  - block: [{Dense: 3}]\n    name: a\n  - Dense: 3\n    name: a\n',
      '6:11 two layers are called "a"',
    ],
    [
      '  - block: [{Dense: 3}]\n    name: a\n  - Dense: 3\n    name: a/dense\n',
      '6:11 "a/dense" would be a layer of "a", which stands here too',
    ],
    [
      '  - block: [{Dense: 3}]\n    name: a/b\n',
      '4:11 a block\'s name has 1 to 64 letters, digits, _ and -, got "a/b"',
    ],
    [
      '  - block: [{Dense: 3, name: input}]\n',
      '3:30 a layer cannot be called "input": that is what inputs call the data',
    ],
    [`  - ${deep(9)}\n`, '3:78 blocks stand in blocks more than 8 deep'],
    [`  - ${many}\n`, '3:3 the model has more than 10000 layers'],
  ])('%j', (items, message, ...[cure]) => {
    const lines = complaintOf(() => read(items)).split('\n');
    expect([lines[0], lines[3]]).toEqual([
      `a.yaml:${message}`,
      cure ? `    | = ${cure}` : 'exit 2',
    ]);
  });

  test('but a layer may be called as another with a letter more', () => {
    expect(layersOf(read('  - Dense: 3\n    name: conv\n  - Dense: 3\n    name: conv2\n'))).toEqual(
      ['conv (Dense) of input', 'conv2 (Dense) of conv'],
    );
  });

  test('as deep as blocks may stand, and with as many inputs as there may be', () => {
    expect(layersOf(read(`  - ${deep(8)}\n`))).toEqual([
      `${'block/'.repeat(8)}dense (Dense) of input`,
    ]);
    const fan = (inner: string): string =>
      `{block: [${inner}], inputs: [${Array(200).fill('input').join(', ')}]}`;
    expect(complaintOf(() => read(`  - ${fan(fan(fan('{Dense: 1}')))}\n`))).toContain(
      'inputs name more than 256 outputs',
    );
  });
});
