// `dlx compare`: runs in, one table out.
import type { Given } from '../cli/command-table.js';
import { loadComparison } from '../comparison/load.js';
import { misuse } from '../ground/errors.js';
import { renderComparison } from '../render/comparison.js';
import { comparisonDocument } from '../render/text/comparison-document.js';
import { screenOf } from '../render/terminal/table.js';
import { done, doneJson } from './answer.js';
import type { Answer } from './command.js';

/**
 * The comparison of the runs that `run` means, or of all runs of the folder. Throws a misuse where
 * two formats are asked for.
 */
export function compareCommand({
  run,
  runs,
  format,
  json,
  full,
  ...options
}: Given<'compare'>): Answer {
  if (full && !json) throw misuse('--full goes with --json');
  if (json && !['table', 'json'].includes(format)) {
    throw misuse(`--json and --format ${format} are two formats: give one of them`);
  }
  if (json && !full) {
    return doneJson(comparisonDocument(loadComparison(run, runs, { ...options, all: true })));
  }
  const { output, notes } = renderComparison(
    loadComparison(run, runs, options),
    json ? 'json' : format,
    screenOf(process.stdout, process.env),
  );
  return done(output, json ? [] : notes);
}
