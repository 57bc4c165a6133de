// `dlx list`: the runs that there are, the newest first.
import type { Given } from '../cli/command-table.js';
import { listRuns } from '../comparison/listing.js';
import { loadRuns } from '../comparison/load.js';
import { renderListing } from '../render/terminal/listing.js';
import { screenOf } from '../render/terminal/table.js';
import { escapeText } from '../text/escape.js';
import { done, doneJson } from './answer.js';
import type { Answer } from './command.js';

/** A line for each run that `run` means, or of the folder, of which `where` holds. */
export async function listCommand({ run, runs, where, json }: Given<'list'>): Promise<Answer> {
  const loaded = loadRuns(run, runs, where);
  const notes = [...loaded.notes, ...(run.length === 0 ? await lostNotes(runs) : [])];
  const listed = listRuns(loaded.runs);
  const damaged = listed.flatMap(({ folder, state, message }) =>
    state === 'damaged' ? [`${folder} is damaged: ${message}`] : [],
  );
  if (json) {
    const rows = listed.map(({ folder, ...rest }) => ({ run: folder, ...rest }));
    return doneJson({ runs: rows, notes });
  }
  const table =
    listed.length === 0
      ? ''
      : renderListing(listed, Date.now(), screenOf(process.stdout, process.env));
  return done(table, [...notes, ...damaged].map(escapeText));
}

async function lostNotes(runs: string): Promise<readonly string[]> {
  const { lostFolds, lostFoldsNote } = await import('./kept-folds.js');
  const { ofTrash, others } = lostFolds(runs);
  return [...ofTrash, ...others].map(lostFoldsNote);
}
