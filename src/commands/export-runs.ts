// `dlx export RUN… --to tensorboard`: what is known of runs as the files that TensorBoard reads, in a
// new folder.
import type { Given } from '../cli/command-table.js';
import { tensorboardFiles, type Drawn } from '../export/tensorboard/tensorboard.js';
import { checkFree } from '../export/writing.js';
import { misuse, UserError } from '../ground/errors.js';
import { checkOutsideRuns } from '../run/outside.js';
import { distinctRuns, resolveRuns } from '../run/find.js';
import { readRun, type ReadRun } from '../run/read.js';
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
  const drawing = await drawingsOf(read);
  const content = await writeStoppably(place, () =>
    Promise.resolve(tensorboardFiles(read, drawing.drawn)),
  );
  const sizes = sizesOf(content);
  const notes = [
    ...copies.map((folder) => `left out ${folder}, which is a copy`),
    ...drawing.notes,
  ];
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

type Drawing = { readonly drawn: Drawn; readonly notes: readonly string[] };

// A run that has no model yet has nothing to draw.
async function drawingsOf(runs: readonly ReadRun[]): Promise<Drawing> {
  const { confusionPictures } = await import('../experiment/board-pictures.js');
  const drawn = new Map<string, Awaited<ReturnType<typeof confusionPictures>>>();
  const notes: string[] = [];
  for (const run of runs) {
    if ('damaged' in run || run.record.state !== 'finished') continue;
    try {
      drawn.set(run.folder, await confusionPictures(run.folder));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      notes.push(`left out the confusion matrix of ${run.folder}: ${error.message}`);
    }
  }
  return { drawn, notes };
}
