// `--fit-epochs`: a short training of the spec is measured, and `epochs` becomes what fits into its
// budget, as if it had been written, so that schedules come to their end.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { epochsWithin, secondsAnEpoch } from '../experiment/budget.js';
import type { How } from '../experiment/job.js';
import type { Plan } from '../experiment/plan.js';
import { failure, interrupted, misuse, UserError } from '../ground/errors.js';
import type { Outcome } from '../job/launch.js';
import { duration } from '../render/terminal/run-lines.js';
import type { Reporter } from '../render/terminal/reporter.js';
import { readEpochs } from '../run/read.js';
import { reasonOf } from '../run/record.js';
import { counted } from '../text/wrap.js';
import { trainOne } from './runs.js';

/** The seconds that are measured: a tenth of the budget, within bounds. */
export function measuredSeconds(budget: number): number {
  return Math.min(20, Math.max(1, budget / 10));
}

/**
 * The plan with the number of epochs that fits into its budget. Throws a misuse where it has none,
 * and a failure where it cannot be trained.
 */
export async function withFittingEpochs(plan: Plan, how: How, reporter: Reporter): Promise<Plan> {
  const { name, budget } = plan.read.spec;
  if (!budget) {
    throw misuse(
      `${plan.file} has no budget that epochs could be fitted into: give it --budget 10m, or budget: {seconds: 600}`,
    );
  }
  reporter.work(`measuring an epoch of ${name}`);
  const each = await measured(plan, how, reporter);
  const epochs = epochsWithin(budget, each);
  reporter.line(
    `${name}: about ${duration(each)} an epoch here, so that its budget of ${duration(budget.seconds)} has ${counted(epochs, 'epoch')}`,
  );
  if (each > budget.seconds) {
    reporter.warn(`${name}: one epoch takes longer than the budget, and will be cut short`);
  }
  return { ...plan, read: plan.read.trial({ epochs }) };
}

// More than any budget has.
const endless = 1_000_000;

async function measured(plan: Plan, how: How, reporter: Reporter): Promise<number> {
  const place = mkdtempSync(join(tmpdir(), 'dlx-fit-epochs-'));
  const seconds = measuredSeconds(plan.read.spec.budget?.seconds ?? 0);
  const nothing = (): void => undefined;
  try {
    const read = plan.read.trial({ epochs: endless, early_stopping: null, budget: seconds });
    const outcome = await trainOne(
      { plan: { ...plan, read }, from: { kind: 'new' }, runs: place, how, sealed: true },
      Date.now(),
      { ...reporter, line: nothing, warn: nothing, event: nothing },
    );
    const { folder, record } = trained(outcome);
    const spent = record.ended?.seconds ?? record.seconds.total;
    const steps = Math.ceil(record.data.train / read.spec.batch_size);
    const found = secondsAnEpoch(readEpochs(folder), spent, steps);
    if (found === null) throw failure(`not one step of ${plan.read.spec.name} was measured`);
    return found;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

// What diverges has been measured all the same, and is told when it is trained.
function trained(outcome: Outcome): Extract<Outcome, { type: 'finished' }> {
  if (outcome.type !== 'finished') {
    const { kind, action, problems } = outcome.error;
    throw new UserError(outcome.message, kind, { action, problems, exitCode: outcome.exitCode });
  }
  const { record } = outcome;
  const signal = outcome.signal ?? record.stopped?.signal;
  if (signal) throw interrupted(`stopped by ${signal}: nothing was trained`, signal);
  if (record.state !== 'finished' && record.state !== 'diverged') {
    throw failure(reasonOf(record) ?? `the measured training is ${record.state}`);
  }
  return outcome;
}
