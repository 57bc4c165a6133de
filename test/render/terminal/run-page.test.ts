// A run on one page.
import { expect, test } from '@jest/globals';
import { renderRun } from '../../../src/render/terminal/run-page.js';
import { makeRecord } from '../../run/fixture.js';

const page = (overrides: Parameters<typeof makeRecord>[0] = {}, width = 160): string =>
  renderRun(
    {
      folder: 'runs/adam-1',
      record: makeRecord(overrides),
      network: null,
      epochs: [],
      parent: null,
    },
    { width, color: false },
  );

test('says what it was, how it went, and what it came from', () => {
  const text = page();
  for (const [name, value] of [
    ['run', 'runs/adam-1'],
    ['name', 'adam, seed 42'],
    ['state', 'finished'],
    ['epochs', '20 of 20, the best is 12'],
    ['time', '1 min 00 s, 2.9 s an epoch'],
    ['data', `fashion_mnist, 48,000 / 12,000 / 10,000 samples, SHA-256 ${'c'.repeat(64)}`],
    ['test set', 'read once'],
    ['on', 'CPU, 2 threads, TensorFlow 2.21.0, eager'],
    ['by', 'dlx 0.1.0, Node 20.20.0'],
    ['from', 'adam.yaml'],
    ['again', 'dlx train runs/adam-1/spec.yaml --device cpu --threads 2 --eager'],
  ] as const) {
    expect(text).toMatch(new RegExp(`^${name} +${value.replaceAll(/[.*+?^$|()]/g, '\\$&')}$`, 'm'));
  }
  expect(text).toContain('optimizer: adam\n');
  expect(text).toMatch(/validation +0\.3123 +0\.8891/);
});

test('says what else there is to say, and nothing of what there is not', () => {
  const text = page({
    state: 'interrupted',
    stopped: { signal: 'SIGTERM' },
    epochs: { planned: 20, done: 7, best: null },
    tags: ['night', 'old'],
    notes: 'a note',
    git: { commit: 'abc', dirty: true },
    test_reads: 2,
    finished: null,
    scores: { train: null, validation: null, test: null },
    resumed: [{ at: '2026-01-02', epoch: 3, step: 0, forced: [] }],
  });
  for (const line of [
    /^state +interrupted: stopped by SIGTERM after 7 of 20 epochs$/m,
    /^epochs +7 of 20$/m,
    /^tags +night, old$/m,
    /^notes +a note$/m,
    /^git +abc with changes$/m,
    /^test set +read 2 times$/m,
    /^resumed +2026-01-02, in epoch 3$/m,
  ]) {
    expect(text).toMatch(line);
  }
  expect(text).not.toMatch(/^finished /m);
  expect(page()).not.toMatch(/^(?:tags|notes|git|resumed|parent) /m);
});

test('long values break between words, and nothing in them is an order to the terminal', () => {
  const lines = page({ notes: `${'word '.repeat(30)}\u001b[31m` }, 60).split('\n');
  const notes = lines.filter((line) => line.includes('word'));
  expect(notes.length).toBeGreaterThan(1);
  expect(notes.every((line) => line.length <= 60)).toBe(true);
  expect(lines.join('')).toContain('\\u001b[31m');
});
