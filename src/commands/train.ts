// `dlx train`: specs in, a run for each of their seeds, the comparison of what was trained out.
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { parseDevice } from '../machine/placement.js';
import type { Given } from '../cli/command-table.js';
import { misuse } from '../ground/errors.js';
import type { How } from '../experiment/job.js';
import { threadsFor, type Plan } from '../experiment/plan.js';
import { resolveOneRun } from '../run/find.js';
import { holdsRecord, intactRecord, readRun } from '../run/read.js';
import type { Reporter } from '../render/terminal/reporter.js';
import { answerWith } from './answering.js';
import { planSpecs, type Answer } from './command.js';
import { eventsTo, type Events } from './events.js';
import { handing, type Handing } from './handing.js';
import { finishedRuns, hashesOf, presentOf } from './needed.js';
import { resumeCommand } from './resume.js';
import { findBatchSize } from './runs.js';
import { reporterOf, type Told } from './told.js';
import {
  trainAll,
  trainedAlready,
  type Asked,
  type Surroundings,
  type Trained,
} from './training.js';

/**
 * Trains each spec with each of its seeds. The folder of an unfinished run in place of a spec means
 * to go on with it.
 */
export async function trainCommand(options: Given<'train'>): Promise<Answer> {
  const { spec: files } = options;
  if (files.every(holdsRecord)) return resumeFolders(options);
  const folder = files.find(holdsRecord);
  if (folder !== undefined) {
    throw misuse(`${folder} is a run and not a spec: go on with it by \`dlx resume ${folder}\``);
  }
  if (options['fit-epochs'] && options.needed) {
    throw misuse(
      '--fit-epochs measures anew each time, so that --needed cannot tell what is there already: use one of the two',
    );
  }
  checkShowing(options);
  const parent = options.parent === undefined ? null : onlyRun(options.parent, options.runs);
  const told = await reporterOf(options);
  using events = eventsTo(options.events, told.reporter);
  // The events are closed behind the answer.
  return await events.answered(() => trainSpecs(options, { told, events, parent }));
}

type With = { readonly told: Told; readonly events: Events; readonly parent: string | null };

async function trainSpecs(
  options: Given<'train'>,
  { told, events, parent }: With,
): Promise<Answer> {
  const { reporter } = events;
  const howOf = howGiven(options);
  using handed = handing();
  try {
    const plans = await planSpecs(options.spec, options, reporter.passing);
    for (const warning of plans.flatMap(({ warnings }) => warnings)) reporter.warn(warning);
    for (const note of plans.flatMap(({ notes }) => notes)) reporter.line(note);
    const replicates = await replicatesOf(plans, options, { reporter, howOf, handing: handed });
    const finished =
      options.needed || options.json || events.isOn ? finishedRuns(options.runs) : undefined;
    const identities = options.needed ? await hashesOf(replicates, reporter.work) : [];
    reporter.end();
    const asked = replicates.map((plan, i): Asked => {
      const from = parent ?? runBefore(plan);
      const { name, seed, cross_validation: fold } = plan.read.spec;
      const about = { spec: plan.file, name, seed, fold, parent: from };
      const identity = identities[i];
      const present = identity && finished ? presentOf(finished, identity) : null;
      if (present) {
        reporter.line(trainedAlready(about, present));
        return { about, ...present };
      }
      return {
        about,
        ...(identity ? { identity } : {}),
        plan,
        from: { kind: 'new' },
        runs: options.runs,
        how: howOf(threadsFor(plan, availableParallelism())),
        sealed: options.sealed || plan.isSealed,
        parent: idOf(from),
        handing: handed,
      };
    });
    const sharing = options.needed && finished ? { runs: options.runs, finished } : null;
    const showing = { ...options, finished, warnings: told.warnings };
    const trained = await trainedBy(options.jobs, asked, reporter, {
      sharing,
      ended: (one) => events.ended(one, finished),
    });
    events.done(trained, showing);
    finished?.refresh();
    return await answerWith(trained, showing);
  } finally {
    reporter.end();
  }
}

// Several runs have workers, who are gone when all is trained; a single one has its own process.
async function trainedBy(
  count: number | undefined,
  asked: readonly Asked[],
  reporter: Reporter,
  surroundings: Omit<Surroundings, 'jobs'>,
): Promise<Trained> {
  const wanted = asked.flatMap((one) => ('present' in one ? [] : [one]));
  if (wanted.length < 2) return trainAll(asked, reporter, surroundings);
  const { jobsFor } = await import('./jobs.js');
  using jobs = await jobsFor(wanted, count, reporter);
  if (jobs.note !== null) reporter.line(jobs.note);
  return await trainAll(asked, reporter, { ...surroundings, jobs });
}

