// What is seen of runs that train beside each other.
import { expect, test } from '@jest/globals';
import type { RunEvent } from '../../../src/experiment/job.js';
import { silentReporter } from '../../../src/render/silent.js';
import { besideOthers } from '../../../src/render/terminal/several.js';
import { makeRecord } from '../../run/fixture.js';

const step = (at: number): RunEvent => ({ type: 'step', epoch: 2, step: at, steps: 40 });
const epoch: RunEvent = {
  type: 'epoch',
  epoch: {
    epoch: 2,
    train: { loss: 0.5 },
    validation: { loss: 0.25 },
    learning_rate: 0.1,
    best: true,
    seconds: { train: 1, total: 1 },
  },
  epochs: 3,
  monitor: 'val_loss',
  tensors: 0,
};
const finished: RunEvent = { type: 'finished', folder: 'runs/a-1', record: makeRecord() };

function seen(isMoving: boolean, { width = 80, rows = 24 } = {}) {
  const stays: string[] = [];
  const moves: string[] = [];
  const warned: string[] = [];
  const beside = besideOthers({
    screen: { width, color: false },
    reporter: silentReporter((text) => void warned.push(text)),
    put: (text) => void stays.push(text),
    move: isMoving ? (text) => void moves.push(text) : null,
    rows: () => rows,
  });
  return { beside, stays, moves, warned };
}

test('on a terminal a line of each moves, and one stays of each that has ended', () => {
  const { beside, stays, moves } = seen(true);
  const [a, b] = [beside('a, seed 1'), beside('a, seed 2')];
  a.event(step(10));
  b.event(step(20));
  expect(moves.at(-1)).toBe(
    'a, seed 1  epoch 2  step 10 of 40\n  a, seed 2  epoch 2  step 20 of 40',
  );
  a.event(epoch);
  expect(moves.at(-1)).toBe('a, seed 1  epoch 2 of 3\n  a, seed 2  epoch 2  step 20 of 40');
  expect(stays).toEqual([]);
  a.event(finished);
  a.end();
  expect(moves.at(-1)).toBe('a, seed 2  epoch 2  step 20 of 40');
  expect(stays).toHaveLength(1);
  expect(stays[0]).toMatch(/^.+, seed \d+: best epoch \d+ {2}val_loss .+ {2}runs\/a-1$/);
  b.end();
  expect(moves.at(-1)).toBe('');
});

test('lines are cut to the width, and are no more than there is room for', () => {
  const { beside, moves } = seen(true, { width: 20, rows: 4 });
  for (const name of ['a', 'b', 'c', 'd']) beside(`${name}, seed 123456`).event(step(1));
  const lines = moves.at(-1)?.split('\n') ?? [];
  expect(lines).toHaveLength(3);
  expect(lines[2]).toBe('  and 2 more');
  expect(lines.every((line) => line.length <= 19)).toBe(true);
});

test('elsewhere an epoch is a line that says whose it is', () => {
  const { beside, stays, moves } = seen(false);
  const run = beside('a, seed 1');
  run.event(step(10));
  run.event(epoch);
  run.event(finished);
  expect(stays).toEqual([
    expect.stringMatching(/^a, seed 1: epoch 2\/3 {2}loss 0\.5000 {2}val_loss 0\.2500 .*best$/),
    expect.stringMatching(/runs\/a-1$/),
  ]);
  expect(moves).toEqual([]);
});

test('what is the matter with all is warned of once', () => {
  const { beside, warned } = seen(false);
  for (const label of ['a, seed 1', 'a, seed 2']) {
    beside(label).event({ type: 'warning', message: 'the data is odd' });
  }
  beside('a, seed 2').event({ type: 'warning', message: 'it is slow' });
  expect(warned).toEqual(['a, seed 1: the data is odd', 'a, seed 2: it is slow']);
});

test('a run that was stopped says how it goes on', () => {
  const { beside, stays } = seen(false);
  const record = makeRecord({ state: 'interrupted', stopped: { signal: 'SIGINT' } });
  beside('a, seed 1').event({ type: 'finished', folder: 'runs/a-1', record });
  expect(stays[0]).toMatch(/interrupted: stopped by SIGINT.* {2}go on with: dlx resume runs\/a-1$/);
});
