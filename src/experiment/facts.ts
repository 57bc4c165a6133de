// What a run is made with, as its record says it: spec, data, versions, machine.
import { dirname, relative, resolve } from 'node:path';
import type { Dataset } from '../dataset/dataset.js';
import { peakMemory } from './keeping.js';
import type { Backend } from '../tensor/backend.js';
import type { Job } from './job.js';
import type { Network } from '../model/network.js';
import type { NewRun } from '../run/record.js';
import { readCpuName, readGit, readVersion } from '../run/provenance.js';
import { canonicalJson, specHashes } from '../spec/minimal.js';
import { isMapping } from '../words/written.js';
import { sha256 } from '../ground/hash.js';
import { metricName } from '../spec/spec.js';
import { directionOf, metricEntry } from '../training/metrics/metrics.js';

/** What a job comes to on this machine. */
export type Known = {
  readonly dataset: Dataset;
  readonly backend: Backend;
  readonly network: Network;
};

/** The record that a run of this job begins with; `gitOf` tells the commit of a folder. */
export async function factsOf(
  job: Job,
  known: Known,
  gitOf: typeof readGit = readGit,
): Promise<NewRun> {
  const { spec, written, minimal, folder } = job.trial;
  const { dataset, network } = known;
  return {
    name: spec.name,
    parent: job.parent ?? job.initial?.run ?? null,
    initial_weights: job.initial,
    tags: spec.tags,
    notes: spec.notes,
    seed: spec.seed,
    hashes: specHashes(minimal, dataset.sha256),
    spec: written,
    ...surroundingsOf(job, known),
    origin: { spec: relative(folder, resolve(job.file)), runs: resolve(job.runs) },
    // A run folder's own is nobody's: what is gone on with has its commit already.
    git: job.from.kind === 'new' && !job.observed ? await gitOf(dirname(resolve(job.file))) : null,
    data: {
      name: dataset.name,
      sha256: dataset.sha256,
      train: dataset.train.rows.length,
      validation: dataset.validation.rows.length,
      test: dataset.test.rows.length,
    },
    cross_validation: spec.cross_validation && {
      id: foldsId(job.trial, dataset),
      ...spec.cross_validation,
    },
    parameters: network.parameters,
    monitor: { name: spec.monitor, mode: directionOf(spec, spec.monitor, spec.mode) },
    metrics: spec.metrics.map((metric) => ({
      name: metricName(metric),
      mode: metricEntry(metric).direction,
    })),
    sealed: job.sealed ? { opened: null } : null,
    ...nothingYet(spec.epochs),
  };
}

// What says which rows each fold holds out, and how the others are cut: the data, and what the spec
// says of both.
function foldsId({ spec, minimal }: Job['trial'], dataset: Dataset): string {
  const { dataset: written, cross_validation: folds } = minimal;
  const { fold: _, repeat: __, ...scheme } = isMapping(folds) ? folds : {};
  const cuts = Object.entries(isMapping(written) ? written : {}).filter(([key]) =>
    /^split|_split$|^stratif|^windows/.test(key),
  );
  const { train, validation, test } = dataset;
  const isOrdered = spec.cross_validation?.by === 'time' || spec.cross_validation?.by === 'order';
  const hasWindows = cuts.some(([key]) => key === 'windows');
  // How many rows there are, which missing: drop may change; over time each fold has others.
  const rows = [train, validation, test].reduce((sum, part) => sum + part.rows.length, 0);
  const count = hasWindows ? null : isOrdered ? test.rows.length : rows;
  const known = { data: dataset.sha256, scheme, cuts: Object.fromEntries(cuts), count };
  return sha256(canonicalJson(known)).slice(0, idLength);
}

const idLength = 12;

function surroundingsOf(
  { how, place }: Job,
  { backend }: Known,
): Pick<NewRun, 'versions' | 'how' | 'machine'> {
  return {
    versions: {
      dlx: readVersion(),
      node: process.versions.node,
      tensorflow: backend.tensorflow,
      tfjs: backend.tfjs,
    },
    how: {
      ...how,
      device: backend.device,
      execution: backend.native ? how.execution : 'eager',
    },
    machine: {
      backend: backend.name,
      cpu: readCpuName(),
      gpu: backend.device === 'gpu' ? place.gpu : null,
    },
  };
}

function nothingYet(
  planned: number,
): Pick<
  NewRun,
  'epochs' | 'scores' | 'test_reads' | 'seconds' | 'peak_memory_bytes' | 'advice' | 'resumed'
> {
  return {
    epochs: { planned, done: 0, best: null },
    scores: { train: null, validation: null, test: null },
    test_reads: 0,
    seconds: { to_first_step: null, total: 0, per_epoch: null, to_best: null },
    peak_memory_bytes: peakMemory(),
    advice: [],
    resumed: [],
  };
}
