// `dlx export RUN… --to tensorboard`: what is known of runs as the files that TensorBoard reads, in a
// new folder.
import type { Given } from '../cli/command-table.js';
import { tensorboardFiles } from '../export/tensorboard/tensorboard.js';
import { checkFree } from '../export/writing.js';
import { misuse } from '../ground/errors.js';
import { checkOutsideRuns } from '../run/outside.js';
import { distinctRuns, resolveRuns } from '../run/find.js';
import { readRun } from '../run/read.js';
import { escapeText } from '../text/escape.js';
import { shellWord } from '../text/shell.js';
import { counted } from '../text/wrap.js';
import { done, doneJson } from './answer.js';
import type { Answer } from './command.js';
import { sizesInWords, sizesOf, writeStoppably } from './exported.js';

/** Writes the curves, settings and scores of runs. */
export async function exportRuns(given: Given<'export'>): Promise<Answer> {
  const { run, runs, to, json } = given;
  if (given['with-preprocessing']) {
    throw misuse('--with-preprocessing is for models: tensorboard has none');
  }
  const folders = resolveRuns(run, runs, { several: true });
  const { runs: read, copies } = distinctRuns(folders.map(readRun));
  const place = given.output ?? to;
  checkFree(place);
  checkOutsideRuns(place);
  const content = await writeStoppably(place, () => Promise.resolve(tensorboardFiles(read)));
  const sizes = sizesOf(content);
  const notes = copies.map((folder) => `left out ${folder}, which is a copy`);
  if (json) {
    const written = read.map(({ folder }) => folder);
    return doneJson({ folder: place, format: to, runs: written, files: sizes, notes });
  }
  const lines = [
    `${place}: ${counted(read.length, 'run')}, ${sizesInWords(sizes)}; for TensorBoard:`,
    `  tensorboard --logdir ${shellWord(place)}`,
    ...notes.map((note) => `  # ${note}`),
  ];
  return done(lines.map(escapeText).join('\n'));
}
