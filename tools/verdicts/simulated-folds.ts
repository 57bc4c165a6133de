// How often rows of folds that are alike get a verdict: random data, on which two learners that are
// equally good are cross-validated on the same folds, judged as `dlx compare` judges runs.
import { judged, type RatedRow } from '../../src/comparison/statistics/judged.js';
import { holdOut } from '../../src/dataset/folds.js';
import { normals } from './simulated.js';

/** A cross-validation of so many rows. */
export type Folding = {
  readonly rows: number;
  readonly folds: number;
  readonly repeats: number;
  /** Whether the overlap of the training sets is corrected for. */
  readonly corrected: boolean;
};

// Each learner sees three of the six features, in which the means of the classes are this far apart.
const [seen, apart] = [3, 1];

/** The share of `tables` data sets on which one learner is called better, or worse, than the other one. */
export function foldsToldApart(folding: Folding, tables: number, seed: number): number {
  const normal = normals(seed);
  let told = 0;
  for (let table = 0; table < tables; table += 1) {
    const rows = [0, 1].map(() => featuresOf(folding.rows, normal));
    const found = judged(
      rows.map((features) => ratedRow(features, folding, table)),
      { mode: 'max', practical: 0 },
    );
    const verdicts = [...(found?.of.values() ?? [])].map(({ verdict }) => verdict);
    if (verdicts.includes('better') || verdicts.includes('worse')) told += 1;
  }
  return told / tables;
}

// Row i is of class i mod 2.
function featuresOf(rows: number, normal: () => number): Float64Array {
  return Float64Array.from(
    { length: rows * seen },
    (_, i) => normal() + (Math.floor(i / seen) % 2) * apart,
  );
}

function ratedRow(
  features: Float64Array,
  { rows, folds, repeats, corrected }: Folding,
  seed: number,
): RatedRow {
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  const scores = new Map<string, number>();
  for (let i = 0; i < folds * repeats; i += 1) {
    const [fold, repeat] = [(i % folds) + 1, Math.floor(i / folds) + 1];
    const { kept, taken } = holdOut(
      all,
      { folds, by: 'random', column: null, fold, repeat },
      { key: { seed, stream: repeat }, classes: null, groups: null, times: null, together: false },
    );
    scores.set(`${repeat}/${fold}`, accuracyOf(features, kept, taken));
  }
  const mean = [...scores.values()].reduce((sum, score) => sum + score, 0) / scores.size;
  const row = { scores, validation: mean, definition: '' };
  return corrected ? { ...row, overlap: 1 / (folds - 1) } : row;
}

// Of the classifier by the nearer of the two classes' means.
function accuracyOf(features: Float64Array, kept: Int32Array, taken: Int32Array): number {
  const means = [0, 1].map((of) => {
    const own = kept.filter((row) => row % 2 === of);
    return Array.from({ length: seen }, (_, j) => {
      let sum = 0;
      for (const row of own) sum += features[row * seen + j] ?? 0;
      return sum / own.length;
    });
  });
  const right = taken.filter((row) => {
    const [one = 0, other = 0] = means.map((mean) =>
      mean.reduce((sum, at, j) => sum + ((features[row * seen + j] ?? 0) - at) ** 2, 0),
    );
    return (other < one ? 1 : 0) === row % 2;
  });
  return right.length / taken.length;
}
