// SavedModels, as TensorFlow and Keras in Python open them. That their graph gives what the model
// does, frozen.test.ts has TensorFlow show without Python.
import { expect, test } from '@jest/globals';
import { savedModel } from '../../src/export/savedmodel.js';
import { openNative } from '../model/keras.js';
import { randomSpecs } from '../model/random-specs.js';
import { allModels, caseOf } from './cases.js';
import { isWhole } from '../whole.js';
import { randomKept } from './models.js';
import { hasModule, judgedBy } from './readers.js';

test('what it says of how it is read names the input and the output', () => {
  const [spec] = randomSpecs();
  if (!spec) throw new Error('there are random models');
  const exported = { kept: randomKept(spec), withPreprocessing: false };
  expect(savedModel.problems(exported)).toEqual([]);
  expect(savedModel.reading('a-savedmodel', exported).join('\n')).toMatch(
    /load\("a-savedmodel"\)[^]*"tokens": x[^]*"label"/,
  );
});

// Starting TensorFlow takes Python ten seconds.
const read = isWhole && hasModule('tensorflow') ? test : test.skip;

read('every experiment and random model, in Python (where it has TensorFlow)', async () => {
  const backend = await openNative();
  const cases = await Promise.all(allModels().map((model) => caseOf(backend, savedModel, model)));
  const { distances } = await judgedBy(
    'read_savedmodel.py',
    cases.flatMap((one) => one ?? []),
  );
  expect(Object.keys(distances)).toHaveLength(allModels().length);
  expect(Object.entries(distances).filter(([, far]) => !(far < 1e-5))).toEqual([]);
});
