// What a sample of each class weighs in training: in goes what a spec says, out comes a weight a
// class, or a row.
import type { Dataset, DatasetDescription } from '../dataset/dataset.js';
import { onlyTarget, type Source } from '../dataset/source.js';
import type { Spec } from '../spec/spec.js';

type Classes = Pick<DatasetDescription, 'classes' | 'classNames'>;

/**
 * The number of a class that a spec names by its name or its number, or undefined where there is
 * none.
 */
export function classNumber(written: string, { classes, classNames }: Classes): number | undefined {
  const named = classNames?.indexOf(written) ?? -1;
  if (named >= 0) return named;
  const number = /^\d+$/.test(written) ? Number(written) : NaN;
  return number < (classes ?? 0) ? number : undefined;
}

/**
 * The weights of a source's rows, or null where all are alike: those of its classes, or its own.
 */
export function rowWeights(
  { class_weight }: Pick<Spec, 'class_weight'>,
  source: Source,
  dataset: Dataset,
): Float32Array | null {
  if (class_weight === null) return source.weights;
  const weights =
    class_weight === 'balanced' ? balancedWeights(dataset) : writtenWeights(class_weight, dataset);
  return Float32Array.from(onlyTarget(source).values, (label) => weights[label] ?? 1);
}

/**
 * Weights that make every class count alike in the training part: n / (classes · n of the class),
 * as scikit-learn's.
 */
export function balancedWeights({
  train: { source, rows },
  classes,
}: Pick<Dataset, 'train' | 'classes'>): readonly number[] {
  const { values } = onlyTarget(source);
  const counts = new Array<number>(classes ?? 0).fill(0);
  for (const row of rows) {
    const label = values[row] ?? 0;
    counts[label] = (counts[label] ?? 0) + 1;
  }
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 1 : rows.length / (present * count)));
}

// As in Keras, a class that is not named weighs 1.
function writtenWeights(
  written: Readonly<Record<string, number>>,
  dataset: Classes,
): readonly number[] {
  const weights = new Array<number>(dataset.classes ?? 0).fill(1);
  for (const [name, weight] of Object.entries(written)) {
    weights[classNumber(name, dataset) ?? -1] = weight;
  }
  return weights;
}
