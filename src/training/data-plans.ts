// How the sources of a data set lie on the device, in batches of which sizes they are run and for
// how many steps: the data set in, plans out. A source is known by its name from here on.
import type { Dataset, Part } from '../dataset/dataset.js';
import type { Source, TargetColumn } from '../dataset/source.js';
import type { Spec } from '../spec/spec.js';
import { rowWeights } from './class-weight.js';
import type { DataPlan } from './device-data.js';
import { evaluationBatch } from './evaluating.js';
import type { RunLength } from './schedules/schedules.js';

/** How many steps a run of this spec on this data has. */
export function lengthOf({ batch_size, epochs }: Spec, { train }: Dataset): RunLength {
  return { stepsPerEpoch: Math.ceil(train.rows.length / batch_size), epochs };
}

/** A source as it is to lie on the device. */
export function dataPlan(
  spec: Pick<Spec, 'class_weight'>,
  dataset: Dataset,
  source: Source,
): DataPlan {
  return {
    source,
    centers: source.targets.map((target) => centerOf(target, source.count)),
    weights: rowWeights(spec, source, dataset),
  };
}

/** The sources of a data set by their names, that of the training part first. */
export function dataPlans(
  spec: Pick<Spec, 'class_weight'>,
  dataset: Dataset,
): ReadonlyMap<string, DataPlan> {
  const plans = new Map<string, DataPlan>();
  for (const { source } of [dataset.train, dataset.validation, dataset.test]) {
    if (!plans.has(source.name)) plans.set(source.name, dataPlan(spec, dataset, source));
    checkPlanned(plans, source);
  }
  return plans;
}

/** Throws unless this is the very source that is planned under its name: anything else is a bug. */
export function checkPlanned(plans: ReadonlyMap<string, DataPlan>, source: Source): void {
  if (plans.get(source.name)?.source !== source) {
    throw new Error(`the source ${source.name} is not the one that was planned under its name`);
  }
}

/** A source that is evaluated, and the sizes of its batches. */
export type Evaluation = { readonly source: string; readonly sizes: readonly number[] };

/** The sources that are evaluated, once each: validation and test may be rows of the same one. */
export function evaluationPlans({ validation, test }: Dataset): readonly Evaluation[] {
  const names = new Set([validation.source.name, test.source.name]);
  return Array.from(names, (source) => ({
    source,
    sizes: [...new Set([validation, test].flatMap((part) => sizesIn(part, source)))],
  }));
}

function sizesIn(part: Part, source: string): readonly number[] {
  return part.source.name === source ? sizesOf(part.rows.length, evaluationBatch) : [];
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

// The targets' mean, one an output, or null for class numbers.
function centerOf({ values, windows }: TargetColumn, count: number): readonly number[] | null {
  if (values instanceof Int32Array) return null;
  if (windows) {
    const { starts, length } = windows;
    return Array.from({ length }, (_, i) =>
      Math.fround(starts.reduce((sum, start) => sum + (values[start + i] ?? 0), 0) / count),
    );
  }
  const size = values.length / count;
  return Array.from({ length: size }, (_, column) => {
    let sum = 0;
    for (let i = column; i < values.length; i += size) sum += values[i] ?? 0;
    return Math.fround(sum / count);
  });
}
