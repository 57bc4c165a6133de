// Columns at a glance: features and their values in the training part in, a line of what each holds
// out.
import type { ColumnFacts, DataFacts } from '../dataset/facts.js';
import type { Feature, FeatureValues } from './features.js';
import { summaryOf, type Summary } from './summary.js';

/** A column, or one of the numbers of arrays, in the training part. */
export type ColumnSurvey = {
  readonly name: string;
  /** What it became; null where it is no column of a table. */
  readonly facts: ColumnFacts | null;
  /** Of numbers, and of parts of dates; null for others. */
  readonly summary: Summary | null;
  /** How many rows each category has, in their order; null for others. */
  readonly counts: readonly { readonly label: string; readonly count: number }[] | null;
};

/** A line a column; of dates one a part, of texts one without numbers. */
export function columnSurveys(
  { inputs }: Pick<DataFacts, 'inputs'>,
  features: readonly Feature[],
  training: FeatureValues,
): readonly ColumnSurvey[] {
  const all = [...new Set(inputs.flatMap(({ columns }) => columns ?? []))];
  const named = features.filter(({ facts }) => facts === null);
  const known = (list: readonly Feature[]): readonly ColumnSurvey[] =>
    list.map((feature) => surveyOf(feature, training.get(feature) ?? new Float64Array(0)));
  return [
    ...all.flatMap((facts) => {
      const own = features.filter((one) => one.facts === facts);
      return own.length > 0
        ? known(own)
        : [{ name: facts.column, facts, summary: null, counts: null }];
    }),
    ...known(named),
  ];
}

function surveyOf({ name, facts, labels }: Feature, values: Float64Array): ColumnSurvey {
  if (!labels) return { name, facts, summary: summaryOf(values), counts: null };
  const counts = labels.map(() => 0);
  for (const value of values) if (value >= 0) counts[value] = (counts[value] ?? 0) + 1;
  return {
    name,
    facts,
    summary: null,
    counts: labels.map((label, i) => ({ label, count: counts[i] ?? 0 })),
  };
}
