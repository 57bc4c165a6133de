// Models as PyTorch runs them: each predicts what it does in dlx. Left out where the Python of the
// tests has no PyTorch.
import { describe, expect, test } from '@jest/globals';
import { pytorch } from '../../../src/export/pytorch/pytorch.js';
import { openNative } from '../../model/keras.js';
import { allModels, caseOf } from '../cases.js';
import { isWhole } from '../../whole.js';
import { hasModule, judgedBy } from '../readers.js';
import { keptWith, problemsOf } from './translate.js';

const read = hasModule('torch') ? test : test.skip;

const models = allModels().filter(({ name }, i) => isWhole || i % 12 === 0 || name === 'cnn.yaml');

read('experiments and random models, in Python (where it has PyTorch)', async () => {
  const backend = await openNative();
  const cases = await Promise.all(models.map((model) => caseOf(backend, pytorch, model)));
  const held = cases.flatMap((one) => one ?? []);
  const { distances } = await judgedBy('read_pytorch.py', held);
  expect(Object.keys(distances)).toHaveLength(held.length);
  expect(Object.entries(distances).filter(([, far]) => !(far < 1e-5))).toEqual([]);
});

test('most models are held: every experiment, and 170 of 200 random models', () => {
  const refused = allModels()
    .filter(({ kept }) => pytorch.problems({ kept: kept(), withPreprocessing: false }).length > 0)
    .map(({ name }) => name);
  expect(refused.filter((name) => name.endsWith('.yaml'))).toEqual([]);
  expect(refused.length).toBeLessThan(30);
});

describe('what PyTorch has no plain form of is refused by name', () => {
  test.each([
    [[{ LSTM: { units: 2, activation: 'relu' } }], /^LSTM \(lstm\) has activations of its own/],
    [[{ GRU: { units: 2, reset_after: false } }], /^GRU \(gru\) has reset_after: false/],
    [[{ Dense: { units: 2, activation: 'sparsemax' } }], /^Dense \(dense\) .* sparsemax/],
    [['Masking', { LSTM: 2 }], /^LSTM \(lstm\) leaves out steps by a mask/],
    [
      [{ Bidirectional: { layer: { SimpleRNN: { units: 2, activation: 'elu' } } } }],
      /^Bidirectional \(bidirectional\) holds a layer SimpleRNN that has the activation elu/,
    ],
  ])('%j', (model, sentence) => {
    const reshaped = [{ Reshape: [2, 3] }, ...model];
    expect(problemsOf(reshaped, [6])).toEqual([expect.stringMatching(sentence)]);
  });

  test('all at once', () => {
    const model = [
      { Reshape: [2, 3] },
      { GRU: { units: 2, reset_after: false, return_sequences: true } },
      { SimpleRNN: { units: 2, activation: 'elu' } },
    ];
    expect(problemsOf(model, [6])).toHaveLength(2);
  });
});

test('the files, and how they are read', async () => {
  const exported = { kept: keptWith([{ Dense: 2 }], [3]), withPreprocessing: false };
  if (pytorch.fromGraph) throw new Error('PyTorch is written from layers');
  expect([...(await pytorch.files(exported)).keys()]).toEqual(['model.py', 'model.safetensors']);
  expect(pytorch.reading('a-pytorch', exported)[0]).toContain('sys.path.insert(0, "a-pytorch")');
});
