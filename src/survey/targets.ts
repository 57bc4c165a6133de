// Targets at a glance: how many rows of each class a part has, or what numbers. Of the test part
// nothing is told but counts.
import { namesOf, type Dataset, type Part } from '../dataset/dataset.js';
import { ownValue } from '../dataset/units.js';
import { productOf } from '../ground/product.js';
import { blocksOfRows } from './blocks.js';
import { summaryOf, type Summary } from './summary.js';

/** The target of a data set. */
export type TargetSurvey =
  | {
      readonly name: string;
      readonly kind: 'classes';
      readonly classes: readonly ClassCounts[];
    }
  /** The input itself, which is told of as such. */
  | { readonly name: string; readonly kind: 'input' }
  | {
      readonly name: string;
      readonly kind: 'number';
      /** In their own units; null where a part has no row. */
      readonly training: Summary | null;
      readonly validation: Summary | null;
    };

/** How many rows of a class each part has. */
export type ClassCounts = {
  readonly name: string;
  readonly training: number;
  readonly validation: number;
  readonly test: number;
};

/** Looks at the first target of a data set. */
export function targetSurvey(data: Dataset): TargetSurvey {
  const { targetName: name, classes } = data;
  if (data.targetInput !== undefined) return { name, kind: 'input' };
  if (classes === null) {
    return {
      name,
      kind: 'number',
      training: summaryOf(targetsOf(data.train)),
      validation: summaryOf(targetsOf(data.validation)),
    };
  }
  const [training, validation, test] = [data.train, data.validation, data.test].map((part) =>
    countsOf(targetsOf(part), classes),
  );
  return {
    name,
    kind: 'classes',
    classes: namesOf(data).map((one, i) => ({
      name: one,
      training: training?.[i] ?? 0,
      validation: validation?.[i] ?? 0,
      test: test?.[i] ?? 0,
    })),
  };
}

/** The targets of a part in its order, all numbers of a row after each other, in their own units. */
export function targetsOf(part: Part): Float64Array {
  const [first] = part.source.targets;
  if (!first) throw new Error(`${part.source.name} has no target`);
  const width = productOf(first.shape);
  const found = new Float64Array(part.rows.length * width);
  for (const { first: from, samples } of blocksOfRows(part)) {
    const values = samples.targets[0]?.values ?? [];
    for (let i = 0; i < values.length; i += 1) {
      found[from * width + i] = ownValue(values[i] ?? NaN, first.scale, i % width);
    }
  }
  return found;
}

function countsOf(values: Float64Array, classes: number): readonly number[] {
  const counts = Array.from({ length: classes }, () => 0);
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
