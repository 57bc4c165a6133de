// `dlx compare`: runs in, one table out.
import type { Given } from '../cli/command-table.js';
import { loadComparison } from '../comparison/load.js';
import { renderComparison } from '../render/comparison.js';
import { screenOf } from '../render/terminal/table.js';
import { done, type Answer } from './command.js';

/** The comparison of the runs that `run` means, or of all runs of the folder. */
export function compareCommand({ run, runs, format, ...options }: Given<'compare'>): Answer {
  const { output, notes } = renderComparison(
    loadComparison(run, runs, options),
    format,
    screenOf(process.stdout, process.env),
  );
  return done(output, notes);
}
