// early_stopping, reduce_lr_on_plateau, checkpoint and budget as they may be written.
import { describe, expect, test } from '@jest/globals';
import { checkBudget, checkCallbacks, checkCheckpoint } from '../../src/spec/callbacks.js';
import { resolvingOf, told } from '../document/parsed.js';

const callbacks = (text: string) => {
  const resolving = resolvingOf(`loss: mse\n${text}`);
  return { ...checkCallbacks([], resolving), told: told(resolving.problems) };
};

// Keras' defaults.
const stopping = {
  monitor: 'val_loss',
  min_delta: 0,
  patience: 0,
  mode: 'auto',
  baseline: null,
  start_from_epoch: 0,
};
const plateau = {
  monitor: 'val_loss',
  factor: 0.1,
  patience: 10,
  mode: 'auto',
  min_delta: 0.0001,
  cooldown: 0,
  min_lr: 0,
};

describe('callbacks', () => {
  test.each(['', 'early_stopping:', 'early_stopping: false\nreduce_lr_on_plateau: null'])(
    '%j asks for none',
    (text) => {
      expect(callbacks(text)).toEqual({
        early_stopping: null,
        reduce_lr_on_plateau: null,
        told: [],
      });
    },
  );

  test('true has the defaults of Keras', () => {
    expect(callbacks('early_stopping: true\nreduce_lr_on_plateau: true')).toEqual({
      early_stopping: stopping,
      reduce_lr_on_plateau: plateau,
      told: [],
    });
  });

  test('a mapping changes some of them', () => {
    expect(
      callbacks(
        'early_stopping: {patience: 3, monitor: loss}\nreduce_lr_on_plateau: {factor: 0.5}',
      ),
    ).toEqual({
      early_stopping: { ...stopping, patience: 3, monitor: 'loss' },
      reduce_lr_on_plateau: { ...plateau, factor: 0.5 },
      told: [],
    });
  });

  test.each([
    ['early_stopping: 3', 'write early_stopping: {patience: 3}'],
    ['reduce_lr_on_plateau: 0.2', 'write reduce_lr_on_plateau: {factor: 0.2}'],
    ['early_stopping: {restore_best_weights: false}', 'remove it'],
  ])('%s: %s', (text, cure) => {
    const { told: said } = callbacks(text);
    expect(said).toHaveLength(1);
    expect(said[0]?.endsWith(`; ${cure}`)).toBe(true);
  });
});

test.each([
  ['', { every: 60 }],
  ['checkpoint: true', { every: 60 }],
  ['checkpoint: false', { every: null }],
  ['checkpoint:', { every: null }],
  ['checkpoint: 5m', { every: 300 }],
  ['checkpoint: {every: 90}', { every: 90 }],
  ['checkpoint: {every: null}', { every: null }],
])('%j keeps state %j', (text, kept) => {
  const resolving = resolvingOf(`loss: mse\n${text}`);
  expect(checkCheckpoint(resolving)).toEqual(kept);
  expect(resolving.problems).toEqual([]);
});

describe('budget', () => {
  const budget = (text: string) => {
    const resolving = resolvingOf(`loss: mse\n${text}`);
    return { budget: checkBudget(resolving), told: told(resolving.problems) };
  };

  test.each([
    ['', null],
    ['budget: null', null],
    ['budget: false', null],
    ['budget: 90', { seconds: 90 }],
    ['budget: 10m', { seconds: 600 }],
    ['budget: {seconds: 1.5h}', { seconds: 5400 }],
  ])('%j', (text, expected) => {
    expect(budget(text)).toEqual({ budget: expected, told: [] });
  });

  test.each([
    ['budget: 0', 'budget must be a finite number above 0, or a time as 60s, 5m or 1h'],
    ['budget: true', 'budget must be a finite number above 0, or a time as 60s, 5m or 1h'],
    ['budget: soon', 'budget must be a finite number above 0, or a time as 60s, 5m or 1h'],
    ['budget: {}', 'budget needs seconds'],
    ['budget: {minutes: 3}', 'unknown argument "minutes" of budget'],
  ])('%j is refused', (text, message) => {
    const found = budget(text);
    expect(found.budget).toBeUndefined();
    expect(JSON.stringify(found.told)).toContain(message.replaceAll('"', '\\"'));
  });
});
