// `dlx card`: a finished run in, its model card out, as Markdown.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Given } from '../cli/command-table.js';
import { failure, misuse } from '../ground/errors.js';
import { createOutput, writeOutput } from '../ground/files.js';
import type { KeptModel } from '../inference/kept.js';
import { checkFilePlace } from '../run/outside.js';
import { placeFromHere } from '../run/place.js';
import { intactRecord } from '../run/read.js';
import { escapeText } from '../text/escape.js';
import { done, doneJson } from './answer.js';
import { bestRunMeant } from './chosen-run.js';
import type { Answer } from './command.js';

/** Writes the card of one run's model; over a file that is there with `force` alone. */
export async function cardCommand({
  run,
  runs,
  output,
  force,
  json,
}: Given<'card'>): Promise<Answer> {
  const what = { is: 'the card is', own: 'its card' };
  const { folder, said } = bestRunMeant(run, { runs, renamed: true }, what);
  if (output !== undefined) checkOutput(output, force);
  const { text, notes: own } = await cardOf(folder);
  const notes = [...said.map(escapeText), ...own];
  if (output === undefined) {
    return json ? doneJson({ run: folder, card: null, text, notes }) : done(text.trimEnd(), notes);
  }
  if (force) writeOutput(output, text);
  else if (!createOutput(output, text)) throw isThere(output);
  if (json) return doneJson({ run: folder, card: output, notes });
  return done(escapeText(`${output}: the model card of ${folder}`), notes);
}

function checkOutput(output: string, force: boolean): void {
  if (!/\.(?:md|markdown)$/i.test(output)) {
    throw misuse(`--output ${output} is to be Markdown: end its name with .md`);
  }
  checkFilePlace(output);
  if (!force && existsSync(output)) throw isThere(output);
}

function isThere(output: string): Error {
  return misuse(`${output} exists already; name another file, or add --force to have it replaced`);
}

async function cardOf(
  folder: string,
): Promise<{ readonly text: string; readonly notes: readonly string[] }> {
  const record = intactRecord(folder, 'is damaged');
  if (record.state !== 'finished') {
    throw misuse(
      `${folder} is ${record.state}: a card is of a model that has come to its end; \`dlx resume ${folder}\` goes on with it`,
    );
  }
  // What opens models is loaded once there is one.
  const [{ publishedRun, replicatesOf }, { modelCard }] = await Promise.all([
    import('../publishing/published.js'),
    import('../render/text/card/card.js'),
  ]);
  const { model, notes, ...published } = publishedRun(folder, record);
  if (!model) throw failure(notes.join('\n'));
  const text = modelCard({
    ...published,
    run: basename(folder),
    place: placeFromHere(folder),
    kept: model.kept,
    network: model.network,
    group: replicatesOf(folder, record),
    exports: await exportsOf(model.kept),
  });
  return { text, notes: notes.map((note) => escapeText(`not in the card: ${note}`)) };
}

// The formats that can hold all of its layers.
async function exportsOf(kept: KeptModel): Promise<readonly string[]> {
  const { formats } = await import('../export/formats.js');
  return formats
    .filter(({ problems }) => problems({ kept, withPreprocessing: false }).length === 0)
    .map(({ name }) => name);
}