type Sizing = {
  readonly reporter: Reporter;
  readonly howOf: ReturnType<typeof howGiven>;
  readonly handing: Handing;
};

// Each with each of its seeds, its batch size and epochs found where they are to be.
async function replicatesOf(
  plans: readonly Plan[],
  { runs, 'fit-epochs': fits }: Given<'train'>,
  { reporter, howOf, handing: handed }: Sizing,
): Promise<readonly Plan[]> {
  const replicates: Plan[] = [];
  // One after another: each measures what memory there is.
  for (const plan of plans) {
    const sized = await withBatchSize(plan, { runs, howOf, handing: handed }, reporter);
    const found = fits
      ? await (
          await import('./fit-epochs.js')
        ).withFittingEpochs(sized, howOf(threadsFor(sized, availableParallelism())), reporter)
      : sized;
    const folds =
      found.read.folds.length > 1 ? await foldPlans(found, { runs, reporter }) : [found];
    // Of one fold after another: its data is read once for all seeds.
    for (const fold of folds) {
      for (const seed of fold.read.seeds) {
        replicates.push({ ...fold, read: fold.read.trial({ seed }) });
      }
    }
  }
  return replicates;
}

async function foldPlans(
  plan: Plan,
  { runs, reporter }: { readonly runs: string; readonly reporter: Reporter },
): Promise<readonly Plan[]> {
  const { foldsLine, planFolds } = await import('./folds.js');
  reporter.line(foldsLine(plan));
  return await planFolds(plan, { runs, notify: reporter.passing }, reporter.warn);
}

function checkShowing({ json, full, events, quiet }: Given<'train'>): void {
  if (full && !json) throw misuse('--full goes with --json');
  if (events === '-' && (json || quiet)) {
    throw misuse(
      `--events - and --${json ? 'json' : 'quiet'} both write to stdout: give --events a file`,
    );
  }
}

function onlyRun(argument: string, runs: string): string {
  const folder = resolveOneRun(argument, runs);
  intactRecord(folder, 'is damaged');
  return folder;
}

// The run whose spec is trained again, or extended.
function runBefore({ file, read }: Plan): string | null {
  return [file, ...read.extended].map((path) => dirname(path)).find(holdsRecord) ?? null;
}

function idOf(folder: string | null): string | null {
  const read = folder === null ? null : readRun(folder);
  return read && 'record' in read ? read.record.id : null;
}

function resumeFolders(given: Given<'train'>): Promise<Answer> {
  const { spec: run, runs, json, full, quiet, device, jobs: _one, ...started } = given;
  const isChanged = Object.values(started).some((value) =>
    Array.isArray(value) ? value.length > 0 : value !== false,
  );
  if (isChanged || device !== 'auto') {
    throw misuse(
      `${run[0]} is a run: what it was started with cannot be changed; train its spec.yaml anew, or give it more epochs by \`dlx resume ${run[0]} --epochs N\``,
    );
  }
  return resumeCommand({ run, runs, json, full, quiet, force: false });
}

// How runs are trained, but for the threads where nobody said how many.
function howGiven({ device, threads, eager }: Given<'train'>): (usual: number) => How {
  const wish = parseDevice(device);
  const execution = eager ? 'eager' : 'graph';
  return (usual) => ({ device: wish, threads: threads ?? usual, execution });
}

// `batch_size: auto` becomes the number that was found, as if it had been written.
async function withBatchSize(
  plan: Plan,
  {
    runs,
    howOf,
    handing: handed,
  }: {
    readonly runs: string;
    readonly howOf: ReturnType<typeof howGiven>;
    readonly handing: Handing;
  },
  reporter: Reporter,
): Promise<Plan> {
  const { read } = plan;
  if (!read.findsBatchSize) return plan;
  reporter.work(`finding the batch size of ${read.spec.name}`);
  const how = howOf(availableParallelism());
  const size = await findBatchSize(
    { plan, from: { kind: 'new' }, runs, how, sealed: true, handing: handed },
    reporter,
  );
  reporter.line(`${read.spec.name}: batch_size auto is ${size} here`);
  return { ...plan, read: read.trial({ batch_size: size }) };
}
