// `dlx predict`: a kept model's answers to rows that it has not seen, read, computed and written as
// they come, so that a file of any length takes the same memory.
import { randomUUID } from 'node:crypto';
import { extname } from 'node:path';
import type { Given } from '../cli/command-table.js';
import { nothingFound, type Found } from '../dataset/new-rows.js';
import { failure, misuse, UserError } from '../ground/errors.js';
import { productOf } from '../ground/product.js';
import { statOf } from '../ground/reading.js';
import { answersOf, type Answers } from '../inference/answers.js';
import { openKept, type KeptModel } from '../inference/kept.js';
import { newRowsFor } from '../inference/new-data.js';
import { stoppedBy } from '../job/death.js';
import { openSession, type ModelSession } from '../job/session.js';
import { listenForStops } from '../job/signals.js';
import { parseDevice, placeRun, tensorflowEnvironment } from '../machine/placement.js';
import { portableBackendOf } from '../model/network.js';
import { hasProbabilities, type Layout } from '../render/predictions/columns.js';
import { predictionNotes } from '../render/predictions/notes.js';
import { openSink, type Format, type Sink } from '../render/predictions/sink.js';
import { checkFilePlace } from '../run/outside.js';
import { evaluationBatch } from '../training/evaluating.js';
import type { StopSignal } from '../run/record.js';
import { escapeText } from '../text/escape.js';
import { done, doneJson } from './answer.js';
import { bestRunMeant } from './chosen-run.js';
import type { Answer } from './command.js';
import { reporterOf } from './told.js';

/** The predictions of a run's model for the rows of files. */
export async function predictCommand(options: Given<'predict'>): Promise<Answer> {
  const format = formatOf(options);
  checkFiles(options);
  const what = { is: 'the predictions are', own: 'its predictions' };
  const { folder, said } = bestRunMeant(options.run, { runs: options.runs }, what);
  const kept = openKept(folder);
  const wished = wishedOf(kept, options);
  if (options.all && !kept.inputs.some(({ windows }) => windows)) {
    throw misuse(`--all is for windows of series, and ${folder} has none`);
  }
  const found = nothingFound();
  const stop = stopping();
  let session: ModelSession | null = null;
  let sink: Sink | null = null;
  try {
    // TensorFlow may take seconds to load.
    session = await Promise.race([stop.asked, openModelSession(kept, options, stop.signal)]);
    const layout = (): Layout => ({ ...wished, kept: found.kept });
    sink = openSink({ format, output: options.output ?? null, layout });
    const predicting = { kept, session, sink, found, options, stop: stop.signal };
    await Promise.race([stop.asked, predicted(predicting)]);
    await session.end();
    const output = sink.finish();
    const notes = [...said, ...predictionNotes(kept, found, sink)];
    return options.json
      ? doneJson(documentOf(kept, { format, rows: found.rows, notes }, options))
      : done(output, notes.map(escapeText));
  } catch (error) {
    // What is wrong with the data or the disk is no reason to break off in the middle.
    if (error instanceof UserError && error.kind !== 'interrupted') await session?.end();
    else session?.kill();
    throw withPart(error, sink, found);
  } finally {
    stop.end();
  }
}

function documentOf(
  { folder, epoch }: KeptModel,
  { format, rows, notes }: { format: Format; rows: number; notes: readonly string[] },
  { output }: Given<'predict'>,
): object {
  return { run: folder, epoch, output, format, rows, notes };
}

type Predicting = {
  readonly kept: KeptModel;
  readonly session: ModelSession;
  readonly sink: Sink;
  readonly found: Found;
  readonly options: Given<'predict'>;
  readonly stop: AbortSignal;
};

// So many batches are under way at a time: read, computed, or waiting to be written.
const mostUnderWay = 4;

async function predicted({ kept, session, sink, found, options, stop }: Predicting): Promise<void> {
  const { target } = kept;
  const keep = options['with-input'] ? 'all' : (options.keep ?? []);
  const rows = rowsTogether(kept, options['batch-size'] ?? evaluationBatch);
  const windows = options.all ? 'all' : 'last';
  const wishes = { target: target.name, rows, keep, windows, stop } as const;
  const batches = newRowsFor(kept, options.file, wishes, found);
  const underWay: (() => Promise<void>)[] = [];
  let trouble: unknown;
  try {
    for await (const batch of batches) {
      const outputs = session.run(batch);
      // Whoever waits for it hears of it.
      outputs.catch(() => undefined);
      underWay.push(async () => sink.write(batch, await outputs));
      if (underWay.length > mostUnderWay) await underWay.shift()?.();
      if (sink.isFull()) return;
    }
  } catch (error) {
    trouble = error;
  }
  for (const write of underWay) await write();
  if (trouble !== undefined) throw trouble;
}

// Rows that go to the process that computes at a time: whole batches, of a few megabytes.
function rowsTogether({ inputs, network }: KeptModel, batch: number): number {
  const values = inputs.reduce((sum, { shape }) => sum + productOf(shape), 0);
  const bytes = 4 * Math.max(values, productOf(network.outputShape));
  const rows = Math.min(8192, 2 ** 22 / bytes);
  return batch * Math.max(1, Math.floor(rows / batch));
}

