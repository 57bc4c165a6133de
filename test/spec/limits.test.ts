// What a spec may ask of its reader: limits that hold whatever repeats, extends and patches
// multiply.
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { language } from '../../src/experiment/language.js';
import { readSpec, readSpecText, type ReadSpec } from '../../src/spec/read.js';
import { integer, listOf, number, oneOrList } from '../../src/words/arguments.js';
import { takesWholeNumbers } from '../../src/spec/layer-check.js';
import { defaultOf } from '../../src/words/check.js';
import { within } from '../processor-time.js';
import { complaintOf } from './language.js';

const base = 'dataset: spirals\nloss: mse\n';
const dense = 'model: [{Dense: 1}]\n';
const many = (count: number, part: (i: number) => string, between = ', '): string =>
  Array.from({ length: count }, (_, i) => part(i)).join(between);

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'dlx-limits-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const firstLine = (call: () => unknown): string =>
  complaintOf(call)
    .replaceAll(`${relative('.', folder)}/`, '')
    .replaceAll(`${folder}/`, '')
    .split('\n')[0] ?? '';
const readText = (text: string): ReadSpec => readSpecText(text, 'a.yaml', { language });
const read = (path: string): ReadSpec => readSpec(path, { language });

describe('copies', () => {
  test('of a layer share their minimal arguments', () => {
    const { minimal } = readText(`${base}model: [{Dense: 3, repeat: 3}, {Dense: 3}]\n`);
    const [first, second, third, other] = (
      minimal['model'] as { readonly arguments: unknown }[]
    ).map((layer) => layer.arguments);
    expect([second, third, other]).toEqual([first, first, first]);
    expect([second === first, third === first, other === first]).toEqual([true, true, false]);
  });

  test.each([
    [
      `- Reshape: {target_shape: [${many(17, () => '1')}]}`,
      'a.yaml:4:27 target_shape lists 17 numbers, one for each axis; dlx takes at most 16',
    ],
    [
      `- Reshape: [${many(17, () => '1')}]`,
      'a.yaml:4:12 target_shape lists 17 numbers, one for each axis; dlx takes at most 16',
    ],
    [
      `- {LayerNormalization: {axis: [${many(17, () => '1')}]}}`,
      'a.yaml:4:31 axis lists 17 numbers, one for each axis; dlx takes at most 16',
    ],
    [
      `- {Rescaling: {scale: [${many(201, () => '1')}]}, repeat: 1000}`,
      'a.yaml:4:15 the arguments of the layers up to here list more than 200,000 values, each copy counted',
    ],
    [
      `- {block: [{Add: , inputs: [${many(256, () => 'input')}]}], repeat: 200}`,
      'a.yaml:4:28 the layers up to here take more than 50,000 inputs, each copy counted',
    ],
  ])('%.40s', (item, said) => {
    expect(firstLine(() => readText(`${base}model:\n${item}\n- Dense: 1\n`))).toBe(said);
  });

  test('of as many as fit are read', () => {
    expect(
      readText(`${base}model:\n- {Rescaling: {scale: [${many(199, () => '1')}]}, repeat: 1000}\n`)
        .spec.model,
    ).toHaveLength(1000);
    expect(
      readText(`${base}model:\n- Reshape: [${many(16, () => '1')}]\n`).spec.model,
    ).toHaveLength(1);
  });

  test('a list of 39,001 sizes, nine thousand times, is refused at once', () => {
    const message = within(1, () =>
      complaintOf(() =>
        readText(
          `${base}model:\n- block: [{Reshape: {target_shape: [${many(39_001, () => '1', ',')}]}, repeat: 1000}]\n  repeat: 9\n`,
        ),
      ),
    );
    expect(message).toMatch(/^a\.yaml:4:36 target_shape lists 39,001 numbers/);
    expect(message.length).toBeLessThan(1000);
  });
});

