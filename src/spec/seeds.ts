// The seeds that a spec is to be trained with: in go `seed` and `seeds`, out comes one seed for each
// run.
import { integer } from '../words/arguments.js';
import { largestSeed, mostSeeds } from '../words/top-level.js';
import { type SpecNode, wordingOf } from '../document/node.js';
import { problemIn } from '../document/problems.js';
import { checkValue, type Problems } from './check.js';
import type { Resolving } from './resolving.js';

/** At least one seed, the spec's own first; or undefined with at least one problem more. */
export type Seeds = readonly [number, ...number[]];

/** The seeds upwards from `seed`, or those that are listed. */
export function checkSeeds(
  seed: number | undefined,
  { root, problems }: Resolving,
): Seeds | undefined {
  const node = root.entries.get('seeds')?.value;
  if (seed === undefined) return undefined;
  if (!node) return [seed];
  if (node.kind === 'list') return checkSeedList(node, problems);
  const count = checkValue('seeds', integer({ min: 1, max: mostSeeds }), node, problems);
  if (count === undefined) return undefined;
  if (seed + count - 1 <= largestSeed) {
    return [seed, ...Array.from({ length: count - 1 }, (_, i) => seed + i + 1)];
  }
  problems.push(
    problemIn(
      node.place,
      `${count} seeds upwards from ${seed} go beyond ${largestSeed}, the largest seed`,
    ),
  );
  return undefined;
}

function checkSeedList(
  node: SpecNode & { readonly kind: 'list' },
  problems: Problems,
): Seeds | undefined {
  const before = problems.length;
  if (node.items.length === 0 || node.items.length > mostSeeds) {
    problems.push(
      problemIn(
        node.place,
        `seeds must be a list of 1 to ${mostSeeds} seeds, got ${node.items.length}`,
      ),
    );
    return undefined;
  }
  const seeds = node.items.map((item) =>
    checkValue('each of seeds', integer({ min: 0, max: largestSeed }), item, problems),
  );
  const twice = seeds.findIndex((seed, index) => seeds.indexOf(seed) < index);
  const again = node.items[twice];
  if (problems.length === before && again) {
    problems.push(problemIn(again.place, `the seed ${wordingOf(again)} is there twice`));
  }
  const [first, ...others] = seeds.filter((seed) => seed !== undefined);
  return problems.length === before && first !== undefined ? [first, ...others] : undefined;
}
