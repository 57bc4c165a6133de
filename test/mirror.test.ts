// test/ mirrors src/ name by name, so that what is looked for is found: `x/y.ts` has its tests in
// `x/y.test.ts`, or in several, `x/y-WHAT.test.ts`. What has none is listed in without-test.json, a
// list that gets shorter.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from './folders.js';

const filesIn = (place: string): readonly string[] =>
  readdirSync(join(root, place), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort();

const suites = filesIn('test').filter((name) => name.endsWith('.test.ts'));

const isTested = (file: string): boolean => {
  const name = file.slice(0, -'.ts'.length);
  return suites.some(
    (suite) =>
      dirname(suite) === dirname(file) &&
      (suite === `${name}.test.ts` || suite.startsWith(`${name}-`)),
  );
};

/** What holds no logic: nothing that is run but tables of imports, or fifteen lines at most. */
const isExempt = (file: string): boolean => {
  const source = readFileSync(join(root, 'src', file), 'utf8');
  const compiled = readFileSync(join(root, 'dist/src', file.replace(/ts$/, 'js')), 'utf8');
  return source.split('\n').length <= 16 || !/^export (?!\{\})/m.test(compiled);
};

const lacking = filesIn('src').filter((file) => !isExempt(file) && !isTested(file));
const listed = JSON.parse(
  readFileSync(join(root, 'test/without-test.json'), 'utf8'),
) as readonly string[];

test('every source has a test of its name, but those that are listed', () => {
  expect(lacking.filter((file) => !listed.includes(file))).toEqual([]);
});

test('none is listed that has one by now, or that is no more', () => {
  expect(listed.filter((file) => !lacking.includes(file))).toEqual([]);
});
