// One seed, and one fold, for each run.
import { describe, expect, test } from '@jest/globals';
import { readSpecText } from '../../src/spec/read.js';
import { renderYaml } from '../../src/spec/write.js';
import { base, language } from './language.js';
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

describe('cross_validation', () => {
  const read = (lines: string) => readSpecText(`${base}${lines}`, 'a.yaml', { language });

  test('is a run for each fold of each repeat; the first is that of the spec itself', () => {
    const { folds, spec } = read('cross_validation: {folds: 2, repeats: 2, by: stratified}\n');
    expect(folds).toEqual([
      { fold: 1, repeat: 1 },
      { fold: 2, repeat: 1 },
      { fold: 1, repeat: 2 },
      { fold: 2, repeat: 2 },
    ]);
    const first = { folds: 2, by: 'stratified', column: null, fold: 1, repeat: 1 };
    expect(spec.cross_validation).toEqual({ ...first, repeats: 2 });
    expect(spec.dataset.arguments['fold']).toEqual(first);
    expect(read('').spec.dataset.arguments).not.toHaveProperty('fold');
  });

  test('one fold is one run, and can be read again as it was written', () => {
    const read1 = read('cross_validation: {folds: 3}\nseeds: 2\n');
    const trial = read1.trial({
      'cross_validation.fold': 2,
      'cross_validation.repeat': 1,
      seed: 5,
    });
    expect(trial.folds).toEqual([{ fold: 2, repeat: 1 }]);
    expect(trial.written['cross_validation']).toEqual({ folds: 3, fold: 2, repeat: 1 });
    const again = readSpecText(renderYaml(trial.written), 'b.yaml', { language });
    expect(again.spec.dataset).toEqual(trial.spec.dataset);
    expect(again.minimal).toEqual(trial.minimal);
  });

  test('--folds stands above what the spec says, and leaves the rest', () => {
    const text = `${base}cross_validation: {folds: 3, by: stratified}\n`;
    const { spec, folds } = readSpecText(text, 'a.yaml', { language, folds: 4 });
    expect([folds.length, spec.cross_validation?.folds, spec.cross_validation?.by]).toEqual([
      4,
      4,
      'stratified',
    ]);
  });

  test.each([
    ['{folds: 1}', /folds must be a whole number from 2 to 1000, got 1/],
    ['{by: random}', /needs folds/],
    [
      '{folds: 3, by: group}',
      /by: group and names no column.*\n.*add column: the one with the groups/s,
    ],
    ['{folds: 3, by: time}', /by: time and names no column/],
    ['{folds: 3, column: a}', /by: random, which goes by no column/],
    ['{folds: 3, by: order, repeats: 2}', /by: order are the same each time/],
    ['{folds: 500, repeats: 3}', /3 times 500 folds are more than 1000 runs/],
    ['{folds: 3, fold: 4}', /there are 3 folds, and no fold 4/],
    ['{folds: 3, repeat: 1}', /repeat says of which one a fold is/],
    ['{folds: 3, fold: 1, repeat: 2}', /there is no repeat 2 of 1/],
    ['{folds: 3, by: class}', /by must be/],
    ['5', /cross_validation must be/],
  ])('%s is refused', (written, message) => {
    expect(() => read(`cross_validation: ${written}\n`)).toThrow(message);
  });
});
