// Somebody looks at the test set of a finished run again: that is counted in its record, under its
// lock, and of a sealed run what the look has found is kept with it.
import { failure } from '../ground/errors.js';
import { files as realFiles, type Files } from '../ground/files.js';
import type { Scores } from '../training/epoch.js';
import { findRuns } from './find.js';
import { checkFiles } from './integrity.js';
import { takeLock } from './lock.js';
import type { Outputs } from './outputs.js';
import { folderOfRuns } from './place.js';
import { intactRecord, readEpochs } from './read.js';
import { readRuns } from './run-index.js';
import type { RunRecord } from './record.js';
import { comparedWith, testRead } from './sealed.js';
import { openFolder } from './writing.js';

/** What was seen; `outputs` are null where the run keeps them already. */
export type TestLook = { readonly scores: Scores; readonly outputs: Outputs | null };

/**
 * Counts a look at the test set, and gives the record as it is then. Nothing may be shown before.
 * Throws a UserError where the run is in use (exit code 5), damaged, or cannot be written.
 */
export function countTestLook(
  folder: string,
  { scores, outputs }: TestLook,
  files: Files = realFiles,
): RunRecord {
  intactRecord(folder, 'is damaged');
  const lock = takeLock(files, folder);
  try {
    const record = intactRecord(folder, 'is damaged');
    // What is damaged must not get a fresh seal.
    const { damaged } = checkFiles(folder, record);
    if (damaged.length > 0) throw failure(damaged.join('\n'));
    const run = openFolder({ path: folder, files, lock }, record, readEpochs(folder));
    if (outputs) run.keepOutputs('test', outputs);
    const compared = comparedWith(record, readRuns(findRuns(folderOfRuns(folder))));
    run.change(testRead(record, scores, { at: new Date().toISOString(), compared }));
    return run.record();
  } finally {
    lock[Symbol.dispose]();
  }
}
