// `dlx compare`: runs in, one table out.
import type { Given } from '../cli/command-table.js';
import type { Comparison } from '../comparison/comparison.js';
import { loadComparison } from '../comparison/load.js';
import { misuse } from '../ground/errors.js';
import { notesOf, renderComparison } from '../render/comparison.js';
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
  practical,
  target,
  ...others
}: Given<'compare'>): Promise<Answer> {
  const options = { ...others, ...(await scoresOf({ practical, target })) };
  if (full && !json) throw misuse('--full goes with --json');
  if (json && !['table', 'json'].includes(format)) {
    throw misuse(`--json and --format ${format} are two formats: give one of them`);
  }
  if (json && !full) {
    const comparison = await loadComparison(run, runs, { ...options, all: true });
    const { comparisonDocument } = await import('../render/text/comparison-document.js');
    return doneJson(comparisonDocument(comparison));
  }
  const comparison = await loadComparison(run, runs, options);
  if (format === 'latex' || format === 'html') {
    return done(await documentText(comparison, format), notesOf(comparison));
  }
  const screen = screenOf(process.stdout, process.env);
  const { output, notes } = renderComparison(comparison, json ? 'json' : format, screen);
  return done(output, json ? [] : notes);
}

type Scores<T> = { readonly practical?: T | undefined; readonly target?: T | undefined };

// What reads them is loaded where there are any.
async function scoresOf({ practical, target }: Scores<string>): Promise<Scores<number>> {
  if (practical === undefined && target === undefined) return {};
  const { numberGiven, practicalGiven } = await import('./number-given.js');
  return {
    practical: practicalGiven(practical),
    target: numberGiven(target, '--target needs a score, as 0.88'),
  };
}

// What writes documents is loaded where one is asked for.
async function documentText({ tables }: Comparison, format: 'latex' | 'html'): Promise<string> {
  return format === 'latex'
    ? (await import('../render/text/comparison-latex.js')).comparisonLatex(tables)
    : (await import('../render/text/comparison-html.js')).comparisonHtml(tables);
}
