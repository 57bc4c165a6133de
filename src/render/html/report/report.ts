// What a report holds, as data: gathered by the command, shown by the page.
import type { Comparison, Table } from '../../../comparison/comparison.js';
import type { Curves, RunWithEpochs } from '../../../comparison/curves.js';
import type { Diagnosis } from '../../../inference/diagnosis.js';
import type { NetworkSummary } from '../../../model/summary.js';
import type { JudgedPart } from '../../../run/layout.js';
import type { Example } from '../../../survey/examples.js';
import type { PagePicture } from '../survey-page.js';

/** A table of the comparison with its curves and the scores of each of its rows. */
export type ReportTable = {
  readonly table: Table;
  readonly curves: Curves;
};

/** The samples of which the best model's answers are wrong, in the order of its mistakes. */
export type MistakenSamples = {
  readonly pictures: readonly PagePicture[];
  readonly examples: readonly Example[];
  /** Why there are none to be shown; null where there is nothing to be said. */
  readonly why: string | null;
};

/** The best model, and how it does. */
export type ReportModel = {
  readonly run: RunWithEpochs;
  /** What it is the best by, for a sentence. */
  readonly by: string;
  /** How many runs its row has, of which it is the best one, and whether they are folds; null of a run alone. */
  readonly among: { readonly runs: number; readonly areFolds: boolean } | null;
  readonly network: NetworkSummary | null;
  /** Null where it kept no outputs. */
  readonly judged: {
    readonly part: JudgedPart;
    readonly diagnosis: Diagnosis;
    readonly samples: MistakenSamples;
  } | null;
  /** What could not be shown of it. */
  readonly notes: readonly string[];
};

/** All of it. */
export type Report = {
  readonly title: string;
  /** What somebody wrote about it, as HTML that is safe; empty where nobody did. */
  readonly notes: string;
  /** When it was made, ISO 8601 in UTC, and by which dlx. */
  readonly made: string;
  readonly version: string;
  readonly runs: readonly RunWithEpochs[];
  readonly comparison: Comparison;
  readonly tables: readonly ReportTable[];
  readonly best: ReportModel | null;
};
