// What a run is made with, as its record says it: spec, data, versions, machine.
import { dirname, resolve } from 'node:path';
import type { Dataset } from '../dataset/dataset.js';
import { peakMemory } from './keeping.js';
import type { Backend } from '../tensor/backend.js';
import type { Job } from './job.js';
import type { Network } from '../model/network.js';
import type { NewRun } from '../run/record.js';
import { readCpuName, readGit, readVersion } from '../run/provenance.js';
import { specHashes } from '../spec/minimal.js';
import { metricName } from '../spec/spec.js';
import { directionOf, metricEntry } from '../training/metrics/metrics.js';

/** What a job comes to on this machine. */
export type Known = {
  readonly dataset: Dataset;
  readonly backend: Backend;
  readonly network: Network;
};

/** The record that a run of this job begins with. */
export async function factsOf(
  {
    file,
    from,
    observed,
    spec,
    written,
    minimal,
    threads,
    gpu,
    execution,
  }: Pick<
    Job,
    'file' | 'from' | 'observed' | 'spec' | 'written' | 'minimal' | 'threads' | 'gpu' | 'execution'
  >,
  { dataset, backend, network }: Known,
): Promise<NewRun> {
  return {
    name: spec.name,
    parent: null,
    tags: spec.tags,
    notes: spec.notes,
    seed: spec.seed,
    hashes: specHashes(minimal, dataset.sha256),
    spec: written,
    versions: {
      dlx: readVersion(),
      node: process.versions.node,
      tensorflow: backend.tensorflow,
      tfjs: backend.tfjs,
    },
    backend: backend.name,
    device: {
      kind: backend.device,
      name: backend.device === 'gpu' ? (gpu ?? 'GPU') : readCpuName(),
    },
    cpu: readCpuName(),
    threads,
    execution: execution === 'graph' && backend.native ? 'graph' : 'eager',
    // A run folder's own is nobody's: what is gone on with has its commit already.
    git: from.kind === 'new' && !observed ? await readGit(dirname(resolve(file))) : null,
    data: {
      name: dataset.name,
      sha256: dataset.sha256,
      train: dataset.train.rows.length,
      validation: dataset.validation.rows.length,
      test: dataset.test.rows.length,
    },
    parameters: network.parameters,
    monitor: { name: spec.monitor, mode: directionOf(spec, spec.monitor, spec.mode) },
    metrics: spec.metrics.map((metric) => ({
      name: metricName(metric),
      mode: metricEntry(metric).direction,
    })),
    epochs: { planned: spec.epochs, done: 0, best: null },
    scores: { train: null, validation: null, test: null },
    test_reads: 0,
    seconds: { to_first_step: null, total: 0, per_epoch: null, to_best: null },
    peak_memory_bytes: peakMemory(),
    advice: [],
    resumed: [],
  };
}
