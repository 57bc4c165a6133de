// `dlx evaluate`: how well the models of runs do, more closely than their scores tell: on validation,
// on the test set, whose every look is counted, or on new data.
import { randomUUID } from 'node:crypto';
import type { Given } from '../cli/command-table.js';
import { planRun } from '../experiment/replan.js';
import { failure, misuse } from '../ground/errors.js';
import { reportOf, type Evaluation } from '../inference/evaluation.js';
import type { EvaluatedEvent, EvaluateJob } from '../inference/job.js';
import { openKept, type KeptModel } from '../inference/kept.js';
import { moreMetrics } from '../inference/more-metrics.js';
import { evaluateIn } from '../job/evaluating.js';
import { parseDevice, placeRun, tensorflowEnvironment } from '../machine/placement.js';
import { portableBackendOf } from '../model/network.js';
import { renderEvaluation } from '../render/terminal/evaluation.js';
import { screenOf } from '../render/terminal/table.js';
import { resolveRuns } from '../run/find.js';
import { damagedFiles } from '../run/integrity.js';
import { outputFile, outputKinds, type JudgedPart } from '../run/layout.js';
import { readOutputs, type Outputs } from '../run/outputs.js';
import { countTestLook } from '../run/test-look.js';
import { escapeText } from '../text/escape.js';
import type { Scores } from '../training/epoch.js';
import { done, doneJson } from './answer.js';
import type { Answer } from './command.js';
import { reporterOf } from './told.js';

/** The evaluation of each run. */
export async function evaluateCommand(options: Given<'evaluate'>): Promise<Answer> {
  const { run, runs, json, data, test, labels } = options;
  if (labels !== undefined && (data === undefined || test)) {
    throw misuse('--labels names the labels of new images: give it with --data IMAGES');
  }
  const evaluations: Evaluation[] = [];
  const folders = resolveRuns(run, runs, { several: true });
  // A look that is counted is shown: what would keep a later one from it is said before the first.
  if (test && folders.length > 1) folders.map(openKept).forEach(checkFinished);
  // One after another: their data may be large.
  for (const folder of folders) {
    evaluations.push(await evaluationOf(openKept(folder), options));
  }
  if (json) return doneJson({ runs: evaluations });
  const screen = screenOf(process.stdout, process.env);
  return done(evaluations.map((one) => renderEvaluation(one, screen)).join('\n\n'), [
    ...evaluations.flatMap(({ notes }) => notes.map(escapeText)),
    ...evaluations.flatMap(undefinedNotes),
    ...(test ? evaluations.map(lookNote) : []),
  ]);
}

// What was judged: scores by the spec's own metrics, and by others.
type Judged = {
  readonly scores: Scores;
  readonly reasons: Readonly<Record<string, string>>;
  readonly outputs: Outputs;
  readonly extra: EvaluatedEvent['extra'];
  readonly notes: readonly string[];
};

async function evaluationOf(kept: KeptModel, options: Given<'evaluate'>): Promise<Evaluation> {
  const { folder, record, epoch } = kept;
  const { data, test } = options;
  const part: JudgedPart = test ? 'test' : 'validation';
  if (test) checkFinished(kept);
  const isNew = data !== undefined && !test;
  const judged = isNew
    ? await judgedOn(kept, { kind: 'data', data, labels: options.labels ?? null }, options)
    : await judgedPart(kept, part, options);
  const { scores, reasons, outputs, extra, notes } = judged;
  const isKept = Object.hasOwn(record.files, outputFile('predictions', 'test'));
  const { test_reads } = test
    ? countTestLook(folder, { scores, outputs: isKept ? null : outputs })
    : record;
  return {
    run: folder,
    on: isNew ? data : part,
    samples: outputs.predictions.shape[0] ?? 0,
    epoch,
    scores: { ...scores, ...extra?.scores },
    undefined_because: { ...reasons, ...extra?.undefinedBecause },
    report: reportOf(kept, outputs),
    notes,
    test_reads,
  };
}

