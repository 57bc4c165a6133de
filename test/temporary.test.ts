// A suite's temporary folder is its own, and goes with it.
import { existsSync, mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from './folders.js';

const { openTemporary, outer } = createRequire(import.meta.url)(
  join(root, 'test/temporary.cjs'),
) as {
  readonly outer: string;
  readonly openTemporary: (...environments: Record<string, string>[]) => {
    readonly path: string;
    readonly close: () => void;
  };
};

test('what a suite and its processes take for the temporary folder is one of its own', () => {
  expect(basename(tmpdir())).toMatch(/^dlx-suite-/);
  expect(process.env['TMPDIR']).toBe(tmpdir());
});

// Here it works on the suite's environment; Jest's, which os.tmpdir() reads, is another.
test('it is removed with all that was left in it, and the one before is back', () => {
  const before = process.env['TMPDIR'];
  const mine: Record<string, string> = { TMPDIR: '/elsewhere' };
  const none: Record<string, string> = {};
  const { path, close } = openTemporary(mine, none);
  expect([process.env['TMPDIR'], mine, none]).toEqual([path, { TMPDIR: path }, { TMPDIR: path }]);
  expect(dirname(path)).toBe(outer);
  expect((statSync(path).mode & 0o7777).toString(8)).toBe('1777');
  mkdirSync(join(mkdtempSync(join(path, 'left-')), 'within'));
  writeFileSync(join(path, 'a.txt'), 'left');
  close();
  expect(existsSync(path)).toBe(false);
  expect([process.env['TMPDIR'], mine, none]).toEqual([before, { TMPDIR: '/elsewhere' }, {}]);
});
