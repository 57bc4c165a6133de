// RELIABILITY.md: a promise without a test is none.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from './cli/dlx.js';

const text = readFileSync(join(root, 'RELIABILITY.md'), 'utf8');
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:promise|bug) \|/.test(line));

test('every row names a test or a command that runs one', () => {
  const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.test.ts'),
  );
  const isHeld = (row: string): boolean => {
    const named = [...row.matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path);
    const patterns = [...row.matchAll(/`npm run jest -- ([^`]+)`/g)].map(
      ([, pattern = '']) => pattern,
    );
    return (
      named.length + patterns.length > 0 &&
      named.every((path) => existsSync(join(root, path))) &&
      patterns.every((pattern) => tests.some((name) => name.includes(pattern)))
    );
  };
  expect(rows.length).toBeGreaterThan(25);
  expect(rows.filter((row) => !isHeld(row))).toEqual([]);
});
