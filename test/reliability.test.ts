// RELIABILITY.md: a promise without a test is none, and a figure is what the tests counted.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { markedNumbers } from '../bench/marked.js';
import { figureOf, partsOf, readFigures, reliabilityWith, withCounted } from './faults/figures.js';
import { root } from './folders.js';

const text = readFileSync(join(root, 'RELIABILITY.md'), 'utf8');
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:promise|bug) \|/.test(line));
const suites = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.test.ts'),
);
const namedIn = (row: string): readonly string[] =>
  [...row.matchAll(/`test\/([^`]+)`/g)].map(([, path = '']) => path);
const patternsIn = (row: string): readonly string[] =>
  [...row.matchAll(/`npm run jest -- ([^`]+)`/g)].map(([, pattern = '']) => pattern);

describe('every row', () => {
  test('names a test or a command that runs one', () => {
    const isHeld = (row: string): boolean =>
      namedIn(row).length + patternsIn(row).length > 0 &&
      namedIn(row).every((path) => existsSync(join(root, 'test', path))) &&
      patternsIn(row).every((pattern) => suites.some((name) => name.includes(pattern)));
    expect(rows.length).toBeGreaterThan(25);
    expect(rows.filter((row) => !isHeld(row))).toEqual([]);
  });

  test('names none that is left out, or that asks for nothing', () => {
    const named = [...new Set(rows.flatMap(namedIn))];
    const isEmpty = (path: string): boolean => {
      const source = readFileSync(join(root, 'test', path), 'utf8');
      return (
        /\b(?:test|describe)\.(?:only|todo|failing)\b/.test(source) || !source.includes('expect(')
      );
    };
    expect(named.filter(isEmpty)).toEqual([]);
  });
});

test('every fault test holds a promise', () => {
  const named = new Set(rows.flatMap(namedIn));
  const faults = suites.filter((name) => name.startsWith('faults/'));
  expect(faults.filter((name) => !named.has(name))).toEqual([]);
});

describe('figures', () => {
  const figures = readFigures();
  const isCounted = (name: string): boolean => {
    const { what, suite } = partsOf(name);
    return suites
      .filter((path) => (suite ? path === `${suite}.test.ts` : path.startsWith('faults/')))
      .some((path) => readFileSync(join(root, 'test', path), 'utf8').includes(`'${what}'`));
  };

  test('are those that the tests counted when they were last run whole', () => {
    expect(text).toBe(reliabilityWith(figures));
    // One that is not kept yet must at least be counted by some suite.
    const unknown = markedNumbers(text).filter(
      ({ name }) => figureOf(figures, name) === undefined && !isCounted(name),
    );
    expect(unknown).toEqual([]);
  });

  test('of every kind that is counted stand there', () => {
    const shown = markedNumbers(text).map(({ name }) => partsOf(name).what);
    const counted = Object.values(figures).flatMap((counts) => Object.keys(counts));
    expect(counted.filter((what) => !shown.includes(what))).toEqual([]);
  });

  test('are of suites that there are, which count that', () => {
    for (const [suite, counts] of Object.entries(figures)) {
      const source = readFileSync(join(root, 'test', `${suite}.test.ts`), 'utf8');
      expect(Object.keys(counts).filter((what) => !source.includes(`'${what}'`))).toEqual([]);
    }
  });

  test('of one suite take the place of its old ones alone, summed', () => {
    const line = { suite: 'faults/a', what: 'kills', count: 2, lost: 0, wrong: 0 };
    const merged = withCounted({ 'faults/a': { old: 1 }, 'faults/b': { kills: 5 } }, [line, line]);
    expect(merged).toEqual({ 'faults/a': { kills: 4 }, 'faults/b': { kills: 5 } });
    expect(figureOf(merged, 'kills')).toBe(9);
    expect(figureOf(merged, 'kills in faults/b')).toBe(5);
    expect(figureOf(merged, 'kills in faults/c')).toBeUndefined();
    expect(figureOf(merged, 'old')).toBeUndefined();
  });
});
