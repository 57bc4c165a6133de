// `dlx export`: a kept model as the files that other programs read, in a new folder.
import type { Given } from '../cli/command-table.js';
import type { Exported, ExportFiles, ExportFormat } from '../export/format.js';
import { formatNamed } from '../export/formats.js';
import { checkFree } from '../export/writing.js';
import { misuse, problemSaid } from '../ground/errors.js';
import { openKept } from '../inference/kept.js';
import { forwardOf } from '../job/forward.js';
import type { Reporter } from '../render/terminal/reporter.js';
import { encodeDataFile } from '../run/data-file.js';
import { checkOutsideRuns } from '../run/outside.js';
import { escapeText } from '../text/escape.js';
import { done, doneJson } from './answer.js';
import { bestRunMeant } from './chosen-run.js';
import type { Answer } from './command.js';
import { sizesInWords, sizesOf, writeStoppably } from './exported.js';
import { reporterOf } from './told.js';

/** Writes the model that one run kept, or what TensorBoard or MLflow shows of runs. */
export async function exportCommand(given: Given<'export'>): Promise<Answer> {
  const { run, runs, to, json } = given;
  if (to === 'mlflow') return (await import('./export-mlflow.js')).exportToMlflow(given);
  const server = given['tracking-uri'] ?? given.experiment;
  if (server !== undefined) {
    throw misuse(`--tracking-uri and --experiment are for --to mlflow, and not for ${to}`);
  }
  if (to === 'tensorboard') return (await import('./export-runs.js')).exportRuns(given);
  const [first, ...others] = run;
  if (first === undefined || others.length > 0) {
    throw misuse(`export takes one run, whose model is written as ${to}`);
  }
  const what = { is: 'the model is that', own: 'its model' };
  const { folder, said } = bestRunMeant(first, { runs }, what);
  const format = formatNamed(to);
  const kept = openKept(folder);
  const exported = { kept, withPreprocessing: given['with-preprocessing'] };
  const place = given.output ?? `${kept.record.name}-${to}`;
  checkFree(place);
  checkOutsideRuns(place);
  checkHeld(format, exported);
  const { reporter } = await reporterOf({ json, quiet: false });
  const content = await write(place, format, { ...exported, reporter });
  const sizes = sizesOf(content);
  const notes = format.notes?.(exported) ?? [];
  if (json) {
    const document = documentOf(place, format, exported, sizes);
    return doneJson({ ...document, notes: [...said, ...notes] });
  }
  return done(
    [
      `${place}: epoch ${kept.epoch} of ${folder}, ${sizesInWords(sizes)}; for ${format.readBy}:`,
      ...format.reading(place, exported).map((line) => `  ${line}`),
      ...notes.map((note) => `  # ${note}`),
    ]
      .map(escapeText)
      .join('\n'),
    said.map(escapeText),
  );
}

// All that is wrong at once, before anything is recorded or written.
function checkHeld(format: ExportFormat, exported: Exported): void {
  const problems = format.problems(exported);
  if (problems.length === 0) return;
  const what = `${exported.kept.folder} cannot be written as ${format.name}:`;
  const message =
    problems.length === 1
      ? `${what} ${problems.join('')}`
      : [what, ...problems.map((problem) => `  ${problem}`)].join('\n');
  throw misuse(message, 'arguments', {
    problems: problems.map((problem) => problemSaid(`${what} ${problem}`)),
  });
}

async function write(
  place: string,
  format: ExportFormat,
  exported: Exported & Telling,
): Promise<ExportFiles> {
  return writeStoppably(place, async () => [
    ...(await filesOf(format, exported)),
    ['data.json', encodeDataFile(exported.kept.facts)],
  ]);
}

type Telling = { readonly reporter: Reporter };

async function filesOf(
  format: ExportFormat,
  { reporter, ...exported }: Exported & Telling,
): Promise<ExportFiles> {
  if (!format.fromGraph) return format.files(exported);
  try {
    const graph = await forwardOf(exported.kept.folder, reporter.work);
    return await format.files(exported, graph);
  } finally {
    reporter.end();
  }
}

function documentOf(
  place: string,
  { name }: ExportFormat,
  { kept }: Exported,
  sizes: readonly { readonly name: string; readonly bytes: number }[],
): object {
  const { inputs, target, network } = kept;
  return {
    folder: place,
    format: name,
    run: kept.folder,
    epoch: kept.epoch,
    files: sizes,
    inputs: inputs.map(({ name, kind, shape }) => ({ name, kind, shape })),
    output: { name: target.name, shape: network.outputShape },
  };
}
