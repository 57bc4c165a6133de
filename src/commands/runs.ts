// Trains one run that a command asks for, in a child process of its own or by a worker of several.
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { placeRun, tensorflowEnvironment } from '../machine/placement.js';
import { portableBackendOf } from '../model/network.js';
import { failure, interrupted, UserError } from '../ground/errors.js';
import type { Beginning, How, Job, Observed } from '../experiment/job.js';
import type { Crew } from '../job/crew.js';
import { launchRun, type Outcome } from '../job/launch.js';
import type { Plan } from '../experiment/plan.js';
import type { StopSignal } from '../run/record.js';
import type { Reporter } from '../render/terminal/reporter.js';
import type { Handing } from './handing.js';

/** A run to be trained. */
export type Wanted = {
  readonly plan: Plan;
  readonly from: Beginning;
  readonly runs: string;
  readonly how: How;
  readonly sealed: boolean;
  readonly observed?: Observed;
  /** The id of the run that it came from. */
  readonly parent?: string | null;
  /** What hands its data over; without it the run's process reads it. */
  readonly handing?: Handing;
};

/** Where the runs of one command are trained: by which workers, and with what; found once. */
export type Workplace = { readonly crew: Crew; readonly placed: typeof placeRun };

/**
 * Trains one run, asked for at `asked` (milliseconds since 1970), in a process of its own or by a
 * worker.
 */
export async function trainOne(
  wanted: Wanted,
  asked: number,
  reporter: Reporter,
  workplace: Workplace | null = null,
): Promise<Outcome> {
  const { job, environment } = await jobOf(wanted, asked, reporter, workplace?.placed);
  const files = handedTo(job, wanted);
  return workplace
    ? workplace.crew.run({ job, environment, files }, reporter.event)
    : launchRun(job, environment, reporter.event, files);
}

/**
 * The batch size that `batch_size: auto` comes to on this machine. Throws a failure where none
 * fits.
 */
export async function findBatchSize(wanted: Wanted, reporter: Reporter): Promise<number> {
  const { job, environment } = await jobOf(wanted, Date.now(), reporter);
  let found: number | null = null;
  const outcome = await launchRun(
    { ...job, purpose: 'fit' },
    environment,
    (event) => {
      if (event.type === 'fits') found = event.batchSize;
    },
    handedTo(job, wanted),
  );
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
  { plan, from, runs, how, sealed, observed, parent = null }: Wanted,
  asked: number,
  reporter: Reporter,
  placed: typeof placeRun = placeRun,
): Promise<{ readonly job: Job; readonly environment: Readonly<Record<string, string>> }> {
  const { environment, backend, gpu } = await placed(
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
    parent,
    observed: observed ?? null,
    initial: from.kind === 'new' ? plan.initial : null,
    sealed,
    how,
    handed: null,
    place: { backend, gpu },
  };
  return { job, environment: { ...tensorflowEnvironment(how), ...environment } };
}

function handedTo({ trial }: Job, { plan, handing }: Wanted): readonly number[] {
  return handing?.filesOf(plan.data, trial) ?? [];
}

/** The signal that a run was stopped by, or that came too late for it. */
export function signalOf(outcome: Outcome): StopSignal | null {
  if (outcome.signal) return outcome.signal;
  return outcome.type === 'finished' ? (outcome.record.stopped?.signal ?? null) : null;
}
