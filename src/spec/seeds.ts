// The runs that a spec is to be trained as: in go `seed` and `seeds`, out comes one seed for each run;
// in goes `cross_validation`, out comes one fold for each.
import { integer } from '../words/arguments.js';
import type { CheckedOf } from '../words/kinds.js';
import type { Tagged } from '../words/tagged.js';
import { largestSeed, mostFolds, mostSeeds, type settings } from '../words/top-level.js';
import { isMapping } from '../words/written.js';
import { type SpecNode, wordingOf } from '../document/node.js';
import { problemIn } from '../document/problems.js';
import { checkValue, type Problems } from './check.js';
import type { Resolving } from './resolving.js';
import type { CrossValidation } from './spec.js';

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

/** A fold of a cross-validation: which one, of which repeat, both from 1. */
export type FoldOf = Pick<CrossValidation, 'fold' | 'repeat'>;

/** The folds of a spec: the first of them, which its data is of; null and none where there are none. */
export type Folds = { readonly of: CrossValidation | null; readonly all: readonly FoldOf[] };

type WrittenFolds = CheckedOf<typeof settings.cross_validation>;

/**
 * The folds that a spec is to be trained with: all, or the one that it names. `written` is undefined
 * where it was wrong; undefined comes back with a problem more, too.
 */
export function checkFolds(
  written: WrittenFolds | undefined,
  dataset: Tagged | undefined,
  { root, problems }: Resolving,
): Folds | undefined {
  if (written === undefined) return undefined;
  if (written === null) return { of: null, all: [] };
  const { folds, repeats, column } = written;
  const problem = foldProblem(written, dataset?.arguments['windows']);
  const node = root.entries.get('cross_validation')?.value;
  if (problem && node) {
    const [key, message, cure] = problem;
    const at = node.kind === 'mapping' ? node.entries.get(key)?.value : undefined;
    problems.push(problemIn((at ?? node).place, message, cure));
    return undefined;
  }
  // As the other parts of the data are cut.
  const isStratified = written.by === 'random' && dataset?.arguments['stratify'] === true;
  const by = isStratified ? 'stratified' : written.by;
  const all = wantedFolds(written);
  const [first = { fold: 1, repeat: 1 }] = all;
  return { of: { folds, repeats, by, column, ...first }, all };
}

function wantedFolds({
  folds,
  repeats,
  fold,
  repeat,
}: NonNullable<WrittenFolds>): readonly FoldOf[] {
  if (fold !== null) return [{ fold, repeat: repeat ?? 1 }];
  return Array.from({ length: folds * repeats }, (_, i) => ({
    fold: (i % folds) + 1,
    repeat: Math.floor(i / folds) + 1,
  }));
}

type Told = readonly [key: string, message: string, cure: string];

function foldProblem(
  { folds, repeats, by, column, fold, repeat }: NonNullable<WrittenFolds>,
  windows: unknown,
): Told | null {
  const isDrawn = by === 'random' || by === 'stratified';
  if (folds * repeats > mostFolds) {
    return [
      'repeats',
      `${repeats} times ${folds} folds are more than ${mostFolds} runs`,
      'use fewer of them',
    ];
  }
  if (repeats > 1 && !isDrawn) {
    return [
      'repeats',
      `folds by: ${by} are the same each time, so there is nothing to repeat`,
      'remove repeats, or say by: random or by: stratified',
    ];
  }
  const written = { by, column };
  return columnProblem(written, windows) ?? placeProblem({ folds, repeats, fold, repeat });
}

// What the folds go by.
function columnProblem(
  { by, column }: Pick<NonNullable<WrittenFolds>, 'by' | 'column'>,
  windows: unknown,
): Told | null {
  const hasTimes = isMapping(windows) && typeof windows['time'] === 'string';
  const hasColumn = by === 'group' || by === 'time';
  if (hasColumn && column === null && !(by === 'time' && hasTimes)) {
    const what = by === 'time' ? 'times' : 'groups';
    return [
      'by',
      `cross_validation is by: ${by} and names no column`,
      `add column: the one with the ${what}`,
    ];
  }
  if (!hasColumn && column !== null) {
    return [
      'column',
      `cross_validation is by: ${by}, which goes by no column`,
      'remove column, or say by: time or by: group',
    ];
  }
  if ((by === 'random' || by === 'stratified') && isMapping(windows)) {
    return [
      'by',
      `cross_validation is by: ${by}, and windows of a series share rows`,
      'say by: time, by: group or by: order (beside --folds: -S cross_validation.by=time)',
    ];
  }
  return null;
}

// Which of the folds a run is of.
function placeProblem({
  folds,
  repeats,
  fold,
  repeat,
}: Pick<NonNullable<WrittenFolds>, 'folds' | 'repeats' | 'fold' | 'repeat'>): Told | null {
  if (fold !== null && fold > folds) {
    return ['fold', `there are ${folds} folds, and no fold ${fold}`, `say 1 to ${folds}`];
  }
  if (repeat !== null && fold === null) {
    return [
      'repeat',
      'repeat says of which one a fold is, and there is none',
      'add fold, or say repeats',
    ];
  }
  if (repeat !== null && repeat > repeats) {
    return [
      'repeat',
      `there is no repeat ${repeat} of ${repeats}`,
      `say repeats: ${repeat}, at least`,
    ];
  }
  return null;
}

/** The data set of one fold: whoever cuts its rows finds the fold among its arguments. */
export function ofFold(dataset: Tagged, of: CrossValidation | null): Tagged {
  if (!of) return dataset;
  const { repeats: _, ...fold } = of;
  return { ...dataset, arguments: { ...dataset.arguments, fold } };
}

/** A data set without its fold, as a spec says it. */
export function withoutFold({ arguments: args, ...dataset }: Tagged): Tagged {
  const { fold: _, ...others } = args;
  return { ...dataset, arguments: others };
}
