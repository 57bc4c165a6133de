// How well answers fit what they should have been: for classes what scikit-learn's
// classification_report says, and who is taken for whom; for values the errors in their own units.
// Pure numbers; what is undefined is null.

/** How well one class is told. */
export type ClassScores = {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** How many rows are of it. */
  readonly support: number;
};

/** Of rows of classes. */
export type ClassReport = {
  readonly kind: 'classes';
  readonly classes: readonly string[];
  readonly accuracy: number | null;
  readonly each: readonly ClassScores[];
  /** Means over the classes that have a value: evenly, and by their support. */
  readonly macro: ClassScores;
  readonly weighted: ClassScores;
  /** A row a class as it is, a column a class that it was taken for. */
  readonly confusion: readonly (readonly number[])[];
  /** Rows whose outputs are no numbers: they count as wrong. */
  readonly unanswered: number;
};

/** Of rows of values. */
export type ValueReport = ValueScores & {
  readonly kind: 'number';
  /** Where a row has several numbers: the same of each of them, by its name. */
  readonly each?: readonly (ValueScores & { readonly name: string })[];
};

/** How far answers are from what they should have been. */
export type ValueScores = {
  readonly mean_absolute_error: number | null;
  readonly root_mean_squared_error: number | null;
  readonly median_absolute_error: number | null;
  readonly max_error: number | null;
  /** Of answers less targets. */
  readonly mean_error: number | null;
  readonly r2_score: number | null;
};

/** Compares class numbers; an answer of -1 is none. */
export function classReport(
  targets: ArrayLike<number>,
  answers: ArrayLike<number>,
  classes: readonly string[],
): ClassReport {
  const confusion = classes.map(() => new Array<number>(classes.length).fill(0));
  const support = new Array<number>(classes.length).fill(0);
  let [hits, unanswered] = [0, 0];
  for (let row = 0; row < targets.length; row += 1) {
    const [target = 0, answer = -1] = [targets[row], answers[row]];
    support[target] = (support[target] ?? 0) + 1;
    const taken = confusion[target];
    if (answer < 0) unanswered += 1;
    else if (taken) taken[answer] = (taken[answer] ?? 0) + 1;
    if (answer === target) hits += 1;
  }
  const each = classes.map((_, i) => scoresOf(confusion, support[i] ?? 0, i));
  return {
    kind: 'classes',
    classes,
    accuracy: ratio(hits, targets.length),
    each,
    macro: averaged(each, () => 1),
    weighted: averaged(each, ({ support: weight }) => weight),
    confusion,
    unanswered,
  };
}

function scoresOf(
  confusion: readonly (readonly number[])[],
  support: number,
  i: number,
): ClassScores {
  const hits = confusion[i]?.[i] ?? 0;
  const predicted = confusion.reduce((sum, row) => sum + (row[i] ?? 0), 0);
  return {
    precision: ratio(hits, predicted),
    recall: ratio(hits, support),
    f1: ratio(2 * hits, predicted + support),
    support,
  };
}

/** Means as scikit-learn's with zero_division=nan: a class without a value is left out. */
export function averaged(
  all: readonly ClassScores[],
  weightOf: (scores: ClassScores) => number,
): ClassScores {
  const mean = (name: 'precision' | 'recall' | 'f1'): number | null => {
    let [sum, weights] = [0, 0];
    for (const scores of all) {
      const value = scores[name];
      if (value === null) continue;
      sum += weightOf(scores) * value;
      weights += weightOf(scores);
    }
    return ratio(sum, weights);
  };
  return {
    precision: mean('precision'),
    recall: mean('recall'),
    f1: mean('f1'),
    support: all.reduce((sum, { support }) => sum + support, 0),
  };
}

/** A share of a whole; null of nothing. */
export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/**
 * Compares values in their own units; a row has a value for each of `names`. Errors are over all
 * values, and R² of several is the mean of theirs, as scikit-learn's r2_score has it.
 */
export function valueReport(
  targets: ArrayLike<number>,
  answers: ArrayLike<number>,
  names: readonly string[] = [''],
): ValueReport {
  const whole = valueScores(targets, answers);
  if (names.length === 1) return { kind: 'number', ...whole };
  const each = names.map((name, i) => ({
    name,
    ...valueScores(everyNth(targets, names.length, i), everyNth(answers, names.length, i)),
  }));
  const shares = each.flatMap(({ r2_score: score }) => score ?? []);
  const isWhole = shares.length === each.length;
  const r2_score = isWhole ? shares.reduce((sum, one) => sum + one, 0) / shares.length : null;
  return { kind: 'number', ...whole, r2_score, each };
}

function everyNth(values: ArrayLike<number>, n: number, from: number): Float64Array {
  return Float64Array.from(
    { length: values.length / n },
    (_, row) => values[row * n + from] ?? NaN,
  );
}

function valueScores(targets: ArrayLike<number>, answers: ArrayLike<number>): ValueScores {
  const count = targets.length;
  const errors = Float64Array.from({ length: count }, (_, row) => {
    return (answers[row] ?? NaN) - (targets[row] ?? NaN);
  });
  const mean = (of: (row: number) => number): number | null => {
    let sum = 0;
    for (let row = 0; row < count; row += 1) sum += of(row);
    return ratio(sum, count);
  };
  const center = mean((row) => targets[row] ?? NaN) ?? 0;
  const spread = mean((row) => ((targets[row] ?? NaN) - center) ** 2) ?? 0;
  const squares = mean((row) => (errors[row] ?? NaN) ** 2);
  const sizes = errors.map(Math.abs).sort();
  const middle =
    (sizes[Math.floor((count - 1) / 2)] ?? NaN) + (sizes[Math.ceil((count - 1) / 2)] ?? NaN);
  const finite = (value: number | null): number | null =>
    value !== null && Number.isFinite(value) ? value : null;
  return {
    mean_absolute_error: finite(mean((row) => Math.abs(errors[row] ?? NaN))),
    root_mean_squared_error: finite(squares === null ? null : Math.sqrt(squares)),
    median_absolute_error: finite(middle / 2),
    max_error: finite(sizes[count - 1] ?? null),
    mean_error: finite(mean((row) => errors[row] ?? NaN)),
    r2_score: squares === null || spread === 0 ? null : finite(1 - squares / spread),
  };
}
