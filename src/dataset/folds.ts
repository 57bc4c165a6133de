// The folds of a cross-validation: rows in, those that one fold holds out and those that are left to
// learn from out. Sizes and shares of classes are those of scikit-learn's KFold, StratifiedKFold,
// GroupKFold and TimeSeriesSplit, which differ from these in the draws alone.
import { failure } from '../ground/errors.js';
import { randomPermutation, type RandomKey } from '../ground/random.js';
import { cutText } from '../text/cut.js';
import { drawnGroups, cutRows, orderOf, type CutRows } from './cuts.js';

/** Which fold of which repeat is held out, both from 1, and by what folds are cut. */
export type Fold = {
  readonly folds: number;
  readonly by: 'random' | 'stratified' | 'group' | 'time' | 'order';
  readonly column: string | null;
  readonly fold: number;
  readonly repeat: number;
};

/** What rows are cut into folds by. */
export type FoldKeys = {
  /** Of random draws. */
  readonly key: RandomKey;
  /** By row number: classes, groups, or times; whichever the folds go by. */
  readonly classes: ArrayLike<number> | null;
  /** What classes are called, in the order of their numbers, where that is known. */
  readonly classNames?: readonly string[] | null;
  readonly groups: ArrayLike<string> | null;
  readonly times: ArrayLike<number> | null;
  /** Whether rows of one time stay together, as those of series that are measured together. */
  readonly together: boolean;
};

/**
 * Holds out one fold: `taken` are its rows, `kept` those that may be learned from, which over time
 * are the earlier ones alone; both ascend where `rows` did. Throws a UserError where there are fewer
 * rows, rows of a class, groups or times than folds.
 */
export function holdOut(rows: Int32Array, fold: Fold, keys: FoldKeys): CutRows {
  const { folds } = fold;
  const isOrdered = fold.by === 'time' || fold.by === 'order';
  const least = isOrdered ? folds + 1 : folds;
  if (rows.length < least) {
    const most = rows.length - (isOrdered ? 1 : 0);
    throw tooFew(fold, `needs ${least} rows at least, and there are ${rows.length}`, most);
  }
  switch (fold.by) {
    case 'random':
      return cutBy(rows, fold, dealt(rows.length, folds, keys.key));
    case 'stratified':
      return cutBy(rows, fold, dealtByClass(rows, fold, keys));
    case 'group':
      return cutBy(rows, fold, dealtByGroup(rows, fold, keys));
    case 'time':
    case 'order':
      return stretch(rows, fold, keys);
  }
}

// `most` folds could be cut; where that is one, fewer are no cure.
function tooFew({ folds, by }: Fold, why: string, most: number): Error {
  const otherwise = by === 'random' || by === 'order' ? 'more rows' : 'by: random, or other rows';
  const cure = most < 2 ? `two folds want ${otherwise}` : `use fewer folds, ${most} at most`;
  return failure(`cross_validation of ${folds} folds by: ${by} ${why}: ${cure}`);
}

function cutBy(rows: Int32Array, { fold }: Fold, folds: ArrayLike<number>): CutRows {
  return cutRows(
    rows,
    Uint8Array.from(rows, (_, i) => (folds[i] === fold - 1 ? 1 : 0)),
  );
}

// KFold: the first n mod k folds have a row more.
function dealt(count: number, folds: number, key: RandomKey): Uint32Array {
  const of = new Uint32Array(count);
  const larger = count % folds;
  const size = Math.floor(count / folds);
  let [fold, left] = [0, size + (larger > 0 ? 1 : 0)];
  for (const index of randomPermutation(key, count)) {
    if (left === 0) {
      fold += 1;
      left = size + (fold < larger ? 1 : 0);
    }
    of[index] = fold;
    left -= 1;
  }
  return of;
}