// The test set is for the model that was chosen in the end.
function checkFinished({ folder, record: { state } }: KeptModel): void {
  if (state === 'finished') return;
  throw misuse(
    `${folder} is ${state}: its test set is read once it has finished; \`dlx resume ${folder}\` goes on with it`,
  );
}

// By what the run keeps, where it keeps it; else by its data, wherever that is now.
async function judgedPart(
  kept: KeptModel,
  part: JudgedPart,
  options: Given<'evaluate'>,
): Promise<Judged> {
  const { folder, record } = kept;
  const outputs = keptOutputs(kept, part);
  const scores = record.scores[part];
  if (!outputs || !scores) {
    const { read } = await planRun(folder, record, {
      data: options.test ? options.data : undefined,
      notify: () => undefined,
    });
    const { spec, written, minimal, folder: from } = read;
    const trial = { spec, written, minimal, folder: from };
    return judgedOn(kept, { kind: 'part', part, trial }, options);
  }
  const metrics = moreMetrics(kept, options.metrics ?? [], outputs);
  if (metrics.length === 0) return { scores, reasons: {}, outputs, extra: null, notes: [] };
  const { extra } = await evaluated(kept, { kind: 'kept', part }, { ...options, asked: metrics });
  return { scores, reasons: {}, outputs, extra, notes: [] };
}

// What a killed process left of them is not listed in the record, and counts as not kept.
function keptOutputs({ folder, record }: KeptModel, part: JudgedPart): Outputs | null {
  const names = outputKinds.map((kind) => outputFile(kind, part));
  if (!names.every((name) => Object.hasOwn(record.files, name))) return null;
  const damaged = damagedFiles(folder, record, names);
  if (damaged.length > 0) throw failure(damaged.join('\n'));
  return readOutputs(folder, part);
}

async function judgedOn(
  kept: KeptModel,
  what: EvaluateJob['what'],
  options: Given<'evaluate'>,
): Promise<Judged> {
  const asked = moreMetrics(kept, options.metrics ?? [], null);
  const { scored, outputs, extra, notes } = await evaluated(kept, what, { ...options, asked });
  return {
    scores: scored?.scores ?? {},
    reasons: scored?.undefinedBecause ?? {},
    outputs,
    extra,
    notes,
  };
}

async function evaluated(
  { folder, record, network }: KeptModel,
  what: EvaluateJob['what'],
  {
    device,
    threads = record.how.threads,
    json,
    asked,
  }: Pick<Given<'evaluate'>, 'device' | 'threads' | 'json'> & {
    readonly asked: EvaluateJob['metrics'];
  },
): Promise<EvaluatedEvent> {
  const { reporter } = await reporterOf({ json, quiet: false });
  try {
    const { environment, backend, gpu } = await placeRun(
      parseDevice(device),
      portableBackendOf(network),
      reporter,
    );
    reporter.passing(`evaluating ${folder}`);
    return await evaluateIn(
      {
        id: randomUUID(),
        purpose: 'evaluate',
        folder,
        what,
        metrics: asked,
        execution: record.how.execution,
        place: { backend, gpu },
      },
      { ...tensorflowEnvironment({ threads }), ...environment },
    );
  } finally {
    reporter.end();
  }
}

function undefinedNotes({ scores, undefined_because }: Evaluation): readonly string[] {
  return Object.entries(scores).flatMap(([name, value]) => {
    if (value !== null) return [];
    const why = Object.hasOwn(undefined_because, name) ? `: ${undefined_because[name]}` : '';
    return [escapeText(`${name} is undefined${why}`)];
  });
}

function lookNote({ run, test_reads: reads }: Evaluation): string {
  const often = reads === 1 ? 'for the first time' : `${reads} times by now`;
  return escapeText(
    `the test set of ${run} was read ${often}: what is chosen by it is no longer judged by it`,
  );
}
