// What a card says of training.
import { expect, test } from '@jest/globals';
import { trainingPart } from '../../../../src/render/text/card/training-part.js';
import { carded } from './carded.js';

test('optimizer, epochs, seed, seconds, device, and the command', () => {
  const part = trainingPart(carded());
  for (const line of [
    '| optimizer | `adam` |',
    '| batch size | 32 |',
    '| epochs | 3 of 3 |',
    '| best epoch | 3 |',
    '| seed | 1 |',
    '| seconds | 1.7 s, 0.57 s an epoch |',
    '| by | `TensorFlow 2.21.0, dlx 0.1.0, Node 20.20.2` |',
  ]) {
    expect(part).toContain(line);
  }
  expect(part).toContain("dlx train 'runs/a run/spec.yaml' --device cpu --threads 1");
});

test('how it ended early, what it began with, that it was resumed', () => {
  const { record } = carded();
  const part = trainingPart(
    carded({
      record: {
        ...record,
        epochs: { planned: 9, done: 3, best: 2 },
        resumed: [{ at: '2026-01-02', epoch: 2, step: 1, forced: [] }],
        initial_weights: {
          file: '/home/me/a.safetensors',
          run: null,
          epoch: null,
          sha256: '',
          tensors: {},
        },
      },
    }),
  );
  expect(part).toContain('| epochs | stopped early after 3 of 9 epochs |');
  expect(part).toContain('| began with | `a.safetensors` |');
  expect(part).toContain('| resumed | 1 time |');
});
