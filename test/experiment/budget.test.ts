// When a budget is spent, what the record says of it, and how many epochs fit into one: by hand.
import { describe, expect, test } from '@jest/globals';
import {
  budgetRule,
  endOfTraining,
  epochsWithin,
  secondsAnEpoch,
} from '../../src/experiment/budget.js';
import { startingPosition } from '../../src/training/position.js';
import { someEpoch } from '../run/fixture.js';

describe('the rule', () => {
  test('is the clock, or nothing', () => {
    expect(budgetRule({ budget: null }, null)).toBeUndefined();
    const rule = budgetRule({ budget: { seconds: 2 } }, null);
    const at = (spent: number) => rule?.({ epoch: 1, step: 1, spent });
    expect([at(0), at(1.99), at(2), at(3)]).toEqual([false, false, true, true]);
  });

  test('of a training that repeats another is where that one ended, whatever the time', () => {
    const budget = { seconds: 2 };
    expect(budgetRule({ budget }, { endAfter: null })).toBeUndefined();
    const rule = budgetRule({ budget }, { endAfter: { epoch: 2, step: 3 } });
    const at = (epoch: number, step: number) => rule?.({ epoch, step, spent: 99 });
    expect([at(1, 9), at(2, 2), at(2, 3), at(2, 4), at(3, 0)]).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
  });
});

test('the end is that of the last epoch, which may be short', () => {
  const position = { ...startingPosition(0.1), spent: 4.5 };
  const end = (ended: 'budget' | 'stopped early' | 'diverged' | null, steps?: number) =>
    endOfTraining(
      { ...position, ended },
      { ...someEpoch, epoch: 3, ...(steps === undefined ? {} : { steps }) },
      10,
    );
  expect(end(null)).toBeNull();
  expect(end('diverged')).toBeNull();
  expect(end('stopped early')).toEqual({ by: 'early_stopping', epoch: 3, step: 10, seconds: 4.5 });
  expect(end('budget', 7)).toEqual({ by: 'budget', epoch: 3, step: 7, seconds: 4.5 });
  expect(endOfTraining({ ...position, ended: 'budget' }, undefined, 10)).toBeNull();
});

describe('the seconds of an epoch', () => {
  const epoch = (train: number, total: number, steps?: number) => ({
    ...someEpoch,
    seconds: { train, total },
    ...(steps === undefined ? {} : { steps }),
  });

  test('are those of the ones behind the first, and what keeping them took', () => {
    // (2 + 4) / 2, and (11 − 3 − 2 − 4) / 3 ... of four epochs 12 − 10 = 2 seconds are 0.5 each.
    const epochs = [epoch(3, 4), epoch(1, 2), epoch(3, 4), epoch(0, 0, 1)];
    expect(secondsAnEpoch(epochs, 12, 10)).toBe(3 + 0.5);
    expect(secondsAnEpoch([epoch(1, 2)], 2, 10)).toBe(2);
  });

  test('of a part of one are those of all its steps, and one validation', () => {
    // 4 of 10 steps took 2 s; validation 0.5 s.
    expect(secondsAnEpoch([epoch(2, 2.5, 4)], 2.5, 10)).toBe(5.5);
    expect(secondsAnEpoch([], 1, 10)).toBeNull();
  });
});

test('a twentieth of the budget is left, and there is always an epoch', () => {
  expect(epochsWithin({ seconds: 100 }, 1)).toBe(95);
  expect(epochsWithin({ seconds: 10 }, 3)).toBe(3);
  expect(epochsWithin({ seconds: 10 }, 9.9)).toBe(1);
});
