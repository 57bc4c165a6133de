// How the parts of a data set lie on the device, in batches of which sizes they are run and for how
// many steps: the data set in, plans out.
import type { Dataset, Part, Samples } from '../dataset/dataset.js';
import type { Spec } from '../spec/spec.js';
import { rowWeights } from './class-weight.js';
import { evaluationBatch } from './evaluating.js';
import type { RunLength } from './schedules/schedules.js';
import type { DataPlan } from './stepper.js';

/** How many steps a run of this spec on this data has. */
export function lengthOf({ batch_size, epochs }: Spec, { train }: Dataset): RunLength {
  return { stepsPerEpoch: Math.ceil(train.rows.length / batch_size), epochs };
}

/** Samples of a part on the device. */
export function dataPlan(spec: Pick<Spec, 'class_weight'>, dataset: Dataset, part: Part): DataPlan {
  return {
    samples: part.samples,
    inputShape: dataset.inputShape,
    targetShape: targetShape(part.samples),
    targetCenter: targetCenter(part.samples),
    targetScale: part.samples.targetScale ?? null,
    divideBy: dataset.divideBy,
    weights: rowWeights(spec, part, dataset),
  };
}

/** Samples that are evaluated, once each, and the sizes of their batches. */
export function evaluationPlans(
  spec: Pick<Spec, 'class_weight'>,
  dataset: Dataset,
): readonly Evaluation[] {
  return merged(
    [dataset.validation, dataset.test].map((part) => ({
      data: dataPlan(spec, dataset, part),
      sizes: sizesOf(part.rows.length, evaluationBatch),
    })),
  );
}

/**
 * The sizes of batches of `count` rows taken so many at a time: the full one, and the last one if it
 * is smaller.
 */
export function sizesOf(count: number, batch: number): readonly number[] {
  return [
    ...new Set([
      ...(count >= batch ? [batch] : []),
      ...(count % batch === 0 ? [] : [count % batch]),
    ]),
  ];
}

/** Samples that are evaluated, in batches of these sizes. */
export type Evaluation = { readonly data: DataPlan; readonly sizes: readonly number[] };

// Validation and test may be rows of the same samples.
function merged(evaluations: readonly Evaluation[]): readonly Evaluation[] {
  const bySamples = new Map<Samples, Evaluation>();
  for (const { data, sizes } of evaluations) {
    const before = bySamples.get(data.samples)?.sizes ?? [];
    bySamples.set(data.samples, { data, sizes: [...new Set([...before, ...sizes])] });
  }
  return [...bySamples.values()];
}

function targetShape({ targets, count }: Samples): readonly number[] {
  const size = targets.length / count;
  return size === 1 ? [] : [size];
}

// The targets' mean, one an output, or null for class numbers.
function targetCenter(samples: Samples): readonly number[] | null {
  const { targets, count } = samples;
  if (targets instanceof Int32Array) return null;
  const size = targets.length / count;
  return Array.from({ length: size }, (_, column) => {
    let sum = 0;
    for (let i = column; i < targets.length; i += size) sum += targets[i] ?? 0;
    return Math.fround(sum / count);
  });
}
