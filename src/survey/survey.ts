// What is in the data of a spec: a loaded data set and the columns that are left out of it come in,
// and everything that `dlx data` tells of it goes out, as data. Of the test part that is counts alone:
// how many rows, of which class, how many that another part has, too.
import type { Dataset, LeftOutColumn } from '../dataset/dataset.js';
import { columnSurveys, type ColumnSurvey } from './columns.js';
import { examplesOf, type Example } from './examples.js';
import { featuresOf, readFeatures } from './features.js';
import { findingsIn, lookedFor, type Finding } from './findings.js';
import { inputSurveys, type InputSurvey } from './inputs.js';
import { targetSurvey, type TargetSurvey } from './targets.js';

/** All that is told of data. */
export type Survey = {
  /** The data set as a spec names it. */
  readonly name: string;
  readonly sha256: string;
  /** How many samples each part has. */
  readonly parts: {
    readonly training: number;
    readonly validation: number;
    readonly test: number;
  };
  /** Of a cross-validation, of which of its folds these parts are, as a sentence; null of none. */
  readonly fold: string | null;
  readonly inputs: readonly InputSurvey[];
  readonly columns: readonly ColumnSurvey[];
  readonly target: TargetSurvey;
  readonly findings: readonly Finding[];
  /** What was looked for: in words. */
  readonly lookedFor: readonly string[];
  readonly examples: readonly Example[];
  /** What the data set itself tells: a sentence each. */
  readonly notes: readonly string[];
};

/** Looks through a data set; `fold` says of which fold its parts are, where they are of one. */
export function surveyOf(
  data: Dataset,
  leftOut: readonly LeftOutColumn[],
  fold: string | null = null,
): Survey {
  const { train, validation, test, facts, name, sha256, notes } = data;
  const features = featuresOf(data);
  const training = readFeatures(features, train);
  const columns = columnSurveys(facts, features, training);
  const target = targetSurvey(data);
  return {
    name,
    sha256,
    parts: {
      training: train.rows.length,
      validation: validation.rows.length,
      test: test.rows.length,
    },
    fold,
    inputs: inputSurveys(data),
    columns,
    target,
    findings: findingsIn(data, { features, training, columns, target, leftOut }),
    lookedFor: lookedFor(data, { features, leftOut }),
    examples: examplesOf(data, features),
    notes,
  };
}
