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
  /** Several labels a row. */
  | {
      readonly name: string;
      readonly kind: 'labels';
      readonly labels: readonly ClassCounts[];
    }
  /** The input itself, which is told of as such. */
  | { readonly name: string; readonly kind: 'input' }
  | {
      readonly name: string;
      readonly kind: 'number';
      /** One, or one a column of several; those that a sample has of one kind are told of together. */
      readonly numbers: readonly NumberSurvey[];
    };

/** The numbers of a target in their own units; null where a part has no row. */
export type NumberSurvey = {
  readonly name: string;
  readonly training: Summary | null;
  readonly validation: Summary | null;
};

/** How many rows of a class, or of a label, each part has. */
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
  if (data.labels !== undefined) return labelSurvey(data);
  if (classes === null) {
    const own = targetColumns(data) ?? [{ name, of: targetsOf }];
    const numbers = own.map((one) => ({
      name: one.name,
      training: summaryOf(one.of(data.train)),
      validation: summaryOf(one.of(data.validation)),
    }));
    return { name, kind: 'number', numbers };
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

function labelSurvey(data: Dataset): TargetSurvey {
  const labels = (targetColumns(data) ?? []).map(({ name, of }): ClassCounts => {
    const [training = 0, validation = 0, test = 0] = [data.train, data.validation, data.test].map(
      (part) => of(part).reduce((sum, value) => sum + value, 0),
    );
    return { name, training, validation, test };
  });
  return { name: data.targetName, kind: 'labels', labels };
}

/** A number of a target by its name, and those of a part in its order and in their own units. */
export type TargetNumbers = {
  readonly name: string;
  readonly of: (part: Part) => Float64Array;
};

/** Each column, or label, of a target that has several; null where it has one, or none by name. */
export function targetColumns({
  targetParts,
  targetNumbers,
  labels,
}: Pick<Dataset, 'targetParts' | 'targetNumbers' | 'labels'>): readonly TargetNumbers[] | null {
  const names = targetParts?.map(({ name }) => name) ?? (labels === undefined ? [] : targetNumbers);
  if (!names || names.length < 2) return null;
  const known = new Map<Part, Float64Array>();
  return names.map((name, i) => ({
    name,
    of: (part) => {
      const all = known.get(part) ?? targetsOf(part);
      known.set(part, all);
      return Float64Array.from(part.rows, (_, row) => all[row * names.length + i] ?? NaN);
    },
  }));
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
