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
export async function compareCommand({
  run,
  runs,
  format,
  json,
  full,
  practical: leastDifference,
  target: wantedScore,
  ...others
}: Given<'compare'>): Promise<Answer> {
  const options = {
    ...others,
    practical: numberFor(
      leastDifference,
      '--practical needs a difference in the score, as 0.005',
      0,
    ),
    target: numberFor(wantedScore, '--target needs a score, as 0.88'),
  };
  if (full && !json) throw misuse('--full goes with --json');
  if (json && !['table', 'json'].includes(format)) {
    throw misuse(`--json and --format ${format} are two formats: give one of them`);
  }
  if (json && !full) {
    const comparison = await loadComparison(run, runs, { ...options, all: true });
    return doneJson(comparisonDocument(comparison));
  }
  const { output, notes } = renderComparison(
    await loadComparison(run, runs, options),
    json ? 'json' : format,
    screenOf(process.stdout, process.env),
  );
  return done(output, json ? [] : notes);
}

function numberFor(
  written: string | undefined,
  needed: string,
  least = -Infinity,
): number | undefined {
  if (written === undefined) return undefined;
  const value = Number(written);
  if (written.trim() === '' || !Number.isFinite(value) || value < least) {
    throw misuse(`${needed}, got ${JSON.stringify(written)}`);
  }
  return value;
}
