// Trains the runs that a command asks for, one child process each, one after another; answers with
// their comparison.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { loadComparison } from '../comparison/load.js';
import { placeRun, tensorflowEnvironment } from '../machine/placement.js';
import { portableBackendOf } from '../model/network.js';
import { exitCodes, failure, interrupted, UserError } from '../ground/errors.js';
import type { Beginning, How, Job, Observed } from '../experiment/job.js';
import { launchRun, type Outcome } from '../job/launch.js';
import type { Plan } from '../experiment/plan.js';
import type { RunRecord, StopSignal } from '../run/record.js';
import { withoutTest } from '../run/sealed.js';
import { encodeJson } from '../run/format/json.js';
import { escapeJsonText, escapeText } from '../text/escape.js';
import { renderComparison } from '../render/comparison.js';
import type { Reporter } from '../render/terminal/progress.js';
import { screenOf } from '../render/terminal/table.js';
import type { Answer } from './command.js';

/** A run to be trained. */
export type Wanted = {
  readonly plan: Plan;
  readonly from: Beginning;
  readonly runs: string;
  readonly how: How;
  readonly sealed: boolean;
  readonly observed?: Observed;
};

/** A run that is there already: nothing is to be trained. */
export type Present = { readonly present: string; readonly record: RunRecord };

/** How a command shows what came of it. */
export type Showing = {
  readonly runs: string;
  readonly json: boolean;
  readonly quiet: boolean;
  /** Whether nothing of a test set is shown, of runs that were there already neither. */
  readonly sealed?: boolean;
};

/**
 * Trains each of them that is not there yet, one after another, until one is stopped by a signal;
 * of those behind it only what is there comes back.
 */
export async function trainAll(
  asked: readonly (Wanted | Present)[],
  reporter: Reporter,
): Promise<readonly Outcome[]> {
  const warned = new Set<string>();
  const warn = (message: string): void => {
    if (!warned.has(message)) reporter.warn(message);
    warned.add(message);
  };
  const outcomes: Outcome[] = [];
  let begun = performance.timeOrigin;
  let isStopped = false;
  for (const one of asked) {
    if ('present' in one) {
      outcomes.push({ type: 'finished', folder: one.present, record: one.record, signal: null });
    } else if (!isStopped) {
      const { name, seed } = one.plan.read.spec;
      const outcome = await trainOne(one, begun, { ...reporter, warn });
      reporter.end();
      if (outcome.type !== 'finished') reporter.fail(`${name}, seed ${seed}: ${outcome.message}`);
      outcomes.push(outcome);
      isStopped = signalOf(outcome) !== null;
      begun = Date.now();
    }
  }
  return outcomes;
}

/** Trains one run, asked for at `asked` (milliseconds since 1970). */
export async function trainOne(
  wanted: Wanted,
  asked: number,
  reporter: Reporter,
): Promise<Outcome> {
  const { job, environment } = await jobOf(wanted, asked, reporter);
  return launchRun(job, environment, reporter.event);
}

/**
 * The batch size that `batch_size: auto` comes to on this machine. Throws a failure where none
 * fits.
 */
export async function findBatchSize(wanted: Wanted, reporter: Reporter): Promise<number> {
  const { job, environment } = await jobOf(wanted, Date.now(), reporter);
  let found: number | null = null;
  const outcome = await launchRun({ ...job, purpose: 'fit' }, environment, (event) => {
    if (event.type === 'fits') found = event.batchSize;
  });
  if (found !== null && outcome.type === 'died' && outcome.signal === null) return found;
  if (outcome.type === 'died' && outcome.signal) {
    throw interrupted(`no batch size was found: ${outcome.message}`, outcome.signal, {
      action: 'retry',
    });
  }
  if (outcome.type === 'failed') {
    const { kind, action, problems } = outcome.error;
    throw new UserError(outcome.message, kind, { action, problems, exitCode: outcome.exitCode });
  }
  throw failure(
    'no batch size was found: not one sample fits into memory; try a smaller model',
    'memory',
  );
}

async function jobOf(
  { plan, from, runs, how, sealed, observed }: Wanted,
  asked: number,
  reporter: Reporter,
): Promise<{ readonly job: Job; readonly environment: Readonly<Record<string, string>> }> {
  const { environment, backend, gpu } = await placeRun(
    how.device,
    portableBackendOf(plan.network),
    reporter,
  );
  // Of an unfinished run the folder is there; a new one is beside the others, whatever its name.
  const { spec, written, minimal, folder } =
    from.kind === 'resume' ? plan.read : plan.read.trial({}, join(resolve(runs), 'run'));
  const job: Job = {
    id: randomUUID(),
    purpose: 'train',
    file: plan.file,
    trial: { spec, written, minimal, folder },
    asked,
    runs,
    from,
    observed: observed ?? null,
    initial: from.kind === 'new' ? plan.initial : null,
    sealed,
    how,
    place: { backend, gpu },
  };
  return { job, environment: { ...tensorflowEnvironment(how), ...environment } };
}

/** The comparison of what was trained, as it was asked for, and the exit code. */
export function answerWith(
  outcomes: readonly Outcome[],
  { json, quiet, runs, sealed = false }: Showing,
): Answer {
  const finished = outcomes.flatMap((outcome) => (outcome.type === 'finished' ? [outcome] : []));
  const exitCode = exitCodeOf(outcomes);
  if (json) {
    return {
      output: escapeJsonText(
        encodeJson(
          finished.map(({ folder, record }) => ({
            folder,
            ...(sealed ? withoutTest(record) : record),
          })),
          2,
        ),
      ),
      exitCode,
    };
  }
  if (quiet) {
    return { output: finished.map(({ folder }) => escapeText(folder)).join('\n'), exitCode };
  }
  if (finished.length === 0) return { output: '', exitCode };
  const comparison = loadComparison(
    finished.map(({ folder }) => folder),
    runs,
    { sealed },
  );
  const { output, notes } = renderComparison(
    comparison,
    'table',
    screenOf(process.stdout, process.env),
  );
  return { output: `\n${output}`, notes, exitCode };
}

function exitCodeOf(outcomes: readonly Outcome[]): number {
  const signal = outcomes.map(signalOf).find((found) => found !== null);
  if (signal) return exitCodes.signal + constants.signals[signal];
  return combinedCode(
    outcomes.map((outcome) => {
      if (outcome.type !== 'finished') return outcome.exitCode;
      const { state } = outcome.record;
      if (state === 'diverged') return exitCodes.diverged;
      return state === 'finished' ? exitCodes.done : exitCodes.failed;
    }),
  );
}

/**
 * The exit code of a command whose parts ended with these: what went wrong where it is one thing,
 * a plain failure where it is several, a bug where any is one.
 */
export function combinedCode(codes: readonly number[]): number {
  const wrong = new Set(codes.filter((code) => code !== exitCodes.done));
  if (wrong.has(exitCodes.bug)) return exitCodes.bug;
  const [only = exitCodes.done, ...others] = wrong;
  return others.length === 0 ? only : exitCodes.failed;
}

/** The signal that a run was stopped by, or that came too late for it. */
function signalOf(outcome: Outcome): StopSignal | null {
  if (outcome.signal) return outcome.signal;
  return outcome.type === 'finished' ? (outcome.record.stopped?.signal ?? null) : null;
}