// StratifiedKFold: the rows in the order of their classes are dealt to the folds in turn, which says
// how many of each class a fold has; which of them is drawn.
function dealtByClass(
  rows: Int32Array,
  fold: Fold,
  { classes, classNames, key }: FoldKeys,
): Uint32Array {
  if (!classes) {
    throw failure(
      'cross_validation by: stratified needs classes, but the target is none: say by: random',
    );
  }
  const { folds } = fold;
  const sizes = new Map<number, number>();
  for (const row of rows) sizes.set(classes[row] ?? 0, (sizes.get(classes[row] ?? 0) ?? 0) + 1);
  const [rarest, fewest] = [...sizes].reduce((least, one) => (one[1] < least[1] ? one : least));
  if (fewest < folds) {
    const called = calledClass(rarest, classNames);
    const why = `needs ${folds} rows of each class at least, and the class ${called} has ${fewest}`;
    throw tooFew(fold, why, fewest);
  }
  // In the order in which they first come, as scikit-learn counts them.
  const shares = new Map<number, number[]>();
  let at = 0;
  for (const [one, size] of sizes) {
    const share = new Array<number>(folds).fill(0);
    for (let i = at; i < at + size; i += 1) share[i % folds] = (share[i % folds] ?? 0) + 1;
    shares.set(one, share);
    at += size;
  }
  const of = new Uint32Array(rows.length);
  for (const index of randomPermutation(key, rows.length)) {
    const share = shares.get(classes[rows[index] ?? 0] ?? 0) ?? [];
    const next = share.findIndex((left) => left > 0);
    of[index] = next;
    share[next] = (share[next] ?? 0) - 1;
  }
  return of;
}

function calledClass(number: number, names: FoldKeys['classNames']): string {
  const name = names?.[number];
  return name === undefined ? `${number} (counted from 0)` : JSON.stringify(cutText(name, 60));
}

// GroupKFold: the groups from the largest on, each to the fold that has the fewest rows so far; of
// groups of one size it is drawn which comes first.
function dealtByGroup(rows: Int32Array, fold: Fold, { groups, key }: FoldKeys): Uint32Array {
  const { folds } = fold;
  const drawn = drawnGroups(rows, key, groups ?? []);
  if (drawn.length < folds) {
    throw tooFew(
      fold,
      `needs ${folds} groups at least, and ${JSON.stringify(fold.column)} has ${drawn.length} in these rows`,
      drawn.length,
    );
  }
  const loads = new Array<number>(folds).fill(0);
  const foldOf = new Map<string, number>();
  for (const [name, size] of drawn.toSorted(([, a], [, b]) => b - a)) {
    const lightest = loads.indexOf(Math.min(...loads));
    foldOf.set(name, lightest);
    loads[lightest] = (loads[lightest] ?? 0) + size;
  }
  return Uint32Array.from(rows, (row) => foldOf.get(groups?.[row] ?? '') ?? 0);
}

// TimeSeriesSplit: the last k stretches of n div (k + 1) rows are held out, one a fold, and what comes
// before each is learned from.
function stretch(rows: Int32Array, fold: Fold, { times, together }: FoldKeys): CutRows {
  const order = orderOf(rows, times);
  const size = Math.floor(rows.length / (fold.folds + 1));
  const timeOf = (place: number): number => times?.[rows[order[place] ?? 0] ?? 0] ?? 0;
  const begin = (place: number): number => {
    if (!together || !times || place >= order.length) return place;
    let first = place;
    while (first > 0 && timeOf(first - 1) === timeOf(place)) first -= 1;
    return first;
  };
  const from = rows.length - (fold.folds - fold.fold + 1) * size;
  const [start, end] = [begin(from), begin(from + size)];
  if (start === 0 || end === start) {
    const most = new Set(Array.from(rows, (row) => times?.[row])).size - 1;
    const why = 'needs more times than folds, and rows of one time stay together';
    throw tooFew(fold, why, Math.min(most, fold.folds - 1));
  }
  const part = new Uint8Array(rows.length);
  order.subarray(0, start).forEach((index) => (part[index] = 1));
  order.subarray(start, end).forEach((index) => (part[index] = 2));
  return {
    kept: rows.filter((_, i) => part[i] === 1),
    taken: rows.filter((_, i) => part[i] === 2),
  };
}
