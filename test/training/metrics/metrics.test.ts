// What metrics see where the loss takes the outputs for logits; numbers by hand.
import { expect, test } from '@jest/globals';
import { openNative } from '../../model/keras.js';
import { datasetOf, trainerOf } from '../trainers.js';

const backend = await openNative();

test.each(['eager', 'graph'] as const)('metrics of logits, %s', async (kind) => {
  // Of probabilities 0.88 and 0.27 for yes, 0.62 and 0.05 for no.
  const logits = [2, -1, 0.5, -3];
  const dataset = datasetOf(
    { shape: [4, 1], values: logits },
    { shape: [4], values: [1, 1, 0, 0], kind: 'int' },
  );
  using trainer = trainerOf(
    backend,
    {
      model: [{ Activation: 'linear' }],
      loss: { name: 'binary_crossentropy', from_logits: true },
      metrics: [
        'accuracy',
        'auc',
        'precision',
        'recall',
        'hinge',
        'binary_crossentropy',
        { name: 'binary_crossentropy', from_logits: true, label: 'same' },
        { name: 'auc', from_logits: true, label: 'again' },
      ],
      batch_size: 4,
    },
    dataset,
    kind,
  );
  const { scores } = await trainer.evaluate(dataset.validation);
  // −log of the probability of what is right: log(1 + e^(−y · logit)).
  const crossentropy =
    [-2, 1, 0.5, -3].reduce((sum, x) => sum + Math.log1p(Math.exp(x)), 0) / logits.length;
  const close = (value: number) => expect.closeTo(value, 6) as unknown;
  expect(scores).toEqual({
    loss: close(crossentropy),
    accuracy: 0.5,
    // Of the four pairs of a yes and a no, three are in order.
    auc: close(0.75),
    precision: 0.5,
    recall: 0.5,
    // On both sides of 0: (0 + 2 + 1.5 + 0) / 4.
    hinge: close(0.875),
    binary_crossentropy: close(crossentropy),
    same: close(crossentropy),
    again: close(0.75),
  });
});
