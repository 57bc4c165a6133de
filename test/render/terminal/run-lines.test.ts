// What a person reads of a run, at every width: no line that a terminal would break, and what
// matters most stays.
import { describe, expect, test } from '@jest/globals';
import type { DataSummary } from '../../../src/dataset/dataset.js';
import type { EpochRecord } from '../../../src/training/epoch.js';
import { displayWidth } from '../../../src/text/width.js';
import { duration, linesOfEvent, movingText } from '../../../src/render/terminal/run-lines.js';
import { makeRecord, scored } from '../../run/fixture.js';

const epoch: EpochRecord = {
  epoch: 7,
  train: { loss: 0.3123, accuracy: 0.8891, recall: null },
  validation: { loss: 0.3345, accuracy: 0.8812, recall: null },
  learning_rate: 0.001,
  best: true,
  seconds: { train: 2.1, total: 2.4 },
};

const lines = (width: number, one = epoch, monitor = 'val_loss'): readonly string[] =>
  linesOfEvent(
    { type: 'epoch', epoch: one, epochs: 20, monitor, tensors: 0 },
    { width, color: false },
  );

describe('an epoch', () => {
  test('is one line, and loses its least important parts before that is too long', () => {
    expect(lines(Infinity)).toEqual([
      'epoch  7/20  loss 0.3123  accuracy 0.8891  recall –  val_loss 0.3345  val_accuracy 0.8812  val_recall –  2.4 s, 31 s left  best',
    ]);
    expect(lines(120)).toEqual([
      'epoch  7/20  loss 0.3123  accuracy 0.8891  recall –  val_loss 0.3345  val_accuracy 0.8812  val_recall –  2.4 s  best',
    ]);
    expect(lines(80)).toEqual([
      'epoch  7/20  loss 0.3123  val_loss 0.3345  val_accuracy 0.8812  best',
    ]);
    expect(lines(60)).toEqual(['epoch  7/20  loss 0.3123  val_loss 0.3345  best']);
    expect(lines(40)).toEqual(['epoch  7/20  val_loss 0.3345  best']);
    expect(lines(20)).toEqual(['epoch  7/20  best']);
    expect(lines(5)).toEqual(['epoch  7/20']);
  });

  test('keeps what the best one is chosen by', () => {
    expect(lines(61, epoch, 'val_recall')).toEqual([
      'epoch  7/20  loss 0.3123  val_loss 0.3345  val_recall –  best',
    ]);
    expect(lines(40, epoch, 'val_accuracy')).toEqual(['epoch  7/20  val_accuracy 0.8812  best']);
    expect(lines(40, epoch, 'accuracy')).toEqual(['epoch  7/20  accuracy 0.8891  best']);
  });

  test('that is no best one, and the last, says neither', () => {
    expect(lines(Infinity, { ...epoch, epoch: 20, best: false })).toEqual([
      'epoch 20/20  loss 0.3123  accuracy 0.8891  recall –  val_loss 0.3345  val_accuracy 0.8812  val_recall –  2.4 s',
    ]);
  });
});

const record = makeRecord({
  name: 'adam',
  ...scored(0.3123, 0.8891, 0.3345, 0.8812),
  how: { device: 'cpu', threads: 1, execution: 'eager' },
  advice: ['the best epoch is the last one: more epochs may do better still'],
});

const network = {
  inputs: [],
  layers: [
    {
      name: 'a_rather_long_name',
      layer: 'Dense',
      inputs: ['input'],
      outputShape: [10],
      parameters: 7850,
      trainable: true,
    },
  ],
  parameters: { total: 7850, trainable: 7850 },
};

const data: DataSummary = {
  columns: Array.from({ length: 25 }, (_, i) => ({
    column: `column_${i}`,
    kind: 'categories' as const,
    distinct: 3,
    missing: 0,
    categories: ['a category of some length', 'b', 'c'],
  })),
  targetName: 'y',
  classes: 2,
  classNames: ['no', 'yes'],
};

const allLines = (width: number): readonly string[] =>
  [
    ...linesOfEvent(
      { type: 'started', folder: 'runs/a', record, network, data },
      { width, color: false },
    ),
    ...linesOfEvent({ type: 'finished', folder: 'runs/a', record }, { width, color: false }),
    ...linesOfEvent(
      {
        type: 'finished',
        folder: 'runs/a',
        record: {
          ...record,
          state: 'interrupted',
          message: 'stopped by SIGINT after 7 of 20 epochs',
        },
      },
      { width, color: false },
    ),
  ].flatMap((text) => text.split('\n'));

describe('the beginning and the end', () => {
  test.each([80, 60, 40, 20])('at %i columns no line is wider', (width) => {
    const all = allLines(width);
    // Whoever is told to type something can copy it.
    const copied = all.filter((line) => line.startsWith('go on with: '));
    expect(copied).toEqual(['go on with: dlx resume runs/a']);
    expect(all.filter((line) => displayWidth(line) > width && !copied.includes(line))).toEqual([]);
  });

  test('words stay whole, and one thread is one', () => {
    const text = allLines(40).join('\n');
    expect(text).toContain('CPU, 1 thread, TensorFlow 2.21.0,\n');
    expect(text).toContain(
      'note: the best epoch is the last one:\nmore epochs may do better still\n',
    );
    expect(text).toContain(
      'best epoch 12: val_loss 0.3123\nval_accuracy 0.8891  test_loss 0.3345\n',
    );
  });
});

test('a moving line is cut, and leaves room for the sign before it', () => {
  expect(movingText('reading /a/very/long/path', 20)).toBe('reading /a/very/…');
  expect(movingText('\u001b[31mred', 20)).toBe('\\u001b[31mred');
});

test('seconds for people', () => {
  expect([0.04, 4.24, 59.4, 59.6, 185, 7800].map(duration)).toEqual([
    '0.0 s',
    '4.2 s',
    '59 s',
    '1 min 00 s',
    '3 min 05 s',
    '2 h 10 min',
  ]);
});
