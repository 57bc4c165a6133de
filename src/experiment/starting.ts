// Where a plan's training begins that does not begin with drawn weights: the run, spec or file that
// its spec names is found, its weights are held against the network, and what is taken is pinned in
// the spec, by its SHA-256.
import { isAbsolute, relative, resolve } from 'node:path';
import { loadDataset } from '../dataset/datasets.js';
import type { LoadContext } from '../dataset/dataset.js';
import { SpecProblems } from '../document/problems.js';
import { UserError } from '../ground/errors.js';
import { transferTo, type Transfer } from '../model/transfer.js';
import { findRuns, resolveOneRun } from '../run/find.js';
import {
  bestOf,
  readSource,
  takenHash,
  takenValues,
  unusable,
  type WeightsFile,
} from '../run/initial.js';
import { intactRecord } from '../run/read.js';
import { readRuns } from '../run/run-index.js';
import type { RunRecord } from '../run/record.js';
import { isMadeSealed } from '../run/sealed.js';
import { specHashes } from '../spec/minimal.js';
import { readSpec } from '../spec/read.js';
import type { InitialWeights } from '../spec/spec.js';
import { counted } from '../text/wrap.js';
import { improves, monitoredValue } from '../training/monitor.js';
import { language } from './language.js';
import { dataContext, planExperiment, type Plan } from './plan.js';

/** What finding a source needs: the folder of runs, and who is told of data that is read. */
export type Looking = { readonly runs: string; readonly notify: LoadContext['notify'] };

/**
 * Finds what a plan begins with. Throws SpecProblems, at the place in the spec, where there is no such
 * source, or with all that does not fit.
 */
export function startPlan(plan: Plan, looking: Looking): Promise<Plan> {
  return startWithin(plan, looking, []);
}

// `within` are the specs that are looked at for this one.
async function startWithin(plan: Plan, looking: Looking, within: readonly string[]): Promise<Plan> {
  const { initial_weights: wanted } = plan.read.spec;
  if (!wanted) return plan;
  const key = wanted.run !== null ? 'run' : wanted.spec !== null ? 'spec' : 'file';
  try {
    const source = await sourceOf(plan, wanted, looking, within);
    return started(plan, wanted, source);
  } catch (error) {
    if (!(error instanceof UserError) || error instanceof SpecProblems) throw error;
    throw new SpecProblems([plan.read.problemAt(['initial_weights', key], error.message)]);
  }
}

type Source = WeightsFile & { readonly folder: string | null; readonly isSealed: boolean };

async function sourceOf(
  { read }: Plan,
  { run, spec, file }: InitialWeights,
  looking: Looking,
  within: readonly string[],
): Promise<Source> {
  if (file !== null) {
    return { file: resolve(read.folder, file), run: null, folder: null, isSealed: false };
  }
  if (run !== null) return runSource(folderOf(run, read.folder, looking.runs));
  return runSource(await bestRunOf(resolve(read.folder, spec ?? ''), looking, within));
}

// A name without a slash is looked for in the folder of runs.
function folderOf(run: string, home: string, runs: string): string {
  const argument = run.includes('/') ? resolve(home, run) : run;
  return resolveOneRun(argument, runs, { renamed: true });
}

function runSource(folder: string): Source {
  const record = intactRecord(folder, 'is damaged');
  if (record.state === 'running') {
    throw new UserError(
      `${folder} is still being trained, and its best epoch may change: wait for its end`,
      'in use',
    );
  }
  if (record.epochs.best === null) {
    throw new UserError(`${folder} has no best epoch whose weights could be taken`, 'data');
  }
  return { ...bestOf(folder, record.id), folder, isSealed: isMadeSealed(record) };
}

// Of the finished runs of a spec, whatever their seeds, the one with the best monitored value.
async function bestRunOf(
  file: string,
  looking: Looking,
  within: readonly string[],
): Promise<string> {
  if (within.includes(file)) {
    throw new UserError(`${file} begins with its own best run: name another one`, 'spec');
  }
  const planned = await planExperiment(file, readSpec(file, { language }), looking.notify);
  const { read, data } = await startWithin(planned, looking, [...within, file]);
  const { budget, dataset } = read.spec;
  const sum = data.sha256 ?? (await loadDataset(dataset, dataContext(read, looking.notify))).sha256;
  const groups = [
    specHashes(read.minimal, sum).group,
    ...(budget ? [specHashes(read.minimal, sum, budget.seconds).group] : []),
  ];
  const best = bestFinished(looking.runs, groups);
  if (best === null) {
    throw new UserError(
      `there is no finished run of ${file} in ${JSON.stringify(looking.runs)}: train it first, or name another folder with --runs DIR`,
      'not found',
    );
  }
  return best;
}

