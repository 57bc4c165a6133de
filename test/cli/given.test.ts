// What was written in, the values that commands are called with out.
import { describe, expect, test } from '@jest/globals';
import { commandNamed } from '../../src/cli/command-table.js';
import { givenTo, type Values } from '../../src/cli/given.js';
import type { Option } from '../../src/cli/options.js';
import { parse } from '../../src/cli/parse.js';
import { mostThreads } from '../../src/run/record.js';

const given = (words: readonly string[], environment: Record<string, string> = {}): Values => {
  const { command, written } = parse(words);
  const found = commandNamed(command);
  if (!found) throw new Error(`no command ${command}`);
  return givenTo(found, written, environment);
};

test('what is not given is absent, false, empty or what it usually is', () => {
  expect(given(['train', 'a.yaml'])).toEqual({
    spec: ['a.yaml'],
    set: [],
    tag: [],
    runs: 'runs',
    device: 'auto',
    needed: false,
    'fit-epochs': false,
    sealed: false,
    tensorboard: false,
    eager: false,
    json: false,
    full: false,
    quiet: false,
  });
  expect(given(['compare'])).toEqual({
    run: [],
    runs: 'runs',
    all: false,
    each: false,
    format: 'table',
    json: false,
    full: false,
  });
  expect(given(['predict', 'latest', 'a.csv', '-'])).toEqual({
    run: 'latest',
    file: ['a.csv', '-'],
    runs: 'runs',
    device: 'auto',
    format: 'auto',
    proba: false,
    'with-input': false,
    all: false,
    json: false,
  });
  expect(given(['init'])).toEqual({ json: false });
  expect(given(['verify', 'latest', '--files'])).toEqual({
    run: 'latest',
    runs: 'runs',
    files: true,
    json: false,
  });
});

test('the environment says what nobody wrote', () => {
  expect(given(['compare'], { DLX_RUNS: 'elsewhere' })).toMatchObject({ runs: 'elsewhere' });
  expect(given(['compare', '--runs', 'here'], { DLX_RUNS: 'elsewhere' })).toMatchObject({
    runs: 'here',
  });
  expect(given(['compare'], { DLX_RUNS: '' })).toMatchObject({ runs: 'runs' });
});

test('lists are cut at commas', () => {
  expect(given(['compare', '--columns', 'val loss, run,a'])).toMatchObject({
    columns: ['val loss', 'run', 'a'],
  });
});

describe('whole numbers', () => {
  test('within their bounds', () => {
    expect(given(['train', 'a', '--seed', '0', '--threads', '8192'])).toMatchObject({
      seed: 0,
      threads: 8192,
    });
  });

  test.each(['-1', '1.5', '1e3', '0x10', ' 1', '8193'])('and not %j', (written) => {
    expect(() => given(['train', 'a', `--threads=${written}`])).toThrow(
      `--threads must be a whole number of at least 1 and at most 8192, got ${JSON.stringify(written)}`,
    );
  });

  test('of threads there are as many as a record may have', () => {
    const options: readonly Option[] = commandNamed('train')?.options ?? [];
    expect(options.find(({ name }) => name === 'threads')).toMatchObject({ max: mostThreads });
  });
});

test('one of some words', () => {
  expect(given(['compare', '--format', 'json'])).toMatchObject({ format: 'json' });
  expect(() => given(['compare', '--format', 'constructor'])).toThrow(
    'unknown format "constructor"; expected one of table, json, csv, markdown',
  );
});
