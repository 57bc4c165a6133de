import { describe, expect, test } from '@jest/globals';
import { parseBenchArguments } from '../../bench/arguments.js';
import { misuse } from '../../src/ground/errors.js';

const names = (words: readonly string[]): readonly string[] =>
  parseBenchArguments(words).works.map(({ name }) => name);

describe('what is asked for', () => {
  test('nothing: ten rounds of everything', () => {
    const { works, ...rest } = parseBenchArguments([]);
    expect(works).toHaveLength(23);
    expect(rest).toEqual({
      help: false,
      rounds: 10,
      json: null,
      keep: false,
      markdown: false,
      anyway: false,
      from: null,
    });
  });

  test('some works, in the order of the table', () => {
    expect(names(['--only', 'cnn,mlp-32'])).toEqual(['mlp-32', 'cnn']);
  });

  test('startup is three works', () => {
    expect(names(['--only=startup'])).toEqual(['startup-mlp', 'startup-cnn', 'startup-lstm']);
  });

  test('pictures and read are two works each', () => {
    expect(names(['--only=pictures,read'])).toEqual([
      'pictures-first',
      'pictures-next',
      'read-csv',
      'read-parquet',
    ]);
  });

  test('--keep, of all works, of some, or of an earlier run', () => {
    expect(parseBenchArguments(['--keep', '--only', 'cnn']).keep).toBe(true);
    expect(parseBenchArguments(['--keep']).keep).toBe(true);
    expect(parseBenchArguments(['--keep', '--from', 'a.json'])).toMatchObject({
      keep: true,
      from: 'a.json',
    });
  });

  test('the other options', () => {
    const { works: _, ...rest } = parseBenchArguments([
      '--rounds',
      '3',
      '--only',
      'help',
      '--json',
      'a.json',
      '--markdown',
      '--anyway',
      '--from',
      'b.json',
    ]);
    expect(rest).toEqual({
      help: false,
      rounds: 3,
      json: 'a.json',
      keep: false,
      markdown: true,
      anyway: true,
      from: 'b.json',
    });
  });
});

test.each([
  [['--rounds', '0'], '--rounds needs a whole number from 1, got "0"'],
  [['--rounds', '2.5'], '--rounds needs a whole number from 1, got "2.5"'],
  [['--rounds', 'many'], '--rounds needs a whole number from 1, got "many"'],
  [['--keep', '--anyway'], '--keep keeps what was measured on an idle machine: leave out --anyway'],
  [
    ['--only', 'mlp'],
    'no work is called "mlp"; expected some of mlp-32, mlp-256, cnn, cnn-bn, lstm, gru, command, seeds, pictures-first, pictures-next, predict, read-csv, read-parquet, startup-mlp, startup-cnn, startup-lstm, commit, determinism, compare-1000, compare-10000, history-20, report-200, help, separated by commas',
  ],
  [['--fast'], "Unknown option '--fast'; `npm run bench -- --help` lists the options"],
  [
    ['cnn'],
    "Unexpected argument 'cnn'. This command does not take positional arguments; `npm run bench -- --help` lists the options",
  ],
])('%j is refused', (words, message) => {
  expect(() => parseBenchArguments(words)).toThrow(misuse(message));
});
