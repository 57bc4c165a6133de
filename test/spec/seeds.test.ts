// One seed for each run.
import { expect, test } from '@jest/globals';
import { checkSeeds } from '../../src/spec/seeds.js';
import { resolvingOf, told } from '../document/parsed.js';

const seedsOf = (text: string, seed: number | undefined = 7) => {
  const resolving = resolvingOf(`loss: mse\n${text}`);
  return { seeds: checkSeeds(seed, resolving), told: told(resolving.problems) };
};

test.each([
  ['', [7]],
  ['seeds: 1', [7]],
  ['seeds: 3', [7, 8, 9]],
  ['seeds: [3, 1, 4294967295]', [3, 1, 4294967295]],
])('%j', (text, seeds) => {
  expect(seedsOf(text)).toEqual({ seeds, told: [] });
});

test('the largest seed is the last one', () => {
  expect(seedsOf('seeds: 2', 4294967294).seeds).toEqual([4294967294, 4294967295]);
  expect(seedsOf('seeds: 3', 4294967294)).toEqual({
    seeds: undefined,
    told: ['2:8 3 seeds upwards from 4294967294 go beyond 4294967295, the largest seed'],
  });
});

test.each([
  ['seeds: []', '2:8 seeds must be a list of 1 to 1000 seeds, got 0'],
  ['seeds: [1, 2, 1]', '2:15 the seed 1 is there twice'],
  ['seeds: 0', '2:8 seeds must be a whole number from 1 to 1000, got 0'],
  ['seeds: [1, -1]', '2:12 each of seeds must be a whole number from 0 to 4294967295, got -1'],
])('%s is refused', (text, message) => {
  const { seeds, told: said } = seedsOf(text);
  expect(seeds).toBeUndefined();
  expect(said).toEqual([expect.stringContaining(message)]);
});

test('without a seed that is right there are none, and nothing more is said', () => {
  const resolving = resolvingOf('seeds: nonsense');
  expect(checkSeeds(undefined, resolving)).toBeUndefined();
  expect(resolving.problems).toEqual([]);
});
