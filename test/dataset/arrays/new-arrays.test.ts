// Arrays that a model has not seen.
import { describe, expect, test } from '@jest/globals';
import {
  arrayBatches,
  isArrayPlace,
  readArraySets,
} from '../../../src/dataset/arrays/new-arrays.js';
import type { InputFacts } from '../../../src/dataset/facts.js';
import { nothingFound } from '../../../src/dataset/new-rows.js';
import { refusal, temporaryFolder, writeIn } from '../fixtures.js';
import { floats, longs, npyBytes, npzBytes } from './fixtures.js';

const facts = (name: string, more: Partial<InputFacts> = {}): InputFacts => ({
  name,
  kind: 'values',
  shape: [2],
  divide_by: 1,
  vocabulary: null,
  columns: null,
  reading: null,
  ...more,
});
const inputs = [facts('a'), facts('words', { kind: 'tokens', shape: [1], vocabulary: 5 })];

const folder = temporaryFolder();
const a = writeIn(folder, 'a.npy', floats([3, 2], [1, 2, 3, 4, 5, 6]));
const w = writeIn(folder, 'w.npy', longs([3], [0, 4, 1]));
const both = writeIn(
  folder,
  'both.npz',
  npzBytes({
    words: longs([3], [0, 4, 1]),
    a: floats([3, 2], [1, 2, 3, 4, 5, 6]),
    more: longs([1], [1]),
  }),
);
const wanted = { count: 3, inputs: [Float32Array.of(1, 2, 3, 4, 5, 6), Int32Array.of(0, 4, 1)] };

test('a file for each input, in any order, or one with arrays of their names', async () => {
  expect(await readArraySets([`words=${w}`, `a=${a}`], inputs)).toEqual([wanted]);
  expect(await readArraySets([both], inputs)).toEqual([wanted]);
  expect(await readArraySets([both, both], inputs)).toEqual([wanted, wanted]);
});

test('for one input its file, an array of one, or the one of its name', async () => {
  const [only] = await readArraySets([a], [facts('input')]);
  expect(only?.inputs).toEqual([wanted.inputs[0]]);
  expect(await readArraySets([`${both}:a`], [facts('input')])).toEqual([only]);
  expect(await readArraySets([both], [facts('a')])).toEqual([only]);
});

test('batches, and how many rows there were', () => {
  const found = nothingFound();
  const batches = [...arrayBatches([wanted, wanted], inputs, 2, found)];
  expect(batches.map(({ count }) => count)).toEqual([2, 1, 2, 1]);
  expect(batches[1]?.inputs).toEqual([Float32Array.of(5, 6), Int32Array.of(1)]);
  expect(found.rows).toBe(6);
});

test('what is an array, by its name', () => {
  expect(['x.npy', 'f.npz:a', 'image=f.NPZ', 's.safetensors'].every(isArrayPlace)).toBe(true);
  expect(['x.csv', '-', 'npy'].some(isArrayPlace)).toBe(false);
});

describe('refused', () => {
  const bytes = writeIn(folder, 'u.npy', npyBytes('|u1', [3, 2, 2], new Uint8Array(12)));
  test.each([
    [
      'one array for two inputs',
      [a],
      /a\.npy holds one array, and the model takes the inputs \[a, words\]: give a=FILE words=FILE/,
    ],
    ['an input without an array', [`a=${a}`], /words has none/],
    ['an input given twice', [`a=${a}`, `a=${a}`, `words=${w}`], /a has 2/],
    ['names and none', [`a=${a}`, `words=${w}`, both], /cannot be mixed/],
    [
      'another shape',
      [`a=${bytes}`, `words=${w}`],
      /u\.npy has samples of 2 × 2, and the model takes 2 for its input a/,
    ],
    [
      'an unknown token',
      [`a=${a}`, `words=${writeIn(folder, 'v.npy', longs([3], [0, 5, 0]))}`],
      /row 2 is 5, expected a token: a whole number from 0 to 4/,
    ],
    [
      'other rows',
      [`a=${a}`, `words=${writeIn(folder, 'z.npy', longs([2], [0, 1]))}`],
      /z\.npy has 2 rows, but .*a\.npy has 3/,
    ],
  ])('%s', async (_, paths, message) => {
    expect((await refusal(readArraySets(paths, inputs))).message).toMatch(message);
  });

  test('arrays for a model of columns', async () => {
    const table = facts('table', { kind: 'table', columns: [] });
    expect((await refusal(readArraySets([a], [table]))).message).toMatch(/give it a table/);
  });
});
