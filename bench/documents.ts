// What the documents say of a benchmark: its results in, README.md and RELIABILITY.md with them out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withPart } from './marked.js';
import type { Results } from './results.js';
import { limitTable, renderMarkdown } from './table.js';
import { repository } from './works.js';

/** The results that the documents show. */
export const keptResults = join(repository, 'bench/results.json');

/** The documents by their names, as they are with these results. */
export function documentsWith(
  results: Results,
): readonly (readonly [name: string, text: string])[] {
  const parts: readonly (readonly [name: string, part: string, content: string])[] = [
    ['README.md', 'speed', renderMarkdown(results)],
    ['RELIABILITY.md', 'cost', renderCosts(results)],
  ];
  return parts.map(([name, part, content]) => [
    name,
    withPart(readFileSync(join(repository, name), 'utf8'), part, content),
  ]);
}

/** What keeping runs safe costs, a line for each measurement of it. */
export function renderCosts({ works, ...rest }: Results): string {
  const costs = works.filter(({ kind }) => kind === 'commit' || kind === 'determinism');
  return limitTable({ ...rest, works: costs })
    .rows.map(([title, measured]) => `- ${title}: ${measured}`)
    .join('\n');
}