async function openModelSession(
  { folder, record, network }: KeptModel,
  {
    device,
    threads = record.how.threads,
    json,
    'batch-size': batch = evaluationBatch,
  }: Given<'predict'>,
  stop: AbortSignal,
): Promise<ModelSession> {
  const { reporter } = await reporterOf({ json, quiet: false });
  try {
    const { environment, backend, gpu } = await placeRun(
      parseDevice(device),
      portableBackendOf(network),
      reporter,
    );
    const { execution } = record.how;
    const job = { id: randomUUID(), purpose: 'predict', folder, batch, execution } as const;
    return await openSession(
      { ...job, place: { backend, gpu } },
      { ...tensorflowEnvironment({ threads }), ...environment },
      stop,
    );
  } finally {
    reporter.end();
  }
}

const endings: Readonly<Record<string, Format>> = {
  '.csv': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.npy': 'npy',
};

function formatOf({ format, output }: Given<'predict'>): Format {
  if (format !== 'auto') {
    if (format === 'npy' && output === undefined) {
      throw misuse(
        '--format npy needs --output FILE: how many rows there are stands at its beginning',
      );
    }
    return format;
  }
  if (output === undefined) return process.stdout.isTTY ? 'table' : 'csv';
  const known = endings[extname(output).toLowerCase()];
  if (known) return known;
  throw misuse(
    `--output ${output} does not say what to write: end it with .csv, .jsonl or .npy, or give --format`,
  );
}

function checkFiles({ file: files, output, json }: Given<'predict'>): void {
  if (json && output === undefined) {
    throw misuse(
      '--json answers on standard output, where the predictions would stand: give --output FILE, too; --format jsonl makes JSON of the predictions themselves',
    );
  }
  if (files.filter((file) => file === '-').length > 1) {
    throw misuse('standard input (-) can be read once');
  }
  const place = output === undefined ? undefined : statOf(output);
  const same = files.find((file) => {
    const stat = file === '-' ? undefined : statOf(file);
    return place?.isFile() && stat?.ino === place.ino && stat.dev === place.dev;
  });
  if (same !== undefined) throw misuse(`--output ${output} is ${same}, which is read`);
  if (output !== undefined) checkFilePlace(output);
}

function wishedOf(
  kept: KeptModel,
  { proba, top = 1, keep, 'with-input': withInput }: Given<'predict'>,
): Omit<Layout, 'kept'> {
  const answers = answersOf(kept);
  const asked = [...(proba ? ['--proba'] : []), ...(top > 1 ? ['--top'] : [])];
  if (asked.length > 1) throw misuse('--proba tells of each class, and --top of some: give one');
  if (withInput && keep) throw misuse('--with-input keeps every column, and --keep some: give one');
  checkAsked(kept, answers, asked[0], top);
  return { answers, wished: { proba, top } };
}

// What is asked of answers that have no such thing.
function checkAsked(
  { folder, read }: KeptModel,
  answers: Answers,
  option: string | undefined,
  top: number,
): void {
  if (option !== undefined && answers.kind === 'number') {
    throw misuse(`${option} is for classes, and ${folder} predicts a number`);
  }
  if (top > 1 && answers.kind === 'labels') {
    throw misuse(`--top is for classes, and ${folder} predicts labels, each with its probability`);
  }
  if (option !== undefined && answers.kind === 'classes' && !hasProbabilities(answers)) {
    throw misuse(
      `${option} is for probabilities, and what ${folder} gives are none: its loss is ${read.spec.loss.name}`,
    );
  }
  if (answers.kind === 'classes' && top > answers.classes.length) {
    throw misuse(`--top ${top} is more than the ${answers.classes.length} classes that there are`);
  }
}

type Stopping = {
  readonly asked: Promise<never>;
  readonly signal: AbortSignal;
  readonly end: () => void;
};

// Rejects when somebody wants an end: nobody waits for a model, standard input, or a pipe, then.
function stopping(): Stopping {
  let reject: (error: Error) => void = () => undefined;
  const asked = new Promise<never>((_, fail) => (reject = fail));
  asked.catch(() => undefined);
  const reading = new AbortController();
  const stops = listenForStops((signal: StopSignal) => {
    process.stdin.destroy();
    reading.abort();
    reject(stoppedBy(signal));
  });
  return { asked, signal: reading.signal, end: stops.stop };
}

// What was predicted before a row that cannot be read stays; under the file's own name nothing
// stands that is not whole.
function withPart(error: unknown, sink: Sink | null, { rows }: Found): unknown {
  if (!(error instanceof UserError) || error.kind !== 'data' || rows === 0) {
    sink?.abandon();
    return error;
  }
  const part = sink?.leavePart() ?? null;
  if (part === null) return error;
  return failure(`${error.message}\nthe ${rows} rows before are in ${part}`);
}
