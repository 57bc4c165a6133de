// `dlx train`: specs in, a run for each of their seeds, the comparison of what was trained out.
import { availableParallelism, constants } from 'node:os';
import { loadComparison } from '../comparison/load.js';
import { loadDataset } from '../dataset/datasets.js';
import { parseDevice, placeRun, tensorflowEnvironment, type DeviceOption } from '../device.js';
import { exitCodes } from '../errors.js';
import type { Job } from '../events.js';
import { language } from '../language.js';
import { launchRun, type Outcome } from '../launch.js';
import { threadsFor, type Plan } from '../plan.js';
import { findRuns, readRun } from '../run/read.js';
import { specHashes } from '../spec/minimal.js';
import { withSeed } from '../spec/read.js';
import { encodeJson } from '../run/json.js';
import { renderComparison } from '../terminal/comparison.js';
import { reporterFor, type Reporter } from '../terminal/progress.js';
import { screenOf } from '../terminal/table.js';
import { folderOf, planSpecs, type Answer, type SpecOptions } from './command.js';

export type TrainOptions = SpecOptions & {
  readonly runs: string;
  readonly device: string;
  readonly threads?: number;
  readonly engine: 'graph' | 'eager';
  readonly needed: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
};

/** Trains each spec with each of its seeds, one child process a run, one after another. */
export async function trainCommand(files: readonly string[], options: TrainOptions): Promise<Answer> {
  const device = parseDevice(options.device);
  const screen = screenOf(process.stderr, process.env);
  const reporter = reporterFor(process.stderr, screen, options.quiet);
  try {
    const plans = await planSpecs(files, options, reporter.work);
    for (const warning of plans.flatMap(({ warnings }) => warnings)) reporter.warn(warning);
    const wanted = await Promise.all(plans.flatMap((plan) => plan.read.seeds.map((seed) => replicate(plan, seed))).map((plan) => skipDone(plan, options, reporter)));
    const outcomes = await trainAll(wanted.flatMap((plan) => plan ?? []), { ...options, device }, reporter);
    return answer(outcomes, options);
  } finally {
    reporter.end();
  }
}

/** One run's part of a plan. */
function replicate(plan: Plan, seed: number): Plan {
  return { ...plan, read: withSeed(plan.read, seed, language) };
}

async function skipDone(plan: Plan, { needed, runs }: TrainOptions, reporter: Reporter): Promise<Plan | null> {
  if (!needed) return plan;
  const { sha256 } = await loadDataset(plan.read.spec.dataset, { folder: folderOf(plan.file), notify: reporter.work });
  const { spec } = specHashes(plan.read.minimal, sha256);
  const found = findRuns(runs).map(readRun).find((run) => 'record' in run && run.record.state === 'finished' && run.record.hashes.spec === spec);
  if (found) reporter.line(`${plan.read.spec.name}, seed ${plan.read.spec.seed}: trained already, ${found.folder}`);
  return found ? null : plan;
}

type Training = { readonly runs: string; readonly device: DeviceOption; readonly engine: 'graph' | 'eager'; readonly threads?: number };

async function trainAll(plans: readonly Plan[], training: Training, reporter: Reporter): Promise<readonly Outcome[]> {
  const warned = new Set<string>();
  const warn = (message: string): void => {
    if (!warned.has(message)) reporter.warn(message);
    warned.add(message);
  };
  const outcomes: Outcome[] = [];
  for (const plan of plans) {
    const outcome = await trainOne(plan, outcomes.length === 0 ? performance.timeOrigin : Date.now(), training, { ...reporter, warn });
    reporter.end();
    if (outcome.type !== 'finished') reporter.warn(`${plan.read.spec.name}, seed ${plan.read.spec.seed}: ${outcome.message}`);
    outcomes.push(outcome);
    if (signalOf(outcome)) break;
  }
  return outcomes;
}

async function trainOne(plan: Plan, asked: number, training: Training, reporter: Reporter): Promise<Outcome> {
  const placement = await placeRun(training.device, plan.network, reporter);
  const threads = training.threads ?? threadsFor(plan, availableParallelism());
  const { spec, written, minimal } = plan.read;
  const job: Job = {
    file: plan.file,
    spec,
    asked,
    written,
    minimal,
    runs: training.runs,
    engine: placement.engine,
    device: training.device.startsWith('gpu') ? 'gpu' : (training.device as 'auto' | 'cpu'),
    threads,
    steps: training.engine,
    gpu: placement.gpu,
  };
  return launchRun(job, { ...tensorflowEnvironment(threads), ...placement.environment }, (event) => reporter.event(event, plan.network));
}

function answer(outcomes: readonly Outcome[], { json, quiet, runs }: TrainOptions): Answer {
  const finished = outcomes.flatMap((outcome) => (outcome.type === 'finished' ? [outcome] : []));
  const exitCode = exitCodeOf(outcomes);
  if (json) return { output: encodeJson(finished.map(({ folder, record }) => ({ folder, ...record })), 2), exitCode };
  if (quiet) return { output: finished.map(({ folder }) => folder).join('\n'), exitCode };
  if (finished.length === 0) return { output: '', exitCode };
  const comparison = loadComparison(finished.map(({ folder }) => folder), runs);
  const { output, notes } = renderComparison(comparison, 'table', screenOf(process.stdout, process.env));
  return { output: `\n${output}`, notes, exitCode };
}

function exitCodeOf(outcomes: readonly Outcome[]): number {
  const signal = outcomes.map(signalOf).find((found) => found !== null);
  if (signal) return exitCodes.signal + constants.signals[signal];
  const codes = outcomes.map((outcome) => {
    if (outcome.type !== 'finished') return outcome.exitCode;
    return outcome.record.state === 'finished' ? exitCodes.done : exitCodes.failed;
  });
  return Math.max(exitCodes.done, ...codes);
}

/** The signal that a run was stopped by, if it was. */
function signalOf(outcome: Outcome): NodeJS.Signals | null {
  if (outcome.type === 'died') return outcome.signal;
  if (outcome.type !== 'finished' || outcome.record.state !== 'interrupted') return null;
  return (/^stopped by (SIG[A-Z0-9]+)/.exec(outcome.record.message ?? '')?.[1] ?? null) as NodeJS.Signals | null;
}