function bestFinished(runs: string, groups: readonly string[]): string | null {
  let best: { readonly folder: string; readonly value: number } | null = null;
  for (const run of readRuns(findRuns(runs))) {
    if (!('record' in run) || !isOf(run.record, groups)) continue;
    const { monitor, scores } = run.record;
    const value = monitoredValue(monitor.name, scores.train ?? {}, scores.validation ?? {});
    if (improves(value, best?.value ?? null, monitor.mode)) best = { folder: run.folder, value };
  }
  return best?.folder ?? null;
}

function isOf({ state, hashes, epochs }: RunRecord, groups: readonly string[]): boolean {
  return state === 'finished' && epochs.best !== null && groups.includes(hashes.group);
}

function started(plan: Plan, wanted: InitialWeights, source: Source): Plan {
  const { epoch, tensors } = readSource(source);
  const transfer = transferTo(plan.network, tensors, wanted);
  const name = source.folder ?? source.file;
  if (transfer.misfits.length > 0) {
    throw new UserError(
      `the weights of ${name} do not fit the model: ${transfer.misfits.join('; ')}`,
      'spec',
      { suggest: 'take some alone with only, or say with rename what they are called here' },
    );
  }
  const taken = Object.fromEntries(transfer.taken);
  const values = takenValues({ tensors }, taken);
  const broken = unusable(values);
  if (broken !== undefined) {
    throw new UserError(
      `${broken} of ${name} holds values that are no finite numbers, from which nothing can be trained: leave its layer out with only, or take other weights`,
      'data',
    );
  }
  const sha256 = takenHash(values);
  if (wanted.sha256 !== null && wanted.sha256 !== sha256) {
    throw new UserError(
      `the weights of ${name} are not those that sha256 names (${wanted.sha256.slice(0, 12)}), but others (${sha256.slice(0, 12)}): the source has changed; without sha256 it is taken as it is now`,
      'data',
    );
  }
  const { file, run } = source;
  return {
    ...plan,
    read: plan.read.trial(pinned(wanted, source, sha256)),
    initial: { file, run, epoch, sha256, tensors: taken },
    isSealed: source.isSealed,
    notes: [
      ...plan.notes,
      `${plan.file}: ${noteOf(name, plan, transfer, wanted)}`,
      ...(source.isSealed ? [`${plan.file}: its test set is sealed, as that of ${name} is`] : []),
    ],
  };
}

// As if it had been written: the run that was found, and what is taken of it.
function pinned(
  { spec }: InitialWeights,
  { folder }: Source,
  sha256: string,
): Readonly<Record<string, unknown>> {
  const path = folder === null ? null : relative('.', folder);
  return {
    ...(path === null
      ? {}
      : {
          ...(spec === null ? {} : { 'initial_weights.spec': null }),
          'initial_weights.run': isAbsolute(path) || path.includes('/') ? path : `./${path}`,
        }),
    'initial_weights.sha256': sha256,
  };
}

const mostNamed = 5;

// What was taken, what begins anew, and what was dropped.
function noteOf(
  name: string,
  { network }: Plan,
  { taken, fresh, left }: Transfer,
  { only }: InitialWeights,
): string {
  const few = (keys: readonly string[]): string =>
    `${keys.slice(0, mostNamed).join(', ')}${keys.length > mostNamed ? ', …' : ''}`;
  const fitted = network.weights.filter(({ key, fitted: is }) => is && taken.has(key));
  return [
    `takes ${taken.size} of ${counted(network.weights.length, 'weight')} from ${name}`,
    ...(fresh.length > 0 ? [`begins anew: ${few(fresh)}`] : []),
    ...(left.length > 0 && only === null ? [`not taken: ${few(left)}`] : []),
    ...(fitted.length > 0
      ? [`as they were there, and not fitted to the data: ${few(fitted.map(({ key }) => key))}`]
      : []),
  ].join('; ');
}
