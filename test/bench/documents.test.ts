// The documents show the results that are kept.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { documentsWith, keptResults, renderCosts } from '../../bench/documents.js';
import { readResults } from '../../bench/results.js';
import { root } from '../folders.js';

const results = readResults(keptResults);

test.each(documentsWith(results))('%s is as the kept results make it', (name, text) => {
  expect(readFileSync(join(root, name), 'utf8')).toBe(text);
});

test('another result changes the table, the costs and nothing else', () => {
  const slower = {
    ...results,
    works: results.works.map((work) => ({
      ...work,
      measured: work.measured.map((one) => ({
        ...one,
        values: one.values.map((value) => 7 * value),
      })),
    })),
  };
  for (const [name, text] of documentsWith(slower)) {
    const kept = readFileSync(join(root, name), 'utf8');
    expect(text).not.toBe(kept);
    // By lines: all that differ stand between two marks.
    const changed = text.split('\n').filter((line) => !kept.includes(`${line}\n`));
    expect(changed.every((line) => /^(?:\||- )/.test(line))).toBe(true);
  }
});

test('costs are lines with what was measured, as the table has it', () => {
  const [commit] = results.works.filter(({ kind }) => kind === 'commit');
  const measured = [
    { contender: 'dlx', configuration: '', values: [4] },
    { contender: 'epoch', configuration: '', values: [800] },
  ];
  const work = { ...commit, title: 'A commit', at_most: 0.05, measured };
  expect(renderCosts({ ...results, works: [work as (typeof results.works)[number]] })).toBe(
    '- A commit: 0.5 % of it (4.00 of 800 ms)',
  );
});
