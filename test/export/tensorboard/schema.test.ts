// TensorBoard's messages, by hand: numbers of fields as its own files have them.
import { expect, test } from '@jest/globals';
import { eventBytes, hyperparameterBytes } from '../../../src/export/tensorboard/schema.js';

test('an event: its time is field 1, its step 2, its summary 5', () => {
  const value = { tag: 'a', simpleValue: 1 };
  expect([...eventBytes({ wallTime: 2, step: 5n, summary: { value: [value] } })]).toEqual([
    0x09, 0, 0, 0, 0, 0, 0, 0, 0x40, 0x10, 5, 0x2a, 10, 0x0a, 8, 0x0a, 1, 0x61, 0x15, 0, 0, 0x80,
    0x3f,
  ]);
});

test('hyperparameters: the beginning of a session is field 3, a number field 2 of a value', () => {
  const hparams = [{ key: 'k', value: { numberValue: 2 } }];
  expect([...hyperparameterBytes({ sessionStartInfo: { hparams } })]).toEqual([
    0x1a, 16, 0x0a, 14, 0x0a, 1, 0x6b, 0x12, 9, 0x11, 0, 0, 0, 0, 0, 0, 0, 0x40,
  ]);
});
