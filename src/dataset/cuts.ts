// Ways to take some rows out of others: at random, a share of each class, the last of them, whole
// groups. Row numbers in, row numbers out, and nothing of what they are taken for.
import { randomPermutation, type RandomKey } from '../ground/random.js';

/** Rows cut in two; both ascend where the rows did. */
export type CutRows = { readonly kept: Int32Array; readonly taken: Int32Array };

/** Takes `count` rows at random by a key. */
export function randomRows(rows: Int32Array, count: number, key: RandomKey): CutRows {
  const taken = new Uint8Array(rows.length);
  for (const index of randomPermutation(key, rows.length).subarray(0, count)) taken[index] = 1;
  return cutRows(rows, taken);
}

/**
 * Takes `count` rows at random by a key, of each class its share of them, rounded by the largest
 * remainder (lower class first). `classes` has that of every row number.
 */
export function stratifiedRows(
  rows: Int32Array,
  count: number,
  key: RandomKey,
  classes: ArrayLike<number>,
): CutRows {
  const wanted = sharesByClass(rows, count, classes);
  const taken = new Uint8Array(rows.length);
  for (const index of randomPermutation(key, rows.length)) {
    const stratum = classes[rows[index] ?? 0] ?? 0;
    const left = wanted.get(stratum) ?? 0;
    if (left > 0) taken[index] = 1;
    wanted.set(stratum, left - 1);
  }
  return cutRows(rows, taken);
}

/**
 * Takes the last `count` rows: by what `times` has for every row number, of equal ones by the order
 * of their numbers; without times by that order alone.
 */
export function lastRows(
  rows: Int32Array,
  count: number,
  times: ArrayLike<number> | null,
): CutRows {
  const taken = new Uint8Array(rows.length);
  for (const index of orderOf(rows, times).subarray(rows.length - count)) taken[index] = 1;
  return cutRows(rows, taken);
}

/** The places of rows in the order of their times, of equal ones in the order that they have. */
export function orderOf(rows: Int32Array, times: ArrayLike<number> | null): Int32Array {
  const order = Int32Array.from(rows, (_, i) => i);
  if (!times) return order;
  const timeOf = (index: number): number => times[rows[index] ?? 0] ?? 0;
  return order.sort((a, b) => timeOf(a) - timeOf(b) || a - b);
}

/**
 * Takes whole groups in a random order by a key, each where it brings the rows taken nearer to `count`,
 * and so that both parts have a group; null where there is but one. `groups` has the name of
 * that of every row number. Of groups of one size as many are taken as scikit-learn's
 * GroupShuffleSplit takes of a share of them that is whole.
 */
export function groupRows(
  rows: Int32Array,
  count: number,
  key: RandomKey,
  groups: ArrayLike<string>,
): CutRows | null {
  const order = drawnGroups(rows, key, groups);
  if (order.length < 2) return null;
  const chosen = new Set<string>();
  let sum = 0;
  for (const [name, size] of order) {
    if (chosen.size === order.length - 1) break;
    if (Math.abs(sum + size - count) >= Math.abs(sum - count)) continue;
    chosen.add(name);
    sum += size;
  }
  if (chosen.size === 0) {
    const [smallest] = order.toSorted(([, a], [, b]) => a - b);
    chosen.add(smallest?.[0] ?? '');
  }
  return cutRows(
    rows,
    Uint8Array.from(rows, (row) => (chosen.has(groups[row] ?? '') ? 1 : 0)),
  );
}

/** The groups of rows with how many rows each has, in a random order by a key. */
export function drawnGroups(
  rows: Int32Array,
  key: RandomKey,
  groups: ArrayLike<string>,
): readonly (readonly [name: string, size: number])[] {
  const sizes = new Map<string, number>();
  for (const row of rows) {
    const name = groups[row] ?? '';
    sizes.set(name, (sizes.get(name) ?? 0) + 1);
  }
  const all = [...sizes];
  return Array.from(
    randomPermutation(key, all.length),
    (i): readonly [string, number] => all[i] ?? ['', 0],
  );
}

/** Cuts rows in two: those of the places at which `taken` is 1 are taken. */
export function cutRows(rows: Int32Array, taken: Uint8Array): CutRows {
  let count = 0;
  for (const one of taken) count += one;
  // A filter of typed arrays lists what it keeps, which is large, before it copies it.
  const parts = { kept: new Int32Array(rows.length - count), taken: new Int32Array(count) };
  let [kept, gone] = [0, 0];
  for (let i = 0; i < rows.length; i += 1) {
    if (taken[i] === 1) parts.taken[gone++] = rows[i] ?? 0;
    else parts.kept[kept++] = rows[i] ?? 0;
  }
  return parts;
}

// How many rows each class gives so that they are `count` together: the largest remainders are
// rounded up.
function sharesByClass(
  rows: Int32Array,
  count: number,
  classes: ArrayLike<number>,
): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const row of rows) sizes.set(classes[row] ?? 0, (sizes.get(classes[row] ?? 0) ?? 0) + 1);
  const shares = [...sizes].map(([stratum, size]) => ({
    stratum,
    whole: Math.floor((size * count) / rows.length),
    rest: (size * count) % rows.length,
  }));
  let missing = count - shares.reduce((sum, { whole }) => sum + whole, 0);
  shares.sort((a, b) => b.rest - a.rest || a.stratum - b.stratum);
  return new Map(shares.map(({ stratum, whole }) => [stratum, whole + (missing-- > 0 ? 1 : 0)]));
}
