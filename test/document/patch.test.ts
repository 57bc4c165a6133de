// A model that is changed by the names of its layers.
import { describe, expect, test } from '@jest/globals';
import { plainOf, withEntries, type SpecNode } from '../../src/document/node.js';
import { patchModel } from '../../src/document/patch.js';
import { startReading } from '../../src/document/reading.js';
import { language } from '../spec/language.js';
import { parsed, parsedMapping, told } from './parsed.js';

const model = `
- Flatten
- {Dense: {units: 100, activation: relu}, name: hidden}
- {block: [{Dense: 8, name: a}, {Dense: 9}], name: stem}
- Dense: 10
`;

// Mappings are merged key by key, as a spec's are.
const merge = (parent: SpecNode, child: SpecNode): SpecNode =>
  parent.kind === 'mapping' && child.kind === 'mapping'
    ? withEntries(parent, child.entries)
    : child;

const patched = (patch: string, of = model) => {
  const parent = parsed(of);
  if (parent.kind !== 'list') throw new Error('no list');
  const reading = startReading(language);
  const list = patchModel(parent, parsedMapping(patch), { ...reading, merge });
  return { layers: plainOf(list) as readonly unknown[], told: told(reading.problems) };
};

const hidden = (patch: string): unknown => patched(`hidden: ${patch}`).layers[1];

describe('a layer', () => {
  test('has some arguments changed, or what stands beside it', () => {
    expect(hidden('{units: 64}')).toEqual({
      Dense: { units: 64, activation: 'relu' },
      name: 'hidden',
    });
    expect(hidden('{trainable: false, name: first}')).toEqual({
      Dense: { units: 100, activation: 'relu' },
      name: 'first',
      trainable: false,
    });
    // Without its name it would be counted, and draw other numbers: it keeps it.
    expect(hidden('{name: null}')).toEqual({
      Dense: { units: 100, activation: 'relu' },
      name: 'hidden',
    });
  });

  test('written by its first argument alone has others, too', () => {
    expect(patched('dense: {activation: softmax}').layers[3]).toEqual({
      Dense: { units: 10, activation: 'softmax' },
    });
  });

  test('is another one, under the same name', () => {
    expect(hidden('{Dropout: 0.3}')).toEqual({ Dropout: 0.3, name: 'hidden' });
    expect(hidden('Flatten')).toEqual({ Flatten: null, name: 'hidden' });
    expect(patched('flatten: {Dense: 7}').layers[0]).toEqual({ Dense: 7, name: 'flatten' });
  });

  test('is removed by null', () => {
    expect(patched('hidden: null\nflatten: null').layers).toHaveLength(2);
  });

  test('of a block is changed in it', () => {
    expect(patched('stem: {a: {units: 5}, dense: null}').layers[2]).toEqual({
      block: [{ Dense: { units: 5 }, name: 'a' }],
      name: 'stem',
    });
  });
});

describe('a layer is inserted', () => {
  const layers = (patch: string): readonly unknown[] =>
    patched(patch, '[{Dense: 1, name: a}, {Dense: 2, name: b}]').layers.map((layer) =>
      typeof layer === 'string' ? layer : (layer as { name: string }).name,
    );

  test.each([
    ['after a: Flatten', ['a', 'Flatten', 'b']],
    ['before a: Flatten', ['Flatten', 'a', 'b']],
    ['after input: Flatten', ['Flatten', 'a', 'b']],
    ['after b: [Flatten, ReLU]', ['a', 'b', 'Flatten', 'ReLU']],
    ['after a: null', ['a', 'b']],
    // Beside one that is not there any more it would have no place.
    ['before b: Flatten\nb: null', ['a', 'Flatten']],
  ])('%s', (patch, order) => {
    expect(layers(patch)).toEqual(order);
  });
});

test('the others keep the names that they had', () => {
  expect(patched('after flatten: {Dense: 4}').layers.at(-1)).toEqual({ Dense: 10, name: 'dense' });
});

test.each([
  ['hiden: {units: 1}', '1:1 the model has no layer "hiden"; did you mean "hidden"?'],
  ['after nothing: Flatten', '1:1 the model has no layer "nothing"'],
  ['stem: {b: null}', '1:8 the block stem has no layer "b"'],
  ['hidden: 3', '1:9 hidden must be a mapping of what changes'],
  ['hidden: {Dropout: 0.3, units: 3}', '1:24 "units" cannot stand beside Dropout'],
])('%s is told', (patch, message) => {
  const { told: said } = patched(patch);
  expect(said).toEqual([expect.stringContaining(message)]);
});
