// What was trained in, the answer of the command out: a comparison for people, folders for a shell,
// a document for programs.
import { constants } from 'node:os';
import { loadComparison } from '../comparison/load.js';
import { exitCodes } from '../ground/errors.js';
import { renderComparison } from '../render/comparison.js';
import { screenOf } from '../render/terminal/table.js';
import { exitCodeOfRecord } from '../run/ended.js';
import { folderOfRuns } from '../run/place.js';
import type { RunRecord } from '../run/record.js';
import { escapeText } from '../text/escape.js';
import { counted } from '../text/wrap.js';
import { combinedCode, compactJson } from './answer.js';
import type { Answer } from './command.js';
import type { FinishedRuns } from './needed.js';
import type { OutOfFold } from './out-of-fold.js';
import { trainedDocument, type RunDocument } from './run-document.js';
import type { Trained } from './training.js';

/** How a command shows what came of it. */
export type Showing = {
  readonly runs: string;
  readonly json: boolean;
  readonly full: boolean;
  readonly quiet: boolean;
  /** Whether nothing of a test set is shown, of runs that were there already neither. */
  readonly sealed?: boolean;
  /** Where runs that were trained twice are seen. */
  readonly finished?: FinishedRuns | undefined;
  /** What a program must be told beside the runs. */
  readonly warnings?: readonly string[];
};

/** The comparison of what was trained, as it was asked for, and the exit code. */
export async function answerWith(trained: Trained, showing: Showing): Promise<Answer> {
  const exitCode = exitCodeOf(trained);
  const predicted = await outOfFoldOf(trained);
  if (showing.json) {
    const document = trainedDocument(trained, { ...showing, exitCode });
    const folds = predicted.length > 0 ? { out_of_fold: predicted } : {};
    const runs = await withVerdicts(document.runs, showing.sealed);
    return { output: compactJson({ ...document, runs, ...folds }), exitCode };
  }
  const folders = trained.runs.flatMap(({ outcome }) =>
    outcome?.type === 'finished' ? [outcome.folder] : [],
  );
  if (showing.quiet) return { output: folders.map(escapeText).join('\n'), exitCode };
  if (folders.length === 0) return { output: '', exitCode };
  const { runs, sealed = false } = showing;
  const comparison = await loadComparison(folders, runs, { sealed });
  const { output, notes } = renderComparison(
    comparison,
    'table',
    screenOf(process.stdout, process.env),
  );
  return { output: `\n${output}`, notes: [...notes, ...predicted.map(predictedNote)], exitCode };
}

// Of several folds, once none is missing: beside the runs, wherever the command was told to find them.
async function outOfFoldOf({ runs }: Trained): Promise<readonly OutOfFold[]> {
  const places = new Map<string, RunRecord[]>();
  for (const { outcome } of runs) {
    if (outcome?.type !== 'finished' || !outcome.record.cross_validation) continue;
    const place = folderOfRuns(outcome.folder);
    places.set(place, [...(places.get(place) ?? []), outcome.record]);
  }
  if (places.size === 0) return [];
  const { keepOutOfFold } = await import('./out-of-fold.js');
  return [...places].flatMap(([place, folds]) => keepOutOfFold(place, folds));
}

function predictedNote({ name, file, rows, why }: OutOfFold): string {
  return escapeText(
    file === null
      ? `${name}: no file of predictions out of fold: ${why}`
      : `${name}: ${counted(rows, 'prediction')} out of fold, in the order of the data: ${file}`,
  );
}

// What compares replicates is loaded where a run has a parent.
async function withVerdicts(
  documents: readonly RunDocument[],
  sealed = false,
): Promise<readonly RunDocument[]> {
  if (documents.every(({ parent }) => parent === null)) return documents;
  const { againstParents } = await import('../comparison/parents.js');
  const found = againstParents(documents, sealed);
  return documents.map((one, i) => (found[i] ? { ...one, vs_parent: found[i] } : one));
}

/** The exit code of what was trained. */
export function exitCodeOf({ runs, signal }: Trained): number {
  if (signal) return exitCodes.signal + constants.signals[signal];
  return combinedCode(
    runs.map(({ outcome }) => {
      if (!outcome) return exitCodes.done;
      return outcome.type === 'finished' ? exitCodeOfRecord(outcome.record) : outcome.exitCode;
    }),
  );
}
