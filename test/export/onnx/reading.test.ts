// What stands behind a network, by its loss and its targets.
import { expect, test } from '@jest/globals';
import { backOf } from '../../../src/export/onnx/reading.js';
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

const outputsOf = (model: object, loss: unknown): readonly string[] =>
  backOf(keptWith(model, loss), ['x']).outputs.map(({ name, shape }) => `${name} ${shape.join()}`);

test('probabilities as they are, and made of logits', () => {
  const softmax = { Dense: { units: 3, activation: 'softmax' } };
  expect(written(softmax, 'sparse_categorical_crossentropy')).toEqual([
    'ArgMax',
    // Only what an operation gives can be called otherwise.
    'Identity',
    'Gather',
  ]);
  const logits = { name: 'sparse_categorical_crossentropy', from_logits: true };
  expect(written({ Dense: 3 }, logits)).toEqual(['Softmax', 'ArgMax', 'Gather']);
  expect(outputsOf({ Dense: 3 }, logits)).toEqual(['label batch', 'probabilities batch,3']);
});

test('what is no probability is not called one', () => {
  expect(outputsOf({ Dense: 3 }, 'mse')).toEqual(['label batch', 'outputs batch,3']);
});

test('one output is for the second of two classes, above its threshold', () => {
  expect(written({ Dense: { units: 1, activation: 'sigmoid' } }, 'binary_crossentropy')).toEqual([
    'Squeeze',
    'Greater',
    'Cast',
    'Sub',
    'Concat',
    'Gather',
  ]);
});
