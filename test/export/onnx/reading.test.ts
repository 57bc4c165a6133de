// What stands behind a network, by its loss and its targets.
import { expect, test } from '@jest/globals';
import { backOf, readingProblems } from '../../../src/export/onnx/reading.js';
import { GraphWriter } from '../../../src/export/onnx/writer.js';
import { language } from '../../../src/experiment/language.js';
import { readSpecText } from '../../../src/spec/read.js';
import { keptOf } from '../models.js';

const input = {
  name: 'table',
  kind: 'table',
  shape: [2],
  divide_by: 1,
  vocabulary: null,
  columns: null,
  reading: null,
} as const;
const classes = { name: 'c', kind: 'classes', classes: ['a', 'b', 'c'], positive: null } as const;
const keptWith = (model: object, loss: unknown) =>
  keptOf(
    readSpecText(JSON.stringify({ dataset: 'spirals', model: [model], loss }), 'it.yaml', {
      language,
    }),
    { ...input, shape: [...input.shape] },
    { ...classes, classes: [...classes.classes] },
  );

const written = (model: object, loss: unknown): readonly string[] => {
  const writer = new GraphWriter(['y'], 'x');
  backOf(keptWith(model, loss), ['x']).leave(writer, 'y');
  return writer.nodes.map(({ operation }) => operation);
};

test('probabilities as they are, and made of logits', () => {
  const softmax = { Dense: { units: 3, activation: 'softmax' } };
  expect(written(softmax, 'sparse_categorical_crossentropy')).toEqual([
    'Identity',
    'ArgMax',
    'Gather',
  ]);
  expect(
    written({ Dense: 3 }, { name: 'sparse_categorical_crossentropy', from_logits: true }),
  ).toEqual(['Softmax', 'ArgMax', 'Gather']);
});

test('outputs beyond the classes are left out', () => {
  const softmax = { Dense: { units: 5, activation: 'softmax' } };
  expect(written(softmax, 'sparse_categorical_crossentropy')).toEqual([
    'Slice',
    'ArgMax',
    'Gather',
  ]);
});

test('what gives no probabilities is named', () => {
  expect(readingProblems(keptWith({ Dense: 3 }, 'mse'))).toEqual([
    expect.stringMatching(/^the layer dense gives no probabilities/),
  ]);
  expect(readingProblems(keptWith({ Dense: { units: 3, activation: 'sigmoid' } }, 'mse'))).toEqual(
    [],
  );
});
