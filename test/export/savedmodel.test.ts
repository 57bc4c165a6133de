// A SavedModel, as TensorFlow's and Keras' own readers in Python open it.
import { expect, test } from '@jest/globals';
import { savedModel } from '../../src/export/savedmodel.js';
import { randomSpecs } from '../model/random-specs.js';
import { randomKept } from './models.js';

test('what it says of how it is read names the input and the output', () => {
  const [spec] = randomSpecs();
  if (!spec) throw new Error('there are random models');
  const exported = { kept: randomKept(spec), withPreprocessing: false };
  expect(savedModel.problems(exported)).toEqual([]);
  expect(savedModel.reading('a-savedmodel', exported).join('\n')).toMatch(
    /load\("a-savedmodel"\)[^]*"tokens": x[^]*"label"/,
  );
});