test('lists of whole numbers are known through null, defaults and one-or-list', () => {
  const axes = [
    listOf(integer()),
    listOf(integer({ min: 1 }).nullable())
      .nullable()
      .default(null),
    oneOrList(integer()).nullable().prefault(-1),
  ];
  expect(
    [...axes, listOf(number()), oneOrList(number()), integer()].map(takesWholeNumbers),
  ).toEqual([true, true, true, false, false, false]);
});

test('a default is worked out once', () => {
  const schema = oneOrList(integer()).prefault(-1);
  expect(defaultOf(schema)).toEqual([-1]);
  expect(defaultOf(schema)).toBe(defaultOf(schema));
  const [first, second] = readText(
    `${base}model: [LayerNormalization, LayerNormalization]\n`,
  ).spec.model.map((layer) => layer.arguments['axis']);
  expect(first).toBe(second);
});

describe('extends', () => {
  test('takes a file once in a list, also by a link', () => {
    file('p.yaml', base);
    symlinkSync(join(folder, 'p.yaml'), join(folder, 'q.yaml'));
    expect(firstLine(() => read(file('a.yaml', `extends: [p.yaml, ./p.yaml]\n${dense}`)))).toBe(
      'a.yaml:1:19 p.yaml stands in this list already',
    );
    expect(firstLine(() => read(file('a.yaml', `extends: [p.yaml, q.yaml]\n${dense}`)))).toBe(
      'a.yaml:1:19 q.yaml stands in this list already',
    );
  });

  test('stops at the first parent that cannot be read', () => {
    const message = complaintOf(() =>
      read(file('a.yaml', `extends: [no1.yaml, no2.yaml, no3.yaml]\n${dense}`)),
    );
    expect(
      [message.match(/there is no such file/g), message.includes('no1.yaml: there is')].map(
        (found) => (Array.isArray(found) ? found.length : found),
      ),
    ).toEqual([1, true]);
  });

  test('has a megabyte and as many words and marks as one spec, in all its files', () => {
    for (const i of [1, 2]) file(`notes${i}.yaml`, `epochs: ${i}\nnotes: ${'x'.repeat(600_000)}\n`);
    expect(
      firstLine(() => read(file('a.yaml', `extends: [notes1.yaml, notes2.yaml]\n${base}${dense}`))),
    ).toBe(
      'a.yaml:1:24 cannot extend notes2.yaml: a spec and all that it extends have at most 1 MB together',
    );
    for (const i of [1, 2]) {
      file(`tags${i}.yaml`, `epochs: ${i}\ntags: [${many(25_000, () => 'x')}]\n`);
    }
    expect(
      firstLine(() => read(file('b.yaml', `extends: [tags1.yaml, tags2.yaml]\n${base}${dense}`))),
    ).toMatch(
      /^tags2\.yaml:2:\d+ more than 120,000 words and marks up to here, those of the other files counted: too much for a spec$/,
    );
    expect(read(file('c.yaml', `extends: tags1.yaml\n${base}${dense}`)).spec.epochs).toBe(1);
  });

  test('reads a file once that several of its parents extend', () => {
    file('tags.yaml', `epochs: 7\ntags: [${many(10_000, () => 'x')}]\n`);
    for (let i = 0; i < 20; i += 1) file(`p${i}.yaml`, `extends: tags.yaml\nseed: ${i}\n`);
    const { spec } = read(
      file('a.yaml', `extends: [${many(20, (i) => `p${i}.yaml`)}]\n${base}${dense}`),
    );
    expect([spec.epochs, spec.seed]).toEqual([7, 19]);
  });
});

