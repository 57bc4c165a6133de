// Inputs and outputs of models, by what their data was.
import { onlyInput } from '../../../src/dataset/source.js';
import { expect, test } from '@jest/globals';
import { bareFace, rawFace } from '../../../src/export/onnx/face.js';
import { randomKept } from '../models.js';
import { randomSpecs } from '../../model/random-specs.js';

const [spec] = randomSpecs();
if (!spec) throw new Error('there are random models');
const kept = randomKept(spec);
const only = onlyInput(kept);

test('the network’s own, an output never called as the input', () => {
  const { inputs, outputs } = bareFace({
    ...kept,
    target: { ...kept.target, name: only.name },
  });
  expect(inputs.map(({ name, shape }) => [name, shape])).toEqual([
    [only.name, ['batch', ...only.shape]],
  ]);
  expect(outputs.map(({ name, shape }) => [name, shape])).toEqual([
    [`${only.name}_`, ['batch', ...kept.network.outputShape]],
  ]);
});

test('tokens go in as they are, with preprocessing too', () => {
  const input = { ...only, kind: 'tokens' as const, shape: [5], vocabulary: 7 };
  expect(rawFace({ ...kept, inputs: [input] }).inputs).toMatchObject([
    { type: 'int32', shape: ['batch', 5], about: 'Tokens, whole numbers below 7.' },
  ]);
});

test('images with preprocessing are bytes', () => {
  const input = { ...only, kind: 'image' as const, shape: [4, 4, 1], divide_by: 255 };
  expect(rawFace({ ...kept, inputs: [input] }).inputs).toMatchObject([
    { type: 'uint8', shape: ['batch', 4, 4, 1], about: expect.stringContaining('255 is inside') },
  ]);
});
