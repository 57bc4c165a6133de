// Whose values are whose, and what else a text may state.
import { expect, test } from '@jest/globals';
import { evidence, recorded, wrong } from './evidence.js';

const epochs = [1, 2].map((epoch) => ({
  epoch,
  train: { loss: 1 / epoch },
  validation: { loss: 1.25 / epoch },
  learning_rate: 0.1,
  best: epoch === 2,
  seconds: { train: 1, total: 1 },
}));

test('what a run was at an epoch counts where that epoch is named', () => {
  const against = evidence({ ...recorded({}), epochs });
  expect(wrong('After epoch 2 the validation loss was 0.625.', against)).toEqual([]);
  expect(wrong('After epoch 1 the validation loss was 0.625.', against)).toEqual(['1:39 0.625']);
  expect(wrong('| epoch | val_loss |\n|--|--|\n| 1 | 1.25 |\n| 2 | 1.25 |', against)).toEqual([
    '4:7 1.25',
  ]);
});

test('what its notes say counts in their words, and in others not', () => {
  const against = evidence(recorded({ notes: 'beats the 0.777 of last week' }));
  expect(wrong('> beats the 0.777 of last week', against)).toEqual([]);
  expect(wrong('It has an accuracy of 0.777.', against)).toEqual(['1:23 0.777']);
});

test('runs of one name are told apart by their seeds', () => {
  const scores = (accuracy: number) => ({ train: null, validation: null, test: { accuracy } });
  const against = evidence(
    recorded({ seed: 1, scores: scores(0.81) }),
    recorded({ seed: 2, scores: scores(0.92) }),
  );
  expect(wrong('adam seed 1 has a test accuracy of 0.81, adam seed 2 0.92', against)).toEqual([]);
  expect(wrong('adam seed 1 has a test accuracy of 0.92', against)).toEqual(['1:36 0.92']);
  expect(wrong('adam has a test accuracy of 0.81 or 0.92 in 2 runs', against)).toEqual([]);
});

test('a run that is called by a common word is not named by it', () => {
  const against = evidence(recorded({ name: 'loss' }), recorded({ name: 'adam', seed: 7 }));
  expect(wrong('The test loss of adam is 0.3345.', against)).toEqual([]);
});
