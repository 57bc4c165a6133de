// Columns that give the target away: values of a column and targets of the training and validation
// part in, whether the one says (nearly) all of the other out. No table has such a column by chance:
// it is the target in other words, or was written after it was known.

/** A column's values, and the targets of the same rows: classes, or numbers in any unit. */
export type Told = { readonly values: Float64Array; readonly targets: ArrayLike<number> };

/** How a column tells the target; `by` says which rule found it. */
export type Giveaway = {
  readonly by: 'majority' | 'correlation' | 'rank correlation' | 'means';
  /** On the training and the validation part: the accuracy, the correlation, or R². */
  readonly train: number;
  readonly validation: number;
};

/** What is left of the errors of the most frequent class, at most, where a column gives classes away. */
export const mostErrorsLeft = 0.05;

/** The least correlation of a column that gives a number away; of means by category the least R² is its square. */
export const leastCorrelation = 0.999;

// Fewer rows than this are told apart by chance.
const [fewestRows, fewestOthers] = [20, 10];

/**
 * Whether a column gives classes away: by each of its categories, or by each of the parts of its
 * range (of five training rows or more, at most 256), the class that most training rows have is
 * right so often that at most {@link mostErrorsLeft} of the errors are left that the most frequent
 * class alone would make, on the training and on the validation part.
 */
export function tellsClasses(train: Told, held: Told, isNumber: boolean): Giveaway | null {
  const rows = held.targets.length;
  if (train.targets.length < fewestRows || rows < fewestRows) return null;
  const usual = mostFrequent(countsOf(train.targets));
  const others = Array.from(held.targets).filter((one) => one !== usual).length;
  if (others < fewestOthers) return null;
  const keyOf = isNumber ? binsOf(train.values) : (value: number) => value;
  const counts = new Map<number, Map<number, number>>();
  train.values.forEach((value, i) => {
    const key = keyOf(value);
    const own = counts.get(key) ?? new Map<number, number>();
    counts.set(key, own);
    const target = train.targets[i] ?? -1;
    own.set(target, (own.get(target) ?? 0) + 1);
  });
  const guesses = new Map([...counts].map(([key, own]) => [key, mostFrequent(own)]));
  const accuracy = ({ values, targets }: Told): number =>
    values.filter((value, i) => (guesses.get(keyOf(value)) ?? usual) === targets[i]).length /
    targets.length;
  const alone = ({ targets }: Told): number =>
    Array.from(targets).filter((one) => one === usual).length / targets.length;
  const found = { train: accuracy(train), validation: accuracy(held) };
  const isTold = [train, held].every(
    (part, i) =>
      1 - (i === 0 ? found.train : found.validation) <= mostErrorsLeft * (1 - alone(part)),
  );
  return isTold ? { by: 'majority', ...found } : null;
}

function countsOf(targets: ArrayLike<number>): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let i = 0; i < targets.length; i += 1) {
    const target = targets[i] ?? -1;
    counts.set(target, (counts.get(target) ?? 0) + 1);
  }
  return counts;
}

function mostFrequent(counts: ReadonlyMap<number, number>): number {
  let [best, most] = [-1, 0];
  for (const [target, count] of counts) if (count > most) [best, most] = [target, count];
  return best;
}

const [rowsOfBin, mostBins] = [5, 256];

// Which part of the range a value is in: parts of as many training rows each, of one value where
// values are few. What is missing is a part of its own.
function binsOf(values: Float64Array): (value: number) => number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const bins = Math.min(mostBins, Math.max(2, Math.floor(sorted.length / rowsOfBin)));
  const distinct = [...new Set(sorted)];
  const firsts =
    distinct.length <= bins
      ? distinct
      : [
          ...new Set(
            Array.from({ length: bins }, (_, i) => sorted[Math.floor((i * sorted.length) / bins)]),
          ),
        ].filter((value) => value !== undefined);
  return (value) => (Number.isNaN(value) ? -1 : lastAtMost(firsts, value));
}

// The place of the last of ascending numbers that is at most this one; 0 for those before the first.
function lastAtMost(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? Infinity) <= value) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Whether a column of numbers gives a number away: Pearson's correlation with it, or Spearman's, is
 * {@link leastCorrelation} or more, whatever its sign, on the training and on the validation part.
 */
export function tellsNumber(train: Told, held: Told): Giveaway | null {
  const rules = [
    { by: 'correlation', of: (one: Told) => correlation(one.values, one.targets) },
    {
      by: 'rank correlation',
      of: (one: Told) => correlation(ranks(one.values), ranks(one.targets)),
    },
  ] as const;
  const parts = [withValues(train), withValues(held)] as const;
  if (parts.some(({ values }) => values.length < fewestRows)) return null;
  for (const { by, of } of rules) {
    const [first, second] = [of(parts[0]), of(parts[1])];
    if (Math.abs(first) >= leastCorrelation && Math.abs(second) >= leastCorrelation) {
      return { by, train: first, validation: second };
    }
  }
  return null;
}

function withValues({ values, targets }: Told): Told {
  const isKnown = (i: number): boolean => !Number.isNaN(values[i]);
  return {
    values: values.filter((_, i) => isKnown(i)),
    targets: Array.from(targets).filter((_, i) => isKnown(i)),
  };
}

/**
 * Whether a column of categories gives a number away: R² of the means that the training rows of
 * each category have is that of {@link leastCorrelation} or more on both parts.
 */
export function tellsNumberByMeans(train: Told, held: Told): Giveaway | null {
  if (train.targets.length < fewestRows || held.targets.length < fewestRows) return null;
  const sums = new Map<number, { sum: number; count: number }>();
  let total = 0;
  train.values.forEach((value, i) => {
    const target = train.targets[i] ?? 0;
    const own = sums.get(value) ?? { sum: 0, count: 0 };
    sums.set(value, { sum: own.sum + target, count: own.count + 1 });
    total += target;
  });
  const mean = total / train.targets.length;
  const guess = (value: number): number => {
    const own = sums.get(value);
    return own ? own.sum / own.count : mean;
  };
  const explained = ({ values, targets }: Told): number => {
    const all = Array.from(targets);
    const middle = all.reduce((sum, one) => sum + one, 0) / all.length;
    const spread = all.reduce((sum, one) => sum + (one - middle) ** 2, 0);
    const left = all.reduce((sum, one, i) => sum + (one - guess(values[i] ?? -1)) ** 2, 0);
    return spread === 0 ? 0 : 1 - left / spread;
  };
  const found = { train: explained(train), validation: explained(held) };
  const least = leastCorrelation ** 2;
  return found.train >= least && found.validation >= least ? { by: 'means', ...found } : null;
}

/** Pearson's correlation; 0 where one side is constant. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length;
  let [sumA, sumB] = [0, 0];
  for (let i = 0; i < n; i += 1) {
    sumA += a[i] ?? 0;
    sumB += b[i] ?? 0;
  }
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = 0; i < n; i += 1) {
    const [x, y] = [(a[i] ?? 0) - sumA / n, (b[i] ?? 0) - sumB / n];
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

/** The rank of each value, from 1; equal ones share the mean of theirs. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = Int32Array.from({ length: values.length }, (_, i) => i).sort(
    (i, j) => (values[i] ?? 0) - (values[j] ?? 0),
  );
  const found = new Float64Array(values.length);
  for (let first = 0; first < order.length;) {
    const value = values[order[first] ?? 0];
    let end = first + 1;
    while (end < order.length && values[order[end] ?? 0] === value) end += 1;
    for (let i = first; i < end; i += 1) found[order[i] ?? 0] = (first + 1 + end) / 2;
    first = end;
  }
  return found;
}
