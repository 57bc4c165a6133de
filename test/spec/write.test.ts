// Specs as YAML that says the same again.
import { describe, expect, test } from '@jest/globals';
import { fc } from '../drawn.js';
import { parse } from 'yaml';
import { language } from '../../src/experiment/language.js';
import { readSpecText } from '../../src/spec/read.js';
import { renderYaml, resolvedForm } from '../../src/spec/write.js';

describe('YAML', () => {
  test('reads as what was written', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 4 }).filter((value) => !JSON.stringify(value).includes('-0')),
        (value) => expect(parse(renderYaml(value))).toEqual(value),
      ),
    );
  });

  test('orders a terminal to do nothing', () => {
    const text = renderYaml({ notes: 'a\u001b[31mred\u202eb\u2066c\ud800' });
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    expect(parse(text)).toEqual({ notes: 'a\u001b[31mred\u202eb\u2066c\ud800' });
  });

  test('says a part that comes twice twice: a spec holds no aliases', () => {
    const part = { units: 3 };
    expect(renderYaml({ a: part, b: part })).toBe('a:\n  units: 3\nb:\n  units: 3\n');
  });

  test('keeps numbers that are too long for whole ones readable as numbers', () => {
    expect(parse(renderYaml({ a: 1e21, b: 2 ** 60 }))).toEqual({ a: 1e21, b: 2 ** 60 });
    expect(renderYaml({ b: 2 ** 60 })).toMatch(/e\+18/);
  });
});

test('a resolved spec is a spec, with the same hash and nothing left to fill in', () => {
  const text = `name: a
dataset: spirals
model:
  - Dense: {units: 8, activation: relu, kernel_regularizer: {name: l2, l2: 0.01}}
    name: hidden
  - Dense: 4
    inputs: hidden
    trainable: false
  - Dense: {units: 3, activation: softmax}
optimizer: {name: sgd, learning_rate: {name: CosineDecay, initial_learning_rate: 0.1}}
loss: sparse_categorical_crossentropy
metrics: [accuracy, {name: accuracy, label: again}]
early_stopping: {patience: 3}
`;
  const read = readSpecText(text, 'a.yaml', { language });
  const again = readSpecText(renderYaml(resolvedForm(read.spec)), 'b.yaml', { language });
  expect(again.spec).toEqual(read.spec);
  expect(again.minimal).toEqual(read.minimal);
  const { tags, notes, ...rest } = read.spec;
  expect([tags, notes]).toEqual([[], null]);
  expect(Object.keys(resolvedForm(read.spec)).sort()).toEqual(Object.keys(rest).sort());
});
