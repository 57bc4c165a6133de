// Metrics of a spec, and what may be watched of them.
import { describe, expect, test } from '@jest/globals';
import { checkMetrics, checkMonitor } from '../../src/spec/monitor.js';
import { parsed, resolvingOf, told } from '../document/parsed.js';

const metricsOf = (text: string) => {
  const resolving = resolvingOf(text);
  return { metrics: checkMetrics(resolving), told: told(resolving.problems) };
};

describe('metrics', () => {
  test('are none where none are written, else a list with labels', () => {
    expect(metricsOf('loss: mse')).toEqual({ metrics: [], told: [] });
    expect(metricsOf('metrics: [acc, {name: precision, class_id: 1, label: ones}]')).toEqual({
      metrics: [
        { name: 'accuracy', arguments: {} },
        { name: 'precision', arguments: { class_id: 1 }, label: 'ones' },
      ],
      told: [],
    });
  });

  test.each([
    ['metrics: accuracy', '1:10 metrics must be a list, got "accuracy"; write metrics: [accuracy]'],
    ['metrics: {a: 1}', '1:10 metrics must be a list, got {"a":1}'],
    [
      'metrics: [acc, accuracy]',
      '1:16 two metrics are called "accuracy"; give one of them a label of its own',
    ],
    [
      'metrics: [{name: acc, label: val_x}]',
      '1:11 the label "val_x" would hide another value of the log; choose one that is not loss and does not begin with val_',
    ],
    [
      'metrics: [{name: acc, label: toString}]',
      '1:11 the label "toString" cannot be a name in the log; choose another',
    ],
  ])('%s', (text, message) => {
    expect(metricsOf(text)).toEqual({ metrics: undefined, told: [message] });
  });
});

describe('what is watched', () => {
  const watched = (text: string) => {
    const resolving = resolvingOf('metrics: [acc, {name: precision, label: ones}]');
    const metrics = checkMetrics(resolving) ?? [];
    return {
      name: checkMonitor(parsed(text), metrics, resolving),
      told: told(resolving.problems),
    };
  };

  test.each([
    ['loss', 'loss'],
    ['val_loss', 'val_loss'],
    ['acc', 'accuracy'],
    ['val_acc', 'val_accuracy'],
    ['val_ones', 'val_ones'],
  ])('%s is %s', (written, name) => {
    expect(watched(written)).toEqual({ name, told: [] });
  });

  test.each([
    ['val_mae', 'nothing called "val_mae" is measured', '; write metrics: [mae] to measure it'],
    // It is known by its label alone.
    ['val_precision', 'nothing called "val_precision" is measured', '; write metrics: [precision]'],
    ['val_los', 'nothing called "val_los" is measured; did you mean "val_loss"?', ''],
    ['[loss]', 'monitor must be the name of a value to watch, got ["loss"]', ''],
  ])('%s: %s', (written, message, cure) => {
    const { name, told: said } = watched(written);
    expect(name).toBeUndefined();
    expect(said).toEqual([expect.stringContaining(message)]);
    expect(said[0]).toContain(cure);
  });
});
