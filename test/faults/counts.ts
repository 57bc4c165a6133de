// What the fault tests threw at dlx, for the report that adds it up.
import { appendFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { expect } from '@jest/globals';
import type { Counted } from './figures.js';

/**
 * Adds a line to the file that DLX_FAULT_COUNTS names, if it names one: so many of `what`, of which
 * some were lost or wrongly taken.
 */
export function counted(
  what: string,
  count: number,
  { lost = 0, wrong = 0 }: { readonly lost?: number; readonly wrong?: number } = {},
): void {
  const file = process.env['DLX_FAULT_COUNTS'];
  const path = expect.getState().testPath ?? '';
  const suite = relative(`${import.meta.dirname}/..`, path)
    .replaceAll(sep, '/')
    .replace(/\.test\.js$/, '');
  const line: Counted = { suite, what, count, lost, wrong };
  if (file) appendFileSync(file, `${JSON.stringify(line)}\n`);
}
