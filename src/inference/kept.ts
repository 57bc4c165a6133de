// The model that a run kept, opened from the run's folder alone: neither its data nor the file of
// its spec is needed, and no TensorFlow. A run folder comes in; its network with the best epoch's
// weights comes out, with what is known of its data.
import { join } from 'node:path';
import type { DataFacts, InputFacts, TargetFacts } from '../dataset/facts.js';
import { onlyTarget } from '../dataset/source.js';
import { language } from '../experiment/language.js';
import { failure } from '../ground/errors.js';
import { planNetwork, type Network } from '../model/network.js';
import type { WeightValues } from '../model/model.js';
import { readBestOf } from '../run/best.js';
import { readDataFile } from '../run/data-file.js';
import { damagedFiles } from '../run/integrity.js';
import { fixedFiles } from '../run/layout.js';
import { intactRecord } from '../run/read.js';
import type { RunRecord } from '../run/record.js';
import { readSpec, type ReadSpec } from '../spec/read.js';
import { checkFit } from '../training/kept.js';

/** A run's model as it was kept. */
export type KeptModel = {
  /** The run's folder. */
  readonly folder: string;
  readonly record: RunRecord;
  /** The run's spec, of its own seed. */
  readonly read: ReadSpec;
  /** What its data was like. */
  readonly facts: DataFacts;
  /** In the order in which the network has them. */
  readonly inputs: readonly InputFacts[];
  /** The one target that it has so far. */
  readonly target: TargetFacts;
  readonly network: Network;
  /** The epoch that the weights are of, counted from 1. */
  readonly epoch: number;
  /** By the network's key, row-major. */
  readonly weights: WeightValues;
};

/**
 * Opens the model of the run in a folder. Throws a UserError where the folder is no run, where a
 * file that it needs is missing or not as it was written, and where no epoch was kept.
 */
export function openKept(folder: string): KeptModel {
  const record = intactRecord(folder, 'is damaged');
  const damaged = damagedFiles(folder, record, fixedFiles);
  if (damaged.length > 0) throw failure(damaged.join('\n'));
  const best = readBestOf(folder, record.id);
  if (!best) throw failure(`${folder} has no model to use: ${whyNone(record)}`);
  const facts = readDataFile(folder);
  const own = readSpec(join(folder, 'spec.yaml'), { language });
  const read = own.trial({ seed: record.seed });
  const network = planNetwork(read.spec.model, facts.inputs);
  checkFit(
    best.tensors,
    network.weights.map(({ key, shape }) => ({ name: key, shape })),
    join(folder, 'best.safetensors'),
  );
  return {
    folder,
    record,
    read,
    facts,
    inputs: facts.inputs,
    target: onlyTarget(facts),
    network,
    epoch: best.epoch,
    weights: new Map(best.tensors.map(({ name, values }) => [name, values])),
  };
}

// The best epoch is kept from the end of the first one on.
function whyNone({ state, epochs }: RunRecord): string {
  if (epochs.done > 0) return 'its best.safetensors is missing';
  return state === 'running'
    ? 'it has not come to the end of its first epoch yet'
    : `it ${state === 'finished' ? 'finished' : `is ${state}, and ended`} before the end of its first epoch`;
}
