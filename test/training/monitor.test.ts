// Early stopping and lowering the rate on a plateau decide as Keras' callbacks do on scripted
// values.
import { describe, expect, test } from '@jest/globals';
import { checkPlainArguments } from '../../src/words/check.js';
import type { EarlyStopping, ReduceLearningRate } from '../../src/spec/spec.js';
import { earlyStopping, reduceLearningRate } from '../../src/words/top-level.js';
import type { Direction } from '../../src/training/metrics/metric.js';
import {
  improves,
  monitoredValue,
  notStopped,
  plateauAfter,
  stoppingAfter,
  type PlateauState,
} from '../../src/training/monitor.js';
import type { ArgumentKinds } from '../../src/words/arguments.js';
import { readFixture } from '../model/fixtures.js';

type Arguments = Readonly<Record<string, unknown>>;
type Fixture = {
  readonly values: readonly (readonly (number | 'NaN')[])[];
  readonly early_stopping: readonly {
    readonly arguments: Arguments;
    readonly stops: readonly (number | null)[];
  }[];
  readonly reduce_lr_on_plateau: readonly {
    readonly arguments: Arguments;
    readonly rate: number;
    readonly rates: readonly (readonly number[])[];
  }[];
};

const fixture = readFixture<Fixture>('callbacks');
const scripted = fixture.values.map((values) => values.map(Number));

function ruleOf<R>(shape: ArgumentKinds, written: Arguments): R {
  return checkPlainArguments(shape, written) as R;
}

/** The epoch after which training ends, or null. */
function stopEpoch(values: readonly number[], rule: EarlyStopping): number | null {
  let state = notStopped;
  for (const [i, value] of values.entries()) {
    state = stoppingAfter(state, i + 1, value, rule.mode as Direction, rule);
    if (state.stop) return i + 1;
  }
  return null;
}

function ratesOf(values: readonly number[], rate: number, rule: ReduceLearningRate): number[] {
  let state: PlateauState = { best: null, waited: 0, cooldown: 0, rate };
  return values.map(
    (value) => (state = plateauAfter(state, value, rule.mode as Direction, rule)).rate,
  );
}

test.each(fixture.early_stopping.map((one) => [JSON.stringify(one.arguments), one] as const))(
  'early_stopping %s',
  (_, one) => {
    const rule = ruleOf<EarlyStopping>(earlyStopping, one.arguments);
    // Of a first value that is NaN, see below.
    const compared = scripted
      .map((values, i) => [values, one.stops[i]] as const)
      .filter(([values]) => !Number.isNaN(values[rule.start_from_epoch]));
    expect(compared.length).toBeGreaterThanOrEqual(scripted.length - 1);
    expect(compared.map(([values]) => stopEpoch(values, rule))).toEqual(
      compared.map(([, stop]) => stop),
    );
  },
);

test.each(fixture.reduce_lr_on_plateau.map((one) => [JSON.stringify(one.arguments), one] as const))(
  'reduce_lr_on_plateau %s',
  (_, one) => {
    const rule = ruleOf<ReduceLearningRate>(reduceLearningRate, one.arguments);
    const found = scripted.map((values) => ratesOf(values, one.rate, rule));
    // Keras holds the rate in float32.
    expect(found.map((rates) => rates.map((rate) => Number(rate.toPrecision(6))))).toEqual(
      one.rates.map((rates) => rates.map((rate) => Number(rate.toPrecision(6)))),
    );
  },
);

describe('the best epoch', () => {
  test.each([
    [1, null, 'min', 0, true],
    [NaN, null, 'min', 0, false],
    [NaN, 1, 'max', 0, false],
    [1, 1, 'min', 0, false],
    [1, 1, 'max', 0, false],
    [0.9, 1, 'min', 0, true],
    [1.1, 1, 'max', 0, true],
    [0.9, 1, 'min', 0.2, false],
    [0.75, 1, 'min', 0.2, true],
    [1.1, 1, 'max', 0.2, false],
    [-Infinity, 1, 'min', 0, true],
    [Infinity, 1, 'min', 0, false],
  ] as const)('%d after %d (%s, by %d): %s', (value, best, direction, minDelta, expected) => {
    expect(improves(value, best, direction, minDelta)).toBe(expected);
  });

  // Keras takes a first NaN for the best and then finds nothing better; dlx goes on looking.
  test('is found after a first NaN', () => {
    const rule = ruleOf<EarlyStopping>(earlyStopping, { mode: 'min', patience: 2 });
    expect(stopEpoch([NaN, 3, 2, 1, 2, 2], rule)).toBe(6);
    expect(stopEpoch([NaN, NaN, 3], rule)).toBe(2);
  });
});

test('a monitored value is looked up in the scores it is of', () => {
  const [train, validation] = [
    { loss: 1, accuracy: 2 },
    { loss: 3, accuracy: 4 },
  ];
  expect(
    ['loss', 'accuracy', 'val_loss', 'val_accuracy'].map((monitor) =>
      monitoredValue(monitor, train, validation),
    ),
  ).toEqual([1, 2, 3, 4]);
});