describe('what is wrong', () => {
  const unknown: readonly (readonly [string, string])[] = [
    ['metrics', `${base}${dense}metrics: [${many(20_000, (i) => `nope${i}`)}]\n`],
    [
      'inputs',
      `${base}model:\n${many(5500, (i) => `  - {Dense: 1, inputs: nolayer${i}}`, '\n')}\n`,
    ],
    ['arguments', `${base}model: [{LSTM: {units: 1, ${many(14_000, (i) => `ab${i}: 1`)}}}]\n`],
  ];

  test.each(unknown)('stops at as many unknown %s as are shown', (_, text) => {
    const message = complaintOf(() => readText(text));
    expect(message.match(/^a\.yaml:/gm)).toHaveLength(50);
    expect(message).toMatch(/\n\n… and more problems\nexit 2$/);
  });

  test('fifty problems are all there, without a word of more', () => {
    const message = complaintOf(() =>
      readText(`${base}${dense}metrics: [${many(50, (i) => `nope${i}`)}]\n`),
    );
    expect(message.match(/^a\.yaml:/gm)).toHaveLength(50);
    expect(message).not.toContain('more problems');
  });

  test('a long word and a long cure are shortened', () => {
    const message = complaintOf(() =>
      readText(
        `${base}${dense}? ${'k'.repeat(5000)}\n: 1\nlearning_rate: [${many(5000, () => '1')}]\n`,
      ),
    );
    expect(message).toContain('= it is an argument of the optimizer; write optimizer: …\n');
    expect(message.length).toBeLessThan(3000);
  });
});

describe('patches', () => {
  const layers = (count: number): string =>
    `${base}model:\n${'- Flatten\n'.repeat(count)}- Dense: 1\n`;
  const patched = (parent: string, patch: string): string => {
    file('p.yaml', parent);
    return file('a.yaml', `extends: p.yaml\nmodel: ${patch}\n`);
  };

  test('of more layers than a model has are refused before they are made', () => {
    expect(firstLine(() => read(patched(layers(10_001), `{flatten: null}`)))).toBe(
      'a.yaml:2:8 the model that is changed here has more than 10000 layers',
    );
    expect(
      firstLine(() =>
        read(
          patched(
            `${base}model:\n${many(11, () => '- {Flatten: , repeat: 1000}', '\n')}\n`,
            `{flatten: null}`,
          ),
        ),
      ),
    ).toBe('a.yaml:2:8 the model that is changed here has more than 10000 layers');
    expect(
      firstLine(() =>
        read(patched(layers(1), `{after dense: [${many(11, () => '{Flatten: , repeat: 1000}')}]}`)),
      ),
    ).toBe('a.yaml:2:8 the model that is changed here has more than 10000 layers');
  });

  test('of large models are few', () => {
    file('p.yaml', layers(9000));
    for (let i = 0; i < 9; i += 1) file(`c${i}.yaml`, `model: {flatten: {trainable: false}}\n`);
    expect(
      firstLine(() => read(file('a.yaml', `extends: [p.yaml, ${many(9, (i) => `c${i}.yaml`)}]\n`))),
    ).toBe(
      'c5.yaml:1:8 too many changes of large models: 100,000 layers were gone through for them',
    );
  });

  test('that name thousands of layers that are not there stop at as many as are shown', () => {
    const message = complaintOf(() =>
      read(patched(layers(4000), `{${many(10_000, (i) => `nope${i}: 1`)}}`)),
    );
    expect(message.match(/ has no layer "nope/g)).toHaveLength(50);
    expect(message).toMatch(/\n\n… and more problems\nexit 2$/);
  });

  test('stand in their order: what is inserted later is nearer', () => {
    const names = read(
      patched(
        `${base}model:\n- {Dense: 1, name: a}\n- {Dense: 1, name: b}\n`,
        '{after a: {ReLU: , name: c}, after  a: {ReLU: , name: d}, before b: {ReLU: , name: e}, before  b: {ReLU: , name: f}, after input: {ReLU: , name: g}, after  input: {ReLU: , name: h}, before a: {ReLU: , name: i}}',
      ),
    ).spec.model.map(({ name }) => name);
    expect(names).toEqual(['h', 'g', 'i', 'a', 'd', 'c', 'e', 'f', 'b']);
  });
});
