// What an evaluation comes to: outputs and what they should have been in, scores and a report out, as
// a person and a program are shown them.
import type { Outputs } from '../run/outputs.js';
import type { Scores } from '../training/epoch.js';
import { answersOf, classReading, labelReading } from './answers.js';
import type { KeptModel } from './kept.js';
import { labelReport, type LabelReport } from './label-report.js';
import { classReport, valueReport, type ClassReport, type ValueReport } from './report.js';

/** An evaluation of a run's model. */
export type Evaluation = {
  /** The run's folder. */
  readonly run: string;
  /** What it was judged on: a part of its own data, or a file. */
  readonly on: string;
  readonly samples: number;
  /** The epoch of the model, from 1. */
  readonly epoch: number;
  /** By the loss, the spec's metrics, and others that were asked for; null where undefined. */
  readonly scores: Scores;
  /** Why, by the score's name, as far as that is known. */
  readonly undefined_because: Readonly<Record<string, string>>;
  readonly report: ClassReport | ValueReport | LabelReport;
  /** What a reader should know of new data: a sentence each. */
  readonly notes: readonly string[];
  /** How often the run's test set was looked at by now. */
  readonly test_reads: number;
};

/** Classes or values from outputs, beside what they should have been. */
export function reportOf(
  kept: Pick<KeptModel, 'read' | 'target' | 'network' | 'inputs'>,
  { predictions, targets }: Outputs,
): ClassReport | ValueReport | LabelReport {
  const answers = answersOf(kept);
  const outputs = Float32Array.from(predictions.values);
  if (answers.kind === 'number') {
    // Nobody asks for the errors of each pixel.
    const each = answers.shape ? undefined : answers.numbers;
    return valueReport(targets.values, outputs, each);
  }
  if (answers.kind === 'labels') {
    const { read } = labelReading(answers);
    const width = answers.labels.length;
    const said = new Uint8Array(outputs.length);
    let unanswered = 0;
    for (let row = 0; row * width < outputs.length; row += 1) {
      const own = read(outputs, row);
      if (own === null) unanswered += 1;
      for (const i of own ?? []) said[row * width + i] = 1;
    }
    return labelReport(targets.values, said, answers.labels, unanswered);
  }
  const { read } = classReading(answers);
  const numbers = Array.from({ length: predictions.shape[0] ?? 0 }, (_, row) => read(outputs, row));
  return classReport(targets.values, numbers, answers.classes);
}
