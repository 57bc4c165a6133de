// `dlx verify`: whether a run folder is as it was written, and whether training again, in one go
// and with a stop in the middle, gives the same bits.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Given } from '../cli/command-table.js';
import {
  exitCodes,
  failure,
  interrupted,
  messageOf,
  misuse,
  problemSaid,
  type ToldError,
} from '../ground/errors.js';
import { planRun } from '../experiment/replan.js';
import { startPlan } from '../experiment/starting.js';
import type { Outcome } from '../job/launch.js';
import { listenForStops, type Stops } from '../job/signals.js';
import { bitDifferences } from '../run/bits.js';
import { differences } from '../run/differences.js';
import { differingSums, type Fingerprint } from '../run/fingerprint.js';
import { checkFiles } from '../run/integrity.js';
import { resolveOneRun } from '../run/find.js';
import { intactRecord } from '../run/read.js';
import { isMadeSealed } from '../run/sealed.js';
import type { RunRecord } from '../run/record.js';
import { escapeText } from '../text/escape.js';
import { counted } from '../text/wrap.js';
import type { Reporter } from '../render/terminal/reporter.js';
import { done, doneJson, failedJson } from './answer.js';
import type { Answer } from './command.js';
import { trainOne, type Wanted } from './runs.js';
import { reporterOf } from './told.js';

/** Checks one run. */
export async function verifyCommand({
  run,
  runs,
  files,
  data,
  json,
}: Given<'verify'>): Promise<Answer> {
  const folder = resolveOneRun(run, runs);
  const record = intactRecord(folder, 'is damaged');
  const checked = checkFiles(folder, record);
  if (checked.damaged.length > 0) throw failure(checked.damaged.join('\n'));
  const listed = `${folder}: ${checked.files.length} files have the SHA-256 that they were written with`;
  const document = { run: folder, files: checked.files.length };
  if (files) return json ? doneJson(document) : done(escapeText(listed));
  if (record.state !== 'finished') {
    throw misuse(
      `${folder} is ${record.state}: only a finished run can be trained again as a whole; --files checks its files`,
    );
  }
  const { reporter } = await reporterOf({ json, quiet: true });
  const found = await retrain(folder, record, { data, runs, reporter });
  if (json && found.same) return doneJson({ ...document, ...found.trained });
  if (json) {
    const problems = found.lines.map((line) => problemSaid(line));
    const error: ToldError = { kind: 'data', action: 'give up', problems };
    return failedJson(document, error, exitCodes.failed);
  }
  return {
    output: [listed, ...found.lines].map(escapeText).join('\n'),
    exitCode: found.same ? exitCodes.done : exitCodes.failed,
  };
}

type Verdict = {
  readonly same: boolean;
  readonly lines: readonly string[];
  readonly trained: { readonly steps: number; readonly epochs: number };
};

type Retraining = {
  readonly data: string | undefined;
  readonly runs: string;
  readonly reporter: Reporter;
};

// One training in one go, one that is stopped in the middle and gone on with, and the record: all
// three must agree.
async function retrain(
  folder: string,
  record: RunRecord,
  { data, runs, reporter }: Retraining,
): Promise<Verdict> {
  const place = makeTemporaryFolder();
  const signals = listenForStops();
  try {
    const notify = (): void => undefined;
    const plan = await startPlan(await planRun(folder, record, { data, notify }), { runs, notify });
    const train = async (
      name: string,
      from: Wanted['from'],
      stopAfter: { epoch: number; step: number } | null,
    ): Promise<RunRecord & { readonly folder: string }> => {
      const outcome = await trainOne(
        {
          plan,
          how: record.how,
          from,
          runs: join(place, name),
          sealed: isMadeSealed(record),
          observed: { file: join(place, `${name}.steps`), stopAfter, endAfter: endOf(record) },
        },
        Date.now(),
        reporter,
      );
      checkStops(signals);
      return recordOf(outcome);
    };
    const whole = await train('whole', { kind: 'new' }, null);
    const steps = readSteps(join(place, 'whole.steps'));
    const middle = steps[Math.floor(steps.length / 2)] ?? null;
    const stopped = await train('halves', { kind: 'new' }, middle);
    const resumed = await train(
      'halves',
      { kind: 'resume', folder: stopped.folder, force: false },
      null,
    );
    const found = [
      ...dataDifferences(record, whole),
      ...stepDifferences(steps, readSteps(join(place, 'halves.steps'))),
      ...bitDifferences(
        { folder: resumed.folder, name: 'resumed' },
        { folder: whole.folder, name: 'in one go' },
      ),
      ...bitDifferences(
        { folder: whole.folder, name: 'trained again' },
        { folder, name: 'the record' },
      ),
    ];
    const elsewhere = differences(record, { ...whole, hashes: record.hashes });
    return verdict(found, { elsewhere, steps: steps.length, epochs: whole.epochs.done });
  } finally {
    signals.stop();
    reporter.end();
    rmSync(place, { recursive: true, force: true });
  }
}

// Where a budget ended it.
function endOf({ ended }: RunRecord): { readonly epoch: number; readonly step: number } | null {
  return ended?.by === 'budget' ? { epoch: ended.epoch, step: ended.step } : null;
}

function makeTemporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'dlx-verify-'));
  } catch (error) {
    throw failure(
      `cannot make a folder in ${tmpdir()}: ${messageOf(error)}; TMPDIR names another place`,
    );
  }
}

// Whoever interrupts a verification wants no verdict, and nothing left behind.
function checkStops({ asked }: Stops): void {
  const signal = asked();
  if (signal === null) return;
  throw interrupted(`stopped by ${signal}: nothing was verified`, signal, { action: 'retry' });
}

function recordOf(outcome: Outcome): RunRecord & { readonly folder: string } {
  if (outcome.type !== 'finished') throw failure(`training again failed: ${outcome.message}`);
  return { ...outcome.record, folder: outcome.folder };
}

function verdict(
  found: readonly string[],
  {
    elsewhere,
    steps,
    epochs,
  }: { readonly elsewhere: readonly string[]; readonly steps: number; readonly epochs: number },
): Verdict {
  const [first] = found;
  const trained = { steps, epochs };
  if (first === undefined) {
    return {
      same: true,
      trained,
      lines: [
        `trained again, in one go and stopped in the middle: ${counted(steps, 'step')} in ${counted(epochs, 'epoch')} gave the same bits`,
      ],
    };
  }
  return { same: false, trained, lines: [`differs: ${first}`, ...elsewhere] };
}

function readSteps(file: string): readonly Fingerprint[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Fingerprint);
}

// The same bits of other data prove nothing, as where a part of it is read that no sample has.
function dataDifferences({ data: then }: RunRecord, { data: now }: RunRecord): readonly string[] {
  if (then.sha256 === now.sha256) return [];
  return ['the data is not what the run was trained on'];
}

function stepDifferences(
  whole: readonly Fingerprint[],
  halves: readonly Fingerprint[],
): readonly string[] {
  if (whole.length !== halves.length) {
    return [`in one go there were ${whole.length} steps, stopped in the middle ${halves.length}`];
  }
  return whole.flatMap((one, i) => {
    const names = differingSums(one, halves[i] ?? one);
    return names.length === 0
      ? []
      : [
          `epoch ${one.epoch}, step ${one.step}: ${names.join(', ')}, in one go and stopped in the middle`,
        ];
  });
}
