// Random cases are the same at every run of `npm test`, and drawn by one door.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { fc, seedOfRun } from './drawn.js';
import { root } from './folders.js';

const drawn = (): readonly number[] => {
  const values: number[] = [];
  fc.assert(
    fc.property(fc.integer(), (value) => {
      values.push(value);
    }),
  );
  return values;
};

test('a run draws again what it has drawn, where it has a seed', () => {
  const before = fc.readConfigureGlobal();
  try {
    fc.configureGlobal({ seed: 5 });
    expect(drawn()).toEqual(drawn());
    expect(new Set(drawn()).size).toBeGreaterThan(10);
  } finally {
    fc.configureGlobal(before);
  }
});

test('`npm test` has one, the whole form has none, and one that is given is taken', () => {
  expect(seedOfRun(undefined, false)).toEqual(expect.any(Number));
  expect(seedOfRun(undefined, true)).toBeUndefined();
  expect([seedOfRun('7', false), seedOfRun('7', true)]).toEqual([7, 7]);
});

test('nobody draws by another door', () => {
  const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .filter((name) => /from 'fast-check'/.test(readFileSync(join(root, 'test', name), 'utf8')));
  expect(files.filter((name) => name !== 'drawn.ts' && name !== 'drawn.test.ts')).toEqual([]);
});
