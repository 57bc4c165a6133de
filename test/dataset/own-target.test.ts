import { expect, test } from '@jest/globals';
import { inputAsTarget, mirrorDescription, mirroredInput } from '../../src/dataset/own-target.js';

test('the numbers are those that a model sees, rounded as NumPy rounds them', () => {
  const values = Uint8Array.of(0, 51, 255, 1, 2, 3);
  const input = { name: 'image', shape: [3, 1], divideBy: 255, values };
  expect(inputAsTarget({ inputs: [input] }, null)).toEqual({
    name: 'input',
    shape: [3],
    scale: null,
    values: Float32Array.from([0, 0.2, 1, 1 / 255, 2 / 255, 3 / 255]),
  });
});

test('one input of numbers can be given back', () => {
  const [image, words] = [
    { name: 'image', kind: 'image' },
    { name: 'words', kind: 'tokens' },
  ] as const;
  expect(mirroredInput([image], 'idx', '')).toBe(image);
  expect(() => mirroredInput([image, words], 'arrays', 'name one input')).toThrow(
    'the inputs image, words, of which a model could give back one: name one input',
  );
  expect(() => mirroredInput([words], 'arrays', '')).toThrow('words is tokens');
});

test('nothing is left of classes', () => {
  const inputs = [{ name: 'image', kind: 'image', shape: [2, 2, 1], vocabulary: null }] as const;
  const labelled = {
    inputs,
    classes: 2,
    classNames: ['a', 'b'],
    classCounts: [1, 2],
    targetName: 'label',
    columns: null,
    notes: [],
  };
  expect(mirrorDescription(labelled, 255)).toEqual({
    inputs,
    classes: null,
    classNames: null,
    targetName: 'input',
    targetInput: 'image',
    targetValues: { min: 0, max: 1, zeros: 0, whole: false, pair: null },
    columns: null,
    notes: [],
  });
});
