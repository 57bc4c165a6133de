// Runs as the fault tests look at them: the one that is there, and its bits.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputFiles } from '../../src/run/layout.js';
import { readEpochs, readRun } from '../../src/run/read.js';
import type { RunRecord } from '../../src/run/record.js';
import { readState } from '../../src/run/state.js';
import { readWeights } from '../../src/run/weights.js';
import { runsIn } from '../folders.js';

/** What run.json says. */
export function recordOf(run: string): RunRecord {
  const read = readRun(run);
  if ('damaged' in read) throw new Error(read.damaged);
  return read.record;
}

/** The one run under a folder. */
export function onlyRun(folder: string): string {
  const runs = runsIn(folder);
  if (runs.length !== 1) throw new Error(`${runs.length} runs`);
  return runs[0] as string;
}

/**
 * A place in a run, as one number to be compared: epochs that are done, and of the one under way
 * its steps.
 */
export type Stand = { readonly epoch: number; readonly step: number };

/** Where a run would be gone on from; null where nothing is committed. */
export function standOf(run: string): Stand | null {
  const position = readState(run, recordOf(run).id).state?.position;
  return position ? { epoch: position.epoch, step: position.step } : null;
}

/** Whether one stand is before another. */
export function isBefore(one: Stand | null, other: Stand | null): boolean {
  const [a, b] = [one ?? { epoch: 0, step: 0 }, other ?? { epoch: 0, step: 0 }];
  return a.epoch < b.epoch || (a.epoch === b.epoch && a.step < b.step);
}

/** Where a run was last gone on from, as its record says. */
export function resumedFrom(run: string): Stand | null {
  const last = recordOf(run).resumed.at(-1);
  return last ? { epoch: last.epoch, step: last.step } : null;
}

/** All that a run leaves behind but times and names: as text, to be compared as a whole. */
export function bits(run: string): unknown {
  const tensors = ['best.safetensors', 'last.safetensors'].map((file) =>
    readWeights(join(run, file))?.tensors.map(({ name, shape, values }) => [
      name,
      shape,
      Buffer.from(values.buffer).toString('hex'),
    ]),
  );
  const outputs = outputFiles.map((file) => readFileSync(join(run, file), 'hex'));
  const { scores, epochs } = recordOf(run);
  return {
    epochs: readEpochs(run).map(({ seconds: _, ...epoch }) => epoch),
    tensors,
    outputs,
    scores,
    counts: epochs,
  };
}
