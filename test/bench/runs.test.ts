// The runs that are read in the benchmark: whole ones, each of its own, of trials of five seeds.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { makeRuns } from '../../bench/runs.js';
import { readRun } from '../../src/run/read.js';
import { withFolder } from '../run/fixture.js';

test('are whole runs that differ in their scores, five seeds a trial', () => {
  withFolder((folder) => {
    makeRuns(folder, { runs: 7, whole: false });
    const records = readdirSync(folder).map((name) => {
      const read = readRun(join(folder, name));
      if (!('record' in read)) throw new Error(read.damaged);
      return read.record;
    });
    const distinct = (of: (record: (typeof records)[number]) => unknown): number =>
      new Set(records.map(of)).size;
    expect(records).toHaveLength(7);
    expect(distinct(({ id }) => id)).toBe(7);
    expect(distinct(({ scores }) => scores.validation?.['loss'])).toBe(7);
    expect(distinct(({ hashes }) => hashes.group)).toBe(2);
    expect(distinct(({ seed }) => seed)).toBe(5);
  });
});
