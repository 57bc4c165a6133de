// `dlx compare`: runs in, one table out.
import { loadComparison } from '../comparison/load.js';
import type { ComparisonOptions } from '../comparison/comparison.js';
import { renderComparison, type ComparisonFormat } from '../render/terminal/comparison.js';
import { screenOf } from '../render/terminal/table.js';
import { done, type Answer } from './command.js';

export type CompareOptions = ComparisonOptions & {
  readonly runs: string;
  readonly format: ComparisonFormat;
};

/** The comparison of the runs that `args` mean, or of all runs of the folder. */
export function compareCommand(
  args: readonly string[],
  { runs, format, ...options }: CompareOptions,
): Answer {
  const { output, notes } = renderComparison(
    loadComparison(args, runs, options),
    format,
    screenOf(process.stdout, process.env),
  );
  return done(output, notes);
}
